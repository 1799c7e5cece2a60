using MarginRouter.Core.Instruments;
using MarginRouter.Core.Margin;
using MarginRouter.Core.Routing.Search.Live;

namespace MarginRouter.Core.Routing.Search;

/// <summary>
/// A split whose every account has agreed to exactly the children that it gets. The search works with head-room and bounds; this asks
/// once more, about the finished set, and an account that refuses it gets nothing.
/// </summary>
internal sealed class ProvenSplit
{
    private readonly RouteProblem problem;
    private readonly SearchParts parts;
    private readonly PendingFill[] scratch;
    private readonly SplitSearch search;
    private readonly SplitBound bound;
    private readonly SplitConstraints free;
    private int proofUnits;

    /// <param name="problem">The problem.</param>
    /// <param name="unhindered">What the merge takes when no limit is asked.</param>
    /// <param name="parts">Lends plans.</param>
    public ProvenSplit(RouteProblem problem, SplitPlan unhindered, SearchParts parts)
    {
        this.problem = problem;
        this.parts = parts;
        scratch = new PendingFill[problem.Ladders.Length];
        search = new SplitSearch(problem, unhindered, parts);
        bound = new SplitBound(problem);
        free = new SplitConstraints(problem.Candidates.Count);
        Plan = new SplitPlan(problem.Ladders.Length, problem.Candidates.Count);
    }

    /// <summary>The split.</summary>
    public SplitPlan Plan { get; private set; }

    /// <summary>Fill and cost of the split before the coupled search looked for a better one.</summary>
    public (long Filled, decimal Cost) Merged { get; private set; }

    /// <summary>True when the last lots were left because they cost more than they may.</summary>
    public bool IsTrimmed { get; private set; }

    /// <summary>No split of the same fill costs less than this, in the measure of <see cref="SplitPlan.Cost"/>.</summary>
    public decimal Bound { get; private set; }

    /// <summary>Work units spent on search and proof.</summary>
    public int WorkUnitsUsed => problem.Question.Budget.Used + proofUnits;

    /// <summary>True when the search stopped because its work units were used up.</summary>
    public bool IsCutShort => problem.Question.Budget.WasExhausted;

    /// <summary>Searches and proves, once the unhindered merge has been made.</summary>
    public void Find()
    {
        proofUnits = 0;
        IsTrimmed = false;
        Bound = 0m;
        parts.TakeBackPlans();
        search.Open();
        free.Clear();
        SplitConstraints constraints = free;
        Search(constraints);
        while (RefusingAccount() is { } refusing)
        {
            foreach (Candidate candidate in refusing.Candidates)
                constraints = constraints.Excluding(candidate);
            Search(constraints);
        }

        RequireExact();
    }

    /// <summary>
    /// The best split for the whole quantity, or for a little less where the last lots, within the tolerance, cost more than they may. The
    /// second search is only made when the bound leaves room for that much to be saved.
    /// </summary>
    private void Search(SplitConstraints constraints)
    {
        RouteQuestion question = problem.Question;
        question.Target = question.Wanted;
        question.Budget.HoldBack(CoupledSearch.UnitsHeldBack(problem));
        Plan = search.Run(constraints);
        bound.Open(search.Certified ?? Unlimited(), search.CertifiedTotals);
        long less = Math.Max(0, question.Wanted - problem.Request.Tolerated.Value);
        if (less < Plan.Filled && !question.Budget.IsExhausted)
        {
            decimal unfilled = problem.UnfilledPerBase() * problem.Product.LotSize;
            if (bound.At(less) + (unfilled * (Plan.Filled - less)) < Plan.Cost)
            {
                SplitPlan whole = parts.NewPlan();
                whole.CopyFrom(Plan);
                question.Target = less;
                Plan = search.Run(constraints);
                if (Plan.Filled < less || Plan.Cost + (unfilled * (whole.Filled - Plan.Filled)) >= whole.Cost)
                    Plan = whole;
                IsTrimmed = Plan.Filled < whole.Filled;
            }
        }

        question.Target = IsTrimmed ? less : question.Wanted;
        question.Budget.Return();
        Merged = (Plan.Filled, Plan.Cost);
        decimal? certified = CoupledSearch.IsWorthwhile(problem, Plan, bound) ? search.Coupled.Improve(constraints, Plan) : null;
        Bound = Math.Min(Plan.Cost, Math.Max(bound.At(Plan.Filled), certified ?? decimal.MinValue));
    }

