using MarginRouter.Core.Routing.Search.Live;

namespace MarginRouter.Core.Routing.Search;

/// <summary>
/// Moves lots from one instrument to another while that fills more, or the same for less money, and every account still agrees. The
/// merge alone is not optimal when lots differ (a coarse lot may be worth giving back finer ones), when an account trades several
/// instruments, or when a child was forced to its least size.
/// </summary>
internal sealed class SplitImprovement
{
    private const int MostPasses = 8;

    private readonly RouteProblem problem;
    private readonly SplitAssignment assignment;
    private readonly SplitPlan trial;
    private readonly PlanCheck check;
    private bool isSimple;

    public SplitImprovement(RouteProblem problem, SplitAssignment assignment)
    {
        this.problem = problem;
        this.assignment = assignment;
        check = new PlanCheck(problem, assignment);
        trial = new SplitPlan(problem.Ladders.Length, problem.Candidates.Count);
    }

    /// <summary>Begins a decision.</summary>
    public void Open() => isSimple = problem.HasEqualLots && !HasSharedAccount(problem) && problem.IsPlain && problem.Caps.Count == 0;

    /// <summary>Improves a plan in place.</summary>
    public void Improve(SplitConstraints constraints, SplitPlan plan)
    {
        if (isSimple && !HasFloor(constraints))
            return;
        for (int pass = 0; pass < MostPasses; pass++)
        {
            bool improved = false;
            for (int up = 0; up < problem.Ladders.Length; up++)
            {
                for (int down = 0; down < problem.Ladders.Length; down++)
                    improved |= problem.Ladders[up] is not null && TryPair(constraints, plan, up, down);
            }

            if (!improved)
                return;
        }
    }

    private bool TryPair(SplitConstraints constraints, SplitPlan plan, int up, int down)
    {
        long slack = problem.Question.Target - plan.Filled;
        long upLot = problem.Ladders[up]!.ProductLots;
        if (up == down)
            return slack >= upLot && TryMove(constraints, plan, new Move(up, 1, down, 0));
        if (plan.Totals[down] == 0)
            return false;
        long downLot = problem.Ladders[down]!.ProductLots;
        long give = upLot <= slack ? 0 : Math.Max(1, CeilingOf(upLot - slack, downLot));
        if (give > 0 && TryMove(constraints, plan, new Move(up, 1, down, give)))
            return true;
        long take = (downLot + slack) / upLot;
        if (take > 1 && TryMove(constraints, plan, new Move(up, take, down, 1)))
            return true;
        return (slack > 0 && TryRefill(constraints, plan, up, down)) || TryBulk(constraints, plan, up, down);
    }

    /// <summary>Gives back a part of one instrument, all of it first, for as little or as much more of another as fills more.</summary>
    private bool TryRefill(SplitConstraints constraints, SplitPlan plan, int up, int down)
    {
        long slack = problem.Question.Target - plan.Filled;
        long upLot = problem.Ladders[up]!.ProductLots;
        long downLot = problem.Ladders[down]!.ProductLots;
        for (long given = plan.Totals[down]; given > 0; given /= 2)
        {
            long least = (given * downLot / upLot) + 1;
            long most = ((given * downLot) + slack) / upLot;
            if (most < least)
                continue;
            if (TryMove(constraints, plan, new Move(up, most, down, given)))
                return true;
            if (most > least && TryMove(constraints, plan, new Move(up, least, down, given)))
                return true;
        }

        return false;
    }

    /// <summary>Exchanges equal sizes, the largest power of two of them first, when the smallest exchange would pay.</summary>
    private bool TryBulk(SplitConstraints constraints, SplitPlan plan, int up, int down)
    {
        long upLot = problem.Ladders[up]!.ProductLots;
        long downLot = problem.Ladders[down]!.ProductLots;
        long common = upLot / Gcd(upLot, downLot) * downLot;
        long upStep = common / upLot;
        long downStep = common / downLot;
        if (!Pays(plan, new Move(up, upStep, down, downStep)))
            return false;
        long size = 1;
        while (size <= plan.Totals[down] / downStep / 2)
            size *= 2;
        for (; size > 0; size /= 2)
        {
            if (TryMove(constraints, plan, new Move(up, upStep * size, down, downStep * size)))
                return true;
        }

        return false;
    }

    private bool TryMove(SplitConstraints constraints, SplitPlan plan, Move move)
    {
        if (!Pays(plan, move) || !problem.Question.Budget.TrySpend())
            return false;
        trial.CopyFrom(plan);
        trial.Totals[move.Up] += move.Lots;
        trial.Totals[move.Down] -= move.Given;
        if (!assignment.TryAssign(constraints, trial) || !assignment.IsComplete || problem.Question.Budget.IsExhausted)
            return false;
        trial.Measure(problem);
        if (!check.IsAllowed(trial) || !trial.IsBetterThan(plan))
            return false;
        plan.CopyFrom(trial);
        return true;
    }

    /// <summary>True when the move fills more within the parent, or as much for less money; limits are not asked.</summary>
    private bool Pays(SplitPlan plan, Move move)
    {
        TakerLadder up = problem.Ladders[move.Up]!;
        TakerLadder down = problem.Ladders[move.Down]!;
        if (plan.Totals[move.Down] < move.Given || !up.Holds(plan.Totals[move.Up] + move.Lots))
            return false;
        long gain = (move.Lots * up.ProductLots) - (move.Given * down.ProductLots);
        if (gain < 0 || gain > problem.Question.Target - plan.Filled)
            return false;
        if (gain > 0)
            return true;
        decimal paid = up.AllInCost(plan.Totals[move.Up] + move.Lots) - up.AllInCost(plan.Totals[move.Up]);
        decimal saved = down.AllInCost(plan.Totals[move.Down]) - down.AllInCost(plan.Totals[move.Down] - move.Given);
        if (!problem.IsPlain)
        {
            paid += problem.LeastPerBase[move.Up] * move.Lots * up.Instrument.BasePerLot;
            saved += (problem.MostPerBase[move.Down] * move.Given * down.Instrument.BasePerLot) + problem.MostFixed[move.Down];
        }

        return paid < saved;
    }

    private static bool HasSharedAccount(RouteProblem problem)
    {
        foreach (AccountProbe account in problem.Accounts)
        {
            if (account.IsShared)
                return true;
        }

        return false;
    }

    private static bool HasFloor(SplitConstraints constraints)
    {
        foreach (long floor in constraints.Floor)
        {
            if (floor > 0)
                return true;
        }

        return false;
    }

    private static long CeilingOf(long value, long unit) => (value + unit - 1) / unit;

    private static long Gcd(long left, long right)
    {
        while (right != 0)
            (left, right) = (right, left % right);
        return left;
    }

    private readonly record struct Move(int Up, long Lots, int Down, long Given);
}
