using MarginRouter.Core.Orders;

namespace MarginRouter.Core.Routing.Search;

/// <summary>
/// A limit over candidates of several accounts or instruments: what each adds, counted from where it begins to add, must not come to more
/// than what is left. Exposure caps, venue shares and borrowing are of this form.
/// </summary>
/// <param name="reason">The reason given when it binds.</param>
/// <param name="subject">What it is about.</param>
/// <param name="before">What stands already.</param>
/// <param name="limit">The configured limit, in the same unit.</param>
internal sealed class GroupCap(RefusalReason reason, string subject, decimal before, decimal limit)
{
    private readonly List<Member> members = [];

    /// <summary>What may be added.</summary>
    public decimal Allowance { get; } = Math.Max(limit, before) - before;

    /// <summary>Most lots of some candidates of one instrument together; unbounded when one of them does not add to it.</summary>
    public long Ceiling(ReadOnlySpan<Candidate> candidates)
    {
        decimal most = Allowance;
        decimal unit = 0m;
        foreach (Candidate candidate in candidates)
        {
            if (!candidate.Caps.Contains(this))
                return long.MaxValue;
            foreach (Member member in members)
            {
                if (member.Candidate != candidate)
                    continue;
                most += member.Free;
                unit = unit == 0m ? member.Unit : Math.Min(unit, member.Unit);
            }
        }

        return unit == 0m ? long.MaxValue : (long)Math.Min(decimal.Floor(most / unit), long.MaxValue);
    }

    /// <summary>What it is about.</summary>
    public string Subject => subject;

    /// <summary>What a lot of a candidate adds, and how much counts for nothing at first; false when it adds nothing.</summary>
    public bool TryFind(Candidate candidate, out decimal unit, out decimal free)
    {
        foreach (Member member in members)
        {
            if (member.Candidate != candidate)
                continue;
            (unit, free) = (member.Unit, member.Free);
            return true;
        }

        (unit, free) = (0m, 0m);
        return false;
    }

    /// <summary>Takes a candidate in.</summary>
    /// <param name="candidate">The candidate.</param>
    /// <param name="unit">What a lot adds; positive.</param>
    /// <param name="free">How much of that counts for nothing at first; not negative.</param>
    public void Add(Candidate candidate, decimal unit, decimal free)
    {
        members.Add(new Member(candidate, unit, free));
        candidate.Add(this);
    }

    /// <summary>Most lots of a candidate beside what the others take in a plan; null for nothing beside it.</summary>
    public long Room(Candidate candidate, SplitPlan? beside)
    {
        decimal left = Allowance;
        Member own = default;
        foreach (Member member in members)
        {
            if (member.Candidate == candidate)
                own = member;
            else if (beside is not null)
                left -= member.Adds(beside.Taken[member.Candidate.Index]);
        }

        decimal most = (left + own.Free) / own.Unit;
        return left < 0m ? 0 : (long)Math.Min(decimal.Floor(most), long.MaxValue);
    }

    /// <summary>True when a plan is within it.</summary>
    public bool Holds(SplitPlan plan)
    {
        decimal added = 0m;
        foreach (Member member in members)
            added += member.Adds(plan.Taken[member.Candidate.Index]);
        return added <= Allowance;
    }

    /// <summary>The refusal of lots of a candidate beside a plan; null when they pass.</summary>
    public Refusal? Refuse(Candidate candidate, SplitPlan plan, long lots)
    {
        decimal value = before;
        foreach (Member member in members)
            value += member.Adds(member.Candidate == candidate ? lots : plan.Taken[member.Candidate.Index]);
        return value <= before + Allowance ? null : new Refusal(reason, subject, value, Math.Max(limit, before), limit);
    }

    private readonly record struct Member(Candidate Candidate, decimal Unit, decimal Free)
    {
        public decimal Adds(long lots) => Math.Max(0m, (lots * Unit) - Free);
    }
}