    private long[] Unlimited()
    {
        var ceilings = new long[problem.Ladders.Length];
        Array.Fill(ceilings, long.MaxValue);
        return ceilings;
    }

    /// <summary>Number of children at a venue.</summary>
    public int OrdersTo(VenueId venue) => problem.OrdersTo(venue, Plan);

    /// <summary>The children that a plan gives an account, as its limits see them; valid until the next call.</summary>
    public ReadOnlySpan<PendingFill> FillsOf(AccountProbe account, SplitPlan plan)
    {
        int count = 0;
        foreach (Candidate candidate in account.Candidates)
        {
            if (plan.Taken[candidate.Index] > 0)
                scratch[count++] = Fill(candidate, plan, plan.Taken[candidate.Index]);
        }

        return scratch.AsSpan(0, count);
    }

    /// <summary>The same without one candidate.</summary>
    public ReadOnlySpan<PendingFill> FillsBeside(Candidate left)
    {
        int count = 0;
        foreach (Candidate candidate in left.Account.Candidates)
        {
            if (candidate != left && Plan.Taken[candidate.Index] > 0)
                scratch[count++] = Fill(candidate, Plan, Plan.Taken[candidate.Index]);
        }

        return scratch.AsSpan(0, count);
    }

    private PendingFill Fill(Candidate candidate, SplitPlan plan, long lots)
    {
        TakerLadder ladder = candidate.Ladder!;
        return candidate.Fill(problem.Request.Side, lots, ladder.Price(ladder.LevelOf(plan.Totals[candidate.Slot])));
    }

    private AccountProbe? RefusingAccount()
    {
        foreach (AccountProbe account in problem.Accounts)
        {
            ReadOnlySpan<PendingFill> fills = FillsOf(account, Plan);
            if (fills.Length == 0)
                continue;
            proofUnits++;
            if (account.Check(fills) is not null)
                return account;
        }

        return null;
    }

    /// <summary>Throws when the split is not what a split must be: it would be a fault of the search, and nothing may leave.</summary>
    private void RequireExact()
    {
        long filled = 0;
        for (int slot = 0; slot < Plan.Totals.Length; slot++)
        {
            long sum = 0;
            foreach (Candidate candidate in problem.CandidatesBySlot[slot])
            {
                long lots = Plan.Taken[candidate.Index];
                sum += lots;
                Require(lots >= 0, "a child is negative");
                Require(lots == 0 || lots >= LeastOrder(candidate), "a child is below the least size");
            }

            Require(sum == Plan.Totals[slot], "children differ from what the book gives");
            if (sum > 0)
            {
                Require(problem.Ladders[slot]!.Holds(sum), "more than the book shows");
                filled += sum * problem.Ladders[slot]!.ProductLots;
            }
        }

        Require(filled == Plan.Filled && filled <= problem.Question.Wanted, "more than the parent wants");
        foreach (GroupCap cap in problem.Caps)
            Require(cap.Holds(Plan), "a cap over several accounts is broken");
        foreach (RouteVenue venue in problem.Request.Venues)
            Require(venue.OrdersLeft is null || OrdersTo(venue.Venue) <= venue.OrdersLeft, "too many orders for a venue");
        Require(problem.SharedQuote(Plan) < 0, "a quote is taken twice");
        Require(Plan.Children <= problem.Request.Policy.MaximumChildren, "too many children");
    }

    private long LeastOrder(Candidate candidate)
    {
        TakerLadder ladder = candidate.Ladder!;
        return ladder.LeastOrder(ladder.LevelOf(Plan.Totals[candidate.Slot]));
    }

    private void Require(bool holds, string message)
    {
        if (!holds)
            throw new InvalidOperationException($"routing parent {problem.Request.Parent.Value}: {message}");
    }
}
