using MarginRouter.Core.Instruments;
using MarginRouter.Core.Routing.Search.Lots;

namespace MarginRouter.Core.Routing.Search.Live;

/// <summary>
/// Where the merge is not known to be the best, lays the request out as a splitting model and searches that: relaxation, branching on
/// children, lots and the prices that instruments reach. What comes of it is taken over only when every account agrees to it; the bound
/// holds in any case.
/// </summary>
internal sealed class CoupledSearch
{
    // What laying out a model and its tables costs, in any case and for each candidate: about a microsecond a unit, as everywhere.
    private const int LayoutUnits = 20;
    private const int UnitsPerRoute = 7;

    // Less than this beside the layout leads to nothing.
    private const int LeastUnits = 50;
    // Of what is left: what the search for more fill and the one for the bound may take at a time.
    private const int FillPart = 4;
    private const int BoundPart = 2;

    // With few units a search gives up earlier, after this part of all of them, so that others get their turn.
    private const int PatiencePart = 6;
    private const int MostRounds = 4;
    private const int MostRefinements = 8;
    private const int MostNodes = 24;

    // Of the arrival value, in basis points: a gap that is not worth a search.
    private const decimal Negligible = 0.0005m;

    private readonly AccountTangents tangents;
    private readonly LiveModelBuilder builder;
    private readonly RouteProblem problem;
    private readonly SplitImprovement improvement;
    private readonly PlanCheck check;
    private readonly SplitPlan trial;
    private readonly SplitConstraints free;
    private readonly PriorityQueue<PriceNode, (decimal Bound, int Order)> open = new();

    public CoupledSearch(RouteProblem problem, SplitImprovement improvement, SplitAssignment assignment)
    {
        this.problem = problem;
        this.improvement = improvement;
        tangents = new AccountTangents(problem);
        builder = new LiveModelBuilder(problem, tangents);
        check = new PlanCheck(problem, assignment);
        trial = new SplitPlan(problem.Ladders.Length, problem.Candidates.Count);
        free = new SplitConstraints(problem.Candidates.Count);
    }

    /// <summary>Work units that the merge leaves to this search: where sizes and numbers of children make it branch, it would spend all.</summary>
    public static int UnitsHeldBack(RouteProblem problem)
    {
        int held = problem.Question.Budget.Left / 10 * 9;
        return problem.Arrival is null || held < Layout(problem) + LeastUnits ? 0 : held;
    }

    /// <summary>True when a plan may be short of the best, and there are work units to find out.</summary>
    public static bool IsWorthwhile(RouteProblem problem, SplitPlan plan, SplitBound bound)
    {
        RouteQuestion question = problem.Question;
        if (question.Budget.Left < Layout(problem) + LeastUnits || problem.Arrival is null)
            return false;
        return (plan.Filled < question.Target && plan.Filled < bound.MostFill()) || plan.Cost - bound.At(plan.Filled) > Worth(problem, plan);
    }

    /// <summary>Makes a plan better where it can, and returns what its fill costs at least; null when that was not settled.</summary>
    public decimal? Improve(SplitConstraints constraints, SplitPlan plan)
    {
        long target = problem.Question.Target;
        if (plan.Filled < target)
            Search(constraints, plan, target, LevelsOf(plan));
        if (plan.Filled < target)
            Search(constraints, plan, target, new int[problem.Ladders.Length]);
        if (plan.Filled < target && problem.Accounts.Exists(tangents.Serves))
            Search(constraints, plan, target, LevelsOf(plan), sharesRoom: true);
        return plan.Filled == 0 ? null : Certify(constraints, plan);
    }

    private static decimal Worth(RouteProblem problem, SplitPlan plan) => problem.Arrival!.Value * plan.Filled * problem.Product.LotSize * Negligible / 10_000m;

