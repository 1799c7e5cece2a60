using MarginRouter.Core.Routing.Search.Model;
using MarginRouter.Core.Routing.Search.Relaxation;

namespace MarginRouter.Core.Routing.Search.Lots;

/// <summary>
/// Finds the split: first the greatest fill, then the least cost at that fill. The relaxation decides everything but lots; where it
/// spreads a fixed cost, takes a part of what is sold whole, goes below a least size or uses too many children, a route is opened or
/// closed and both are explored, the likelier first. What a branch can reach is bounded by its relaxation.
/// </summary>
internal sealed class SplitTree
{
    /// <summary>What a bound is lowered by, in basis points of the parent, so that rounding never lifts it above the truth.</summary>
    public const double BoundSafety = 1e-6;

    private const double CostTolerance = 1e-3;
    private const double FillTolerance = 1e-9;

    // Fill comes first: what its search may spend of the whole, and what the choice of routes may spend of a search.
    private const double FillShare = 0.7;
    private const double SupportShare = 0.7;

    // What branching below the quotes may spend of what is left when they are decided, and at most.
    private const double ChoiceShare = 0.5;
    private const int MostChoiceUnits = 10_000;
    private const int MostDiveBudget = 100_000;

    // The search gives up when nothing better turned up in several times the work that led to the best split.
    private const int Patience = 5;

    private const double Used = 1e-9;
    private const int MostPivots = 20_000;

    private readonly SplitProblem problem;
    private readonly SearchEffort effort;
    private readonly SplitModel model;
    private readonly SplitRelaxation relaxation;
    private readonly LotRounding rounding;
    private readonly LotExchange exchange;
    private readonly LotPlan trial;

    // What the first rounding of a run made: the best from there may lie elsewhere than near the best split.
    private readonly LotPlan firstPlan;
    private readonly LotDive dive;
    private readonly SupportSearch support;
    private readonly ChoiceDive choices;
    private readonly RoomiestFill roomiest;
    private readonly BranchChoice branch;
    private readonly Incumbent incumbent;
    private readonly bool[] allowed;
    private readonly int[] order;
    private readonly Comparer<int> byRank;
    private readonly Func<bool> isOver;
    private readonly Func<bool> isSupportOver;
    private readonly double smallestLot;
    private int limit;
    private int supportLimit;
    private bool isFillSearch;

    // True while the relaxation still stands at its first solution, with the whole parent filled: it is the one that the cost needs, too.
    private bool isUntouched;
    private double rootCost;
    private double rootShortfall;
    private int lotNodes;

    public SplitTree(SplitProblem problem)
        : this(problem, SearchEffort.Thorough)
    {
    }

    public SplitTree(SplitProblem problem, SearchEffort effort)
    {
        this.problem = problem;
        this.effort = effort;
        model = problem.Model;
        relaxation = new SplitRelaxation(problem);
        rounding = new LotRounding(problem);
        exchange = new LotExchange(problem, rounding);
        dive = new LotDive(problem, relaxation);
        support = new SupportSearch(problem, relaxation);
        choices = new ChoiceDive(problem, relaxation);
        roomiest = new RoomiestFill(problem);
        branch = new BranchChoice(problem, relaxation);
        incumbent = new Incumbent(problem);
        trial = new LotPlan(problem);
        firstPlan = new LotPlan(problem);
        allowed = new bool[problem.Routes];
        order = new int[problem.Routes];
        byRank = Comparer<int>.Create(Rank);
        isOver = () => IsOver;
        isSupportOver = () => WorkUnits >= supportLimit || problem.Meter.IsSpent;
        smallestLot = problem.LotShare.Min();
    }

    /// <summary>The best split.</summary>
    public LotPlan Best => incumbent.Plan;

    /// <summary>A cost in basis points of the parent that no split with as much fill can be below.</summary>
    public double Bound { get; private set; }

    /// <summary>What filling the whole parent costs at least, by the relaxation alone; infinite when that cannot be.</summary>
    public double WholeBound { get; private set; }

    /// <summary>Work units spent.</summary>
    public int WorkUnits => problem.Meter.Units;

    /// <summary>Nodes of the tree.</summary>
    public int Nodes { get; private set; }

    private bool IsOver => WorkUnits >= limit || problem.Meter.IsSpent || WorkUnits >= Math.Max(effort.LeastPatience, Patience * incumbent.FoundAt);

