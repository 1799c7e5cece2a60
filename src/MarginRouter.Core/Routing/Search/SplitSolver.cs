using MarginRouter.Core.Instruments;

namespace MarginRouter.Core.Routing.Search;

/// <summary>
/// Finds how much to take from each instrument, and from which accounts, for given decisions about who takes part. It merges the
/// ladders as if margin did not matter, then looks for instruments whose accounts cannot carry their share at the price reached,
/// closes those at the largest share that they can carry, and merges again. When every account trades one instrument and all lots
/// are equal this is the optimum: an account's limits are then one number per price, and a worse price never raises it.
/// </summary>
internal sealed class SplitSolver
{
    private const int MostRounds = 24;

    private readonly RouteProblem problem;
    private readonly RouteQuestion question;
    private readonly AccountCurve?[] curves;
    private readonly TakerLadder?[] ladders;
    private readonly Candidate[][] bySlot;
    private readonly bool[] ordered;
    private readonly LadderMerge merge;
    private readonly SplitAssignment assignment;
    private readonly long[] ceilings;
    private readonly int[] steppedAt;
    private readonly SplitPlan unhindered;
    private readonly long[] certified;
    private readonly long[] certifiedTotals;
    private bool isIncremental;
    private bool isSettled;
    private bool isCertified;

    public SplitSolver(RouteProblem problem, SplitPlan unhindered)
    {
        question = problem.Question;
        this.unhindered = unhindered;
        ladders = problem.Ladders;
        bySlot = problem.CandidatesBySlot;
        ordered = new bool[ladders.Length];
        this.problem = problem;
        curves = new AccountCurve?[ladders.Length];
        certified = new long[ladders.Length];
        certifiedTotals = new long[ladders.Length];
        merge = new LadderMerge(ladders, curves, problem.UniformPerBase, problem.MostMarginal);
        assignment = new SplitAssignment(problem, question, curves);
        ceilings = new long[ladders.Length];
        steppedAt = new int[ladders.Length];
    }

    /// <summary>Begins a decision.</summary>
    public void Open()
    {
        isIncremental = problem.IsPlain && problem.HasEqualLots;
        isSettled = false;
        isCertified = false;
        Array.Clear(ordered);
        for (int slot = 0; slot < ladders.Length; slot++)
            curves[slot] = problem.IsStepped[slot] ? new AccountCurve(bySlot[slot], question.Side) : null;
    }

    /// <summary>
    /// By place in the product: most lots that its accounts can carry together, each alone, as the first solution found it; null before, or
    /// when the work units ended before that was known.
    /// </summary>
    public long[]? Certified => isCertified ? certified : null;

    /// <summary>By place in the product: what the merge took within <see cref="Certified"/>; null with it.</summary>
    public long[]? CertifiedTotals => isCertified ? certifiedTotals : null;

    /// <summary>The assignment of totals to accounts, for improvements of a plan.</summary>
    public SplitAssignment Assignment => assignment;

    /// <summary>
    /// Solves under the constraints; false when their floors cannot be met. The plan is within every limit also when the work units
    /// ran out on the way: what could not be asked counts as no room.
    /// </summary>
    public bool TrySolve(SplitConstraints constraints, SplitPlan plan)
    {
        Open(constraints);
        for (int round = 0; ; round++)
        {
            if (!isIncremental || round == 0)
            {
                if (!TryStart(constraints, plan))
                    return false;
            }
            else if (!TryContinue(constraints, plan))
            {
                return false;
            }

            question.Budget.TrySpend();
            if (round == 0 && IsUnhindered(constraints))
                unhindered.Totals.CopyTo(plan.Totals, 0);
            else
                merge.Fill(plan.Totals, ceilings, question.Target);
            if (round < MostRounds && CloseOverfull(constraints, plan))
                continue;
            if (round < MostRounds && RestepWorse(constraints, plan))
                continue;
            Certify(plan);
            if (!assignment.TryAssign(constraints, plan))
                return false;
            if (assignment.IsComplete)
                break;
            for (int slot = 0; slot < ladders.Length; slot++)
            {
                plan.Totals[slot] -= assignment.Unassigned[slot];
                if (assignment.Unassigned[slot] > 0)
                    ceilings[slot] = plan.Totals[slot];
            }

            if (round >= MostRounds || question.Budget.IsExhausted)
                break;
        }

        plan.Measure(problem);
        return true;
    }

    /// <summary>Opens every ladder that some allowed candidate can trade.</summary>
    private void Open(SplitConstraints constraints)
    {
        for (int slot = 0; slot < ladders.Length; slot++)
        {
            ceilings[slot] = 0;
            foreach (Candidate candidate in bySlot[slot])
            {
                if (!constraints.Excluded[candidate.Index])
                    ceilings[slot] = long.MaxValue;
            }

            foreach (GroupCap cap in problem.Caps)
                ceilings[slot] = Math.Min(ceilings[slot], cap.Ceiling(bySlot[slot]));
            if (curves[slot] is not { } curve || !ladders[slot]!.HasLevel(0))
                continue;
            steppedAt[slot] = 0;
            curve.Build(constraints, ladders[slot]!.BestPrice, ladders[slot]!.Instrument.BasePerLot);
        }
    }

    /// <summary>Keeps the first ceilings, which rest on nothing but the limits: no account can carry more, whatever else is decided.</summary>
    private void Certify(SplitPlan plan)
    {
        if (!isSettled && !question.Budget.IsExhausted)
        {
            ceilings.CopyTo(certified, 0);
            plan.Totals.CopyTo(certifiedTotals, 0);
            isCertified = true;
        }

        isSettled = true;
    }