    /// <summary>
    /// Searches with the limits at the prices of some levels; where what is found reaches worse ones and does not hold there, again with
    /// those, and where an account as a whole refuses it, again with what that account says of its limits there.
    /// </summary>
    private void Search(SplitConstraints constraints, SplitPlan plan, long wanted, int[] levels, bool sharesRoom = false)
    {
        int rounds = 0;
        int refinements = 0;
        while (rounds < MostRounds && refinements < MostRefinements && TryOpenLayout())
        {
            if (builder.Build(new LiveQuestion(wanted, levels, NoEnds(), IsCertain: false, sharesRoom, constraints.Excluded)) is not { } live)
                return;
            Run(live, plan, FillPart);
            if (!trial.IsBetterThan(plan) || TryTake(plan))
                return;
            bool isDeeper = Worsen(levels);
            bool isRefined = !sharesRoom && tangents.Refine(trial, levels, onlyCertain: false);
            if (!isDeeper && !isRefined)
                return;
            rounds += isRefined ? 0 : 1;
            refinements += isRefined ? 1 : 0;
        }
    }

    /// <summary>
    /// The bound comes from models that forbid no split that is possible. The first states every limit at the best prices; where what it
    /// finds reaches worse ones and does not hold, the instrument's prices are parted there and both sides are searched, the side with
    /// the lower bound first.
    /// </summary>
    private decimal? Certify(SplitConstraints constraints, SplitPlan plan)
    {
        open.Clear();
        long wanted = plan.Filled;
        decimal settled = decimal.MaxValue;
        int nodes = 0;
        var root = new PriceNode(new int[problem.Ladders.Length], NoEnds());
        if (Explore(root, plan, wanted) is not { } rootBound)
        {
            // Without a bound, what was found is as good as it is.
            if (trial.IsBetterThan(plan))
                TryTake(plan);
            return null;
        }

        if (trial.IsBetterThan(plan) && !TryTake(plan))
        {
            Branch(root, rootBound, ref nodes, ref settled);
            Search(constraints, plan, wanted, LevelsOf(plan));
        }
        else
        {
            settled = rootBound;
        }

        while (open.TryPeek(out _, out (decimal Bound, int Order) least) && least.Bound < plan.Cost - Worth(problem, plan)
            && nodes < MostNodes && problem.Question.Budget.Left >= Layout(problem) + LeastUnits)
        {
            PriceNode node = open.Dequeue();
            decimal? own = Explore(node, plan, wanted);
            decimal bound = Math.Max(least.Bound, own ?? least.Bound);
            bool isBetter = own is not null && trial.IsBetterThan(plan);
            if (isBetter && !TryTake(plan))
                Branch(node, bound, ref nodes, ref settled);
            else
                settled = Math.Min(settled, bound);
        }

        foreach ((_, (decimal Bound, int Order) priority) in open.UnorderedItems)
            settled = Math.Min(settled, priority.Bound);
        return settled;
    }

    /// <summary>
    /// Runs the certain model of a node, again while an account as a whole refuses what is found and can say why at the node's prices; its
    /// bound, or null when that was not settled. The largest decimal when nothing can be in it.
    /// </summary>
    private decimal? Explore(PriceNode node, SplitPlan plan, long wanted)
    {
        decimal? bound = null;
        for (int refinement = 0; refinement < MostRefinements; refinement++)
        {
            if (!TryOpenLayout()
                || builder.Build(new LiveQuestion(wanted, node.Low, node.High, IsCertain: true)) is not { } live
                || problem.Question.Budget.IsExhausted)
                return bound;
            decimal? own = Run(live, plan, BoundPart);
            bound = bound is { } before && own is { } now ? Math.Max(before, now) : own ?? bound;
            if (own is null || !trial.IsBetterThan(plan) || TryTake(plan) || !tangents.Refine(trial, node.Low, onlyCertain: true))
                return bound;
        }

        return bound;
    }