    /// <summary>Runs the search; it ends soon after so many work units, a strict one at them. Every run begins anew.</summary>
    /// <param name="budget">The work units.</param>
    /// <param name="known">A split to begin from, lots by route; null for none.</param>
    public void Run(int budget, long[]? known = null)
    {
        if (effort.IsStrict)
            problem.Meter.StopAt(budget);
        SearchFill((int)(budget * FillShare), known);
        limit = budget;
        SearchCost();
        Bound = Math.Min(Bound, incumbent.Cost);
    }

    /// <summary>Searches for the greatest fill alone.</summary>
    public void RunForFill(int budget) => SearchFill(budget, null);

    /// <summary>
    /// By limit: what a rise of its bound is worth at the best split, the routes in use kept where their choice is more than a matter of
    /// price. In money per unit of money, or, where the parent stays short, in base units per unit of money; null when that did not come out.
    /// </summary>
    public double[]? FindShadowPrices()
    {
        relaxation.Restart();
        for (int route = 0; problem.HasChoices && route < problem.Routes; route++)
            relaxation.Choose(route, incumbent.Plan.Lots[route] > 0 ? RouteChoice.Open : RouteChoice.Closed);
        relaxation.SetWanted(1.0);
        if (!relaxation.TrySolve(MostPivots))
            return null;
        double[] prices = relaxation.ShadowPrices();
        bool isShort = relaxation.Shortfall > FillTolerance;
        for (int i = 0; i < prices.Length; i++)
            prices[i] = isShort ? prices[i] / SplitRelaxation.ShortfallCost * problem.QuantityUnit / problem.MoneyUnit : prices[i];
        return prices;
    }

    private void SearchFill(int budget, long[]? known)
    {
        problem.Meter.Reset();
        incumbent.Reset();
        if (known is not null)
        {
            trial.Set(known);
            incumbent.Offer(trial);
        }

        Nodes = 0;
        limit = budget;
        isFillSearch = true;
        isUntouched = true;
        lotNodes = 0;
        relaxation.Restart();
        SolveRoot();
        WholeBound = rootShortfall > 1e-7 ? double.PositiveInfinity : rootCost;
        Round();
        firstPlan.CopyFrom(incumbent.Plan);
        if (IsHopeless(rootCost, rootShortfall))
            return;
        isUntouched = false;
        if (problem.HasChoices)
            DecideChoices();
        if (problem.HasChoices && !IsHopeless(rootCost, rootShortfall))
            ImproveSupport();
        if (!IsHopeless(rootCost, rootShortfall))
            Explore(rootCost, isRoot: true);
        if (!IsHopeless(rootCost, rootShortfall) && model.MaximumChildren is not null)
            FillRoomiest();
    }

    /// <summary>Where the number of children is limited: what the routes with the most room fill, and what the first split fills after the same exchanges.</summary>
    private void FillRoomiest()
    {
        roomiest.Begin(trial);
        roomiest.Improve(trial);
        incumbent.Offer(trial);
        trial.CopyFrom(firstPlan);
        roomiest.Improve(trial);
        incumbent.Offer(trial);
    }

    private void SearchCost()
    {
        isFillSearch = false;
        lotNodes = 0;
        Bound = double.PositiveInfinity;
        isUntouched &= incumbent.LeftShare <= FillTolerance && rootShortfall <= FillTolerance;
        if (!isUntouched)
            SolveRoot();
        if (IsHopeless(rootCost, rootShortfall))
            return;
        if (!isUntouched)
            Round();
        if (problem.HasChoices && !IsHopeless(rootCost, rootShortfall))
            RoundOtherQuotes();
        if (problem.HasChoices && !IsHopeless(rootCost, rootShortfall))
            DecideChoices();
        if (!IsHopeless(rootCost, rootShortfall))
            Cheapen();
        if (problem.HasChoices && !IsHopeless(rootCost, rootShortfall))
            ImproveSupport();
        if (!IsHopeless(rootCost, rootShortfall))
            Explore(rootCost, isRoot: true);
        if (problem.Meter.IsSpent)
            Bound = Math.Min(Bound, rootCost);
    }

    private void SolveRoot()
    {
        Nodes++;
        double wanted = isFillSearch ? 1.0 : 1.0 - incumbent.LeftShare;
        relaxation.SetWanted(wanted);
        bool isSolved = relaxation.TrySolve(int.MaxValue) && (isFillSearch || relaxation.Shortfall <= FillTolerance);
        if (!isSolved && !problem.Meter.IsSpent)
        {
            // Rounding in a long series of pivots can hide that there is a solution, and there always is one: from the beginning again.
            relaxation.Restart();
            relaxation.SetWanted(wanted);
            if (!relaxation.TrySolve(int.MaxValue) && !problem.Meter.IsSpent)
                throw new InvalidOperationException("the relaxation has no solution");
        }

        (rootCost, rootShortfall) = relaxation.Proven;
    }