    /// <summary>
    /// Lays the accounts of an instrument out again for the price that its total reaches, where that is worse than the one they were laid
    /// out for; false when there is none.
    /// </summary>
    private bool RestepWorse(SplitConstraints constraints, SplitPlan plan)
    {
        bool worse = false;
        for (int slot = 0; slot < ladders.Length; slot++)
        {
            if (curves[slot] is not { } curve || plan.Totals[slot] == 0)
                continue;
            int level = ladders[slot]!.LevelOf(plan.Totals[slot]);
            if (level <= steppedAt[slot])
                continue;
            steppedAt[slot] = level;
            curve.Build(constraints, ladders[slot]!.Price(level), ladders[slot]!.Instrument.BasePerLot);
            worse = true;
        }

        return worse;
    }

    /// <summary>True when the merge without limits, made once already, is this one: nothing is left out, floored or capped, and the whole is wanted.</summary>
    private bool IsUnhindered(SplitConstraints constraints)
    {
        if (!problem.IsPlain || question.Target != question.Wanted)
            return false;
        for (int slot = 0; slot < ladders.Length; slot++)
        {
            if (ceilings[slot] != (bySlot[slot].Length == 0 ? 0 : long.MaxValue))
                return false;
        }

        foreach (long floor in constraints.Floor)
        {
            if (floor != 0)
                return false;
        }

        return true;
    }

    /// <summary>
    /// Goes on from the totals of the round before where ceilings have come down. With one size of lots and one cost an instrument the
    /// merge takes levels in one order, so what it took elsewhere it would take again; false as in <see cref="TryStart"/>.
    /// </summary>
    private bool TryContinue(SplitConstraints constraints, SplitPlan plan)
    {
        for (int slot = 0; slot < ladders.Length; slot++)
        {
            long floors = 0;
            foreach (Candidate candidate in bySlot[slot])
                floors += constraints.Floor[candidate.Index];
            if (floors > ceilings[slot])
                return false;
            plan.Totals[slot] = Math.Min(plan.Totals[slot], ceilings[slot]);
        }

        return true;
    }

    /// <summary>Starts the totals at the floors; false when they do not fit into the ladders, the ceilings or the parent.</summary>
    private bool TryStart(SplitConstraints constraints, SplitPlan plan)
    {
        long floorSum = 0;
        for (int slot = 0; slot < ladders.Length; slot++)
        {
            long total = 0;
            foreach (Candidate candidate in bySlot[slot])
                total += constraints.Floor[candidate.Index];
            plan.Totals[slot] = total;
            if (total == 0)
                continue;
            if (total > ceilings[slot] || !ladders[slot]!.Holds(total))
                return false;
            floorSum += total * ladders[slot]!.ProductLots;
        }

        return floorSum <= question.Target;
    }

    /// <summary>Lowers the ceiling of every instrument that holds more than its accounts can carry; false when there is none.</summary>
    private bool CloseOverfull(SplitConstraints constraints, SplitPlan plan)
    {
        bool closed = false;
        for (int slot = 0; slot < ladders.Length; slot++)
        {
            long total = plan.Totals[slot];
            if (total == 0)
                continue;
            int level = ladders[slot]!.LevelOf(total);
            Order(slot, level);
            long room = Room(constraints, slot, level, total);
            if (room >= total)
                continue;
            ceilings[slot] = Crossing(constraints, slot, level, room);
            closed = true;
        }

        return closed;
    }

    /// <summary>
    /// The most that an instrument's accounts can carry: the room falls as the price worsens while the total rises, so they meet in one
    /// level. It cannot be beyond <paramref name="overfull"/>, where the room is <paramref name="room"/>, less than what is shown before.
    /// </summary>
    private long Crossing(SplitConstraints constraints, int slot, int overfull, long room)
    {
        TakerLadder ladder = ladders[slot]!;
        int low = room == 0 ? 0 : ladder.LevelOf(room);
        int high = overfull;
        long best = room;
        int step = 1;
        while (low <= high)
        {
            // Gallop from the known level first: the crossing is nearly always in it or in the next one.
            int probe = Math.Min(low + step - 1, low + ((high - low) >> 1));
            long before = probe == 0 ? 0 : ladder.Through(probe - 1);
            long there = Room(constraints, slot, probe, ladder.Through(probe));
            best = Math.Max(best, Math.Min(there, ladder.Through(probe)));
            if (there <= before)
            {
                high = probe - 1;
                step = 1;
            }
            else if (there < ladder.Through(probe))
            {
                break;
            }
            else
            {
                low = probe + 1;
                step *= 2;
            }
        }

        return best;
    }

    /// <summary>What the allowed accounts can carry together at the price of a level, as far as it matters for <paramref name="need"/>.</summary>
    private long Room(SplitConstraints constraints, int slot, int level, long need)
    {
        PriceTicks price = ladders[slot]!.Price(level);
        long sum = 0;
        foreach (Candidate candidate in bySlot[slot])
        {
            if (constraints.Excluded[candidate.Index])
                continue;
            sum += candidate.Room(price, need - sum, question.Side);
            if (sum >= need)
                break;
        }

        return sum;
    }

    /// <summary>Puts the accounts of an instrument in the order in which they are filled, once.</summary>
    private void Order(int slot, int level)
    {
        if (ordered[slot])
            return;
        ordered[slot] = true;
        Candidate[] candidates = bySlot[slot];
        if (candidates.Length < 2)
            return;
        PriceTicks price = ladders[slot]!.Price(level);
        foreach (Candidate candidate in candidates)
            candidate.Room(price, long.MaxValue, question.Side);
        Array.Sort(candidates, Candidate.Precedence);
    }
}