    /// <summary>Parts a node at the level that the trial reaches in the instrument whose price it misjudges most.</summary>
    private void Branch(PriceNode node, decimal bound, ref int nodes, ref decimal settled)
    {
        int chosen = -1;
        long most = 0;
        int[] reached = LevelsOf(trial);
        for (int slot = 0; slot < reached.Length; slot++)
        {
            if (trial.Totals[slot] == 0 || reached[slot] <= node.Low[slot])
                continue;
            TakerLadder ladder = problem.Ladders[slot]!;
            long misjudged = Math.Abs(ladder.Price(reached[slot]).Value - ladder.Price(node.Low[slot]).Value) * trial.Totals[slot] * ladder.ProductLots;
            if (misjudged > most)
                (chosen, most) = (slot, misjudged);
        }

        if (chosen < 0)
        {
            settled = Math.Min(settled, bound);
            return;
        }

        open.Enqueue(node.Below(chosen, reached[chosen]), (bound, nodes++));
        open.Enqueue(node.From(chosen, reached[chosen]), (bound, nodes++));
    }

    /// <summary>Searches a model from the plan on; what it finds stands in the trial. The bound on the plan's fill, or null when it is not for that.</summary>
    private decimal? Run(LiveModel live, SplitPlan plan, int part)
    {
        var model = new SplitProblem(live.Model);
        int patience = Math.Min(SearchEffort.Inline.LeastPatience, problem.Request.WorkUnits / PatiencePart);
        var tree = new SplitTree(model, SearchEffort.Inline with { LeastPatience = patience });
        tree.Run(problem.Question.Budget.Left / part, live.LotsOf(plan));
        problem.Question.Budget.Spend(tree.WorkUnits);
        live.Write(tree.Best.Lots, trial, problem);
        double bound = tree.Best.Left == 0m ? Math.Max(tree.Bound, tree.WholeBound) : tree.WholeBound;
        if (double.IsPositiveInfinity(bound))
            return decimal.MaxValue;
        if (!double.IsFinite(bound))
            return null;
        decimal fair = problem.Request.Side.Sign() * problem.Arrival!.Value * live.Model.Wanted * problem.Product.LotSize;
        return fair + (decimal)((bound - SplitTree.BoundSafety) * model.MoneyUnit);
    }

    /// <summary>Spends what laying out a model costs; false when too little would be left to search it.</summary>
    private bool TryOpenLayout()
    {
        int units = Layout(problem);
        if (problem.Question.Budget.Left < units + LeastUnits)
            return false;
        problem.Question.Budget.Spend(units);
        return true;
    }

    private static int Layout(RouteProblem problem) => LayoutUnits + (UnitsPerRoute * problem.Candidates.Count);

    private bool TryTake(SplitPlan plan)
    {
        if (!check.Holds(trial))
            return false;
        improvement.Improve(free, trial);
        plan.CopyFrom(trial);
        return true;
    }

    private int[] NoEnds()
    {
        var ends = new int[problem.Ladders.Length];
        Array.Fill(ends, int.MaxValue);
        return ends;
    }

    /// <summary>By place in the product: the level that a plan's total reaches.</summary>
    private int[] LevelsOf(SplitPlan plan)
    {
        var levels = new int[problem.Ladders.Length];
        for (int slot = 0; slot < levels.Length; slot++)
        {
            if (plan.Totals[slot] > 0)
                levels[slot] = problem.Ladders[slot]!.LevelOf(plan.Totals[slot]);
        }

        return levels;
    }

    /// <summary>Takes over the deeper levels that the trial reaches; false when there are none.</summary>
    private bool Worsen(int[] levels)
    {
        bool any = false;
        int[] reached = LevelsOf(trial);
        for (int slot = 0; slot < levels.Length; slot++)
        {
            any |= reached[slot] > levels[slot];
            levels[slot] = Math.Max(levels[slot], reached[slot]);
        }

        return any;
    }

    /// <summary>The splits whose totals end between two levels of each instrument.</summary>
    private sealed record PriceNode(int[] Low, int[] High)
    {
        public PriceNode Below(int slot, int level)
        {
            int[] high = [.. High];
            high[slot] = level - 1;
            return this with { High = high };
        }

        public PriceNode From(int slot, int level)
        {
            int[] low = [.. Low];
            low[slot] = level;
            return this with { Low = low };
        }
    }
}