    /// <summary>Makes the best split cheaper by exchanges.</summary>
    private void Cheapen()
    {
        Allow();
        for (int route = 0; route < allowed.Length; route++)
            allowed[route] |= incumbent.Plan.Lots[route] > 0;
        trial.CopyFrom(incumbent.Plan);
        exchange.Cheapen(trial, allowed, isOver);
        incumbent.Offer(trial);
    }

    /// <summary>Rounds once more for each quote on which the relaxation has several accounts, without the one that takes it otherwise.</summary>
    private void RoundOtherQuotes()
    {
        for (int route = 0; route < problem.Routes; route++)
        {
            bool isTaken = firstPlan.Lots[route] > 0 && model.Venues[problem.VenueOf[route]].IsSingle;
            if (!isTaken || branch.Rivals(route) == 0)
                continue;
            Allow();
            allowed[route] = false;
            RoundAllowed();
        }
    }

    /// <summary>Decides which routes are used by a dive from the relaxation, and makes a plan of what comes out.</summary>
    private void DecideChoices()
    {
        // Which of too many routes to use is no matter of rounding, and who has the time finds more by branching over everything.
        if (branch.IsTooMany || limit > MostDiveBudget)
            return;
        if (choices.TryDive(isOver))
            Round();
        if (choices.ReleaseSizes() && !IsOver)
            ExploreUnder();
        choices.Release();
    }

    /// <summary>Branches under the decisions that stand, within a part of what is left; it says nothing about the rest of the tree.</summary>
    private void ExploreUnder()
    {
        (int wholeLimit, double wholeBound) = (limit, Bound);
        limit = WorkUnits + Math.Min(MostChoiceUnits, (int)((limit - WorkUnits) * ChoiceShare));
        Explore(rootCost, isRoot: true);
        (limit, Bound) = (wholeLimit, wholeBound);
    }

    private void ImproveSupport()
    {
        supportLimit = WorkUnits + (int)((limit - WorkUnits) * SupportShare);
        if (support.Improve(incumbent.Plan, isSupportOver))
        {
            support.Members.CopyTo(allowed, 0);
            RoundAllowed();
            TryDive();
        }

        support.Release();
    }

    private void Explore(double parentCost, bool isRoot = false)
    {
        Nodes++;
        if (IsOver || !relaxation.TrySolve(MostPivots))
        {
            if (IsOver)
                Bound = Math.Min(Bound, parentCost);
            return;
        }

        double cost = relaxation.Cost;
        double shortfall = relaxation.Shortfall;
        if (IsHopeless(cost, shortfall))
            return;
        int route = branch.Pick(CostTolerance / 2);
        if (!isRoot && (route < 0 || Nodes < 20 || Nodes % 16 == 0))
            Round();
        if (route < 0 && !IsHopeless(cost, shortfall))
            TryDive();
        if (IsHopeless(cost, shortfall))
            return;
        if (route >= 0)
            Branch(route, cost);
        else if (!TryBranchOnLots(cost))
            Bound = isFillSearch ? Bound : Math.Min(Bound, cost);
    }

    /// <summary>Explores a route with fewer lots and with more than the relaxation wants, where whole lots may make a difference that matters.</summary>
    private bool TryBranchOnLots(double cost)
    {
        bool matters = isFillSearch ? relaxation.Shortfall < incumbent.LeftShare - effort.FillMatters : cost < incumbent.Cost - effort.LotsMatter;
        if (!matters || lotNodes >= effort.MostLotNodes || IsOver || !relaxation.TrySolve(MostPivots))
            return false;
        int route = PickFractional();
        if (route < 0)
            return false;
        lotNodes++;
        double lot = problem.LotShare[problem.VenueOf[route]];
        double exact = relaxation.Shares[route] / lot;
        double fewer = Math.Floor(exact) * lot;
        double more = Math.Ceiling(exact) * lot;
        (double least, double most) = relaxation.Limit(route, 0.0, 0.0);
        for (int side = 0; side < 2; side++)
        {
            bool isMore = side == 0 == (exact - Math.Floor(exact) > 0.5);
            (double low, double high) = isMore ? (more, most) : (least, fewer);
            if (low > high + Used)
                continue;
            relaxation.Limit(route, low, Math.Max(low, high));
            Explore(cost);
        }

        relaxation.Limit(route, least, most);
        return true;
    }

    /// <summary>The route with the coarsest lot whose share is not whole; -1 for none.</summary>
    private int PickFractional()
    {
        int best = -1;
        for (int route = 0; route < problem.Routes; route++)
        {
            double exact = relaxation.Shares[route] / problem.LotShare[problem.VenueOf[route]];
            bool isWhole = Math.Abs(exact - Math.Round(exact)) <= 1e-6;
            if (!isWhole && (best < 0 || problem.LotGrains[problem.VenueOf[route]] > problem.LotGrains[problem.VenueOf[best]]))
                best = route;
        }

        return best;
    }

    private void TryDive()
    {
        if (dive.TryDive(isOver))
            Round();
        dive.Release();
    }

    private bool IsHopeless(double cost, double shortfall)
    {
        if (isFillSearch)
            return shortfall >= incumbent.LeftShare - smallestLot + FillTolerance;
        if (shortfall > FillTolerance)
            return true;
        if (cost < incumbent.Cost - CostTolerance)
            return false;
        Bound = Math.Min(Bound, cost);
        return true;
    }

    private void Branch(int route, double cost)
    {
        bool openFirst = relaxation.Shares[route] > 0.4 * problem.MostShare[route];
        foreach (RouteChoice choice in openFirst ? (ReadOnlySpan<RouteChoice>)[RouteChoice.Open, RouteChoice.Closed] : [RouteChoice.Closed, RouteChoice.Open])
        {
            List<int> alsoClosed = [];
            relaxation.Choose(route, choice);
            if (choice == RouteChoice.Open)
                CloseWhatIsExcluded(route, alsoClosed);
            Explore(cost);
            foreach (int closed in alsoClosed)
                relaxation.Choose(closed, RouteChoice.Free);
            relaxation.Choose(route, RouteChoice.Free);
        }
    }

    /// <summary>Closes the other routes of a quote that only one account may take, and all others when there are as many children as allowed.</summary>
    private void CloseWhatIsExcluded(int opened, List<int> closed)
    {
        int open = 0;
        for (int route = 0; route < problem.Routes; route++)
            open += relaxation.Choice(route) == RouteChoice.Open ? 1 : 0;
        int venue = model.Routes[opened].Venue;
        for (int route = 0; route < problem.Routes; route++)
        {
            bool isExcluded = open >= model.MaximumChildren || (model.Routes[route].Venue == venue && model.Venues[venue].IsSingle);
            if (!isExcluded || relaxation.Choice(route) != RouteChoice.Free)
                continue;
            relaxation.Choose(route, RouteChoice.Closed);
            closed.Add(route);
        }
    }

    /// <summary>Makes a plan from the relaxation and keeps it when it is the best.</summary>
    private void Round()
    {
        Allow();
        RoundAllowed();
    }

    private void RoundAllowed()
    {
        RoundOnce();
        if (!isFillSearch || incumbent.Plan.LeftGrains == 0 || relaxation.Shortfall >= incumbent.LeftShare - smallestLot + FillTolerance)
            return;
        problem.Table.SetLoose(true);
        RoundOnce();
        problem.Table.SetLoose(false);
    }

    private void RoundOnce()
    {
        if (problem.Meter.IsSpent || !rounding.TryRound(relaxation.Shares, allowed, trial))
            return;
        exchange.FillUp(trial, allowed, incumbent.Plan.LeftGrains, isOver);
        if (!isFillSearch && trial.LeftGrains <= incumbent.Plan.LeftGrains && trial.Cost() > rootCost + CostTolerance)
            exchange.Cheapen(trial, allowed, isOver);
        incumbent.Offer(trial);
    }

    /// <summary>The routes that a rounding may use: with a limit on their number, those with the largest shares.</summary>
    private void Allow()
    {
        problem.Meter.Add(5L * allowed.Length);
        for (int route = 0; route < allowed.Length; route++)
            allowed[route] = relaxation.Choice(route) != RouteChoice.Closed && problem.MostShare[route] > 0.0;
        if (model.MaximumChildren is not { } most)
            return;
        int count = 0;
        for (int route = 0; route < allowed.Length; route++)
        {
            if (allowed[route])
                order[count++] = route;
        }

        Array.Sort(order, 0, count, byRank);
        for (int i = most; i < count; i++)
            allowed[order[i]] = false;
    }

    private int Rank(int left, int right)
    {
        int order = (relaxation.Choice(right) == RouteChoice.Open).CompareTo(relaxation.Choice(left) == RouteChoice.Open);
        if (order == 0)
            order = relaxation.Shares[right].CompareTo(relaxation.Shares[left]);
        return order != 0 ? order : left.CompareTo(right);
    }
}
