using System.Collections.Immutable;
using MarginRouter.Core.Margin;
using MarginRouter.Core.Routing.Search.Lots;
using MarginRouter.Core.Routing.Search.Model;

namespace MarginRouter.Core.Routing.Search.Instances;

/// <summary>An instance that was read and can be solved, any number of times. The same budget gives the same outcome on every machine.</summary>
public sealed class InstanceSolver
{
    /// <summary>A budget that leaves the search alone: it ends by itself or after some seconds.</summary>
    public const int AmpleWorkUnits = 30_000_000;

    private readonly SplitInstance instance;
    private readonly SplitModel model;
    private readonly FillStatePolicy fillStates;
    private readonly SplitProblem problem;
    private readonly SplitTree tree;
    private readonly ExactSplit exact;

    private InstanceSolver(SplitInstance instance, FillStatePolicy fillStates)
    {
        this.instance = instance;
        this.fillStates = fillStates;
        model = InstanceModel.Build(instance, fillStates);
        problem = new SplitProblem(model);
        tree = new SplitTree(problem);
        exact = new ExactSplit(model);
    }

    /// <summary>Name of the instance.</summary>
    public string Name => instance.Name;

    /// <summary>Reads an instance; throws <see cref="FormatException"/> that names what is missing or impossible.</summary>
    /// <param name="json">The document, UTF-8.</param>
    /// <param name="fillStates">At which fill states the limits must hold; <see cref="FillStatePolicy.Final"/> is the format's own rule.</param>
    public static InstanceSolver Read(ReadOnlyMemory<byte> json, FillStatePolicy fillStates) => new(InstanceReader.Read(json), fillStates);

    /// <summary>Makes an instance of tables; throws <see cref="FormatException"/> that names file, line and column of what is missing or impossible.</summary>
    /// <param name="parent">The parent and its tables.</param>
    /// <param name="fillStates">At which fill states the limits must hold.</param>
    public static InstanceSolver Read(CsvParent parent, FillStatePolicy fillStates)
    {
        ArgumentNullException.ThrowIfNull(parent);
        return new InstanceSolver(CsvInstance.Read(parent), fillStates);
    }

    /// <summary>Solves; the search stops soon after so many work units with the best that it has.</summary>
    public SolveOutcome Solve(int workUnits)
    {
        tree.Run(workUnits);
        long[] lots = tree.Best.Lots;
        if (exact.Broken(tree.Best) is { } broken)
            throw new InvalidOperationException($"{instance.Name}: the split breaks {broken}");
        decimal objective = exact.Cost(lots);
        decimal filled = model.Wanted - tree.Best.Left;
        decimal bound = double.IsNegativeInfinity(tree.Bound) ? decimal.MinValue : (decimal)((tree.Bound - SplitTree.BoundSafety) * problem.MoneyUnit);
        bound = Math.Min(bound, objective);
        return new SolveOutcome
        {
            Instance = instance.Name,
            Children = Children(lots),
            Objective = objective,
            Bound = bound,
            GapBasisPoints = filled == 0m ? null : (objective - bound) / (filled * model.ReferencePrice) * 10_000m,
            Filled = filled,
            Shortfall = tree.Best.Left,
            WorkUnits = problem.Meter.Units,
        };
    }

    private ImmutableArray<SolvedChild> Children(long[] lots)
    {
        var children = ImmutableArray.CreateBuilder<SolvedChild>();
        for (int route = 0; route < lots.Length; route++)
        {
            if (lots[route] == 0)
                continue;
            InstanceRoute own = instance.Routes[route];
            children.Add(new SolvedChild(instance.Venues[own.Venue].Id, instance.Subaccounts[own.Subaccount].Id, model.Quantity(route, lots[route])));
        }

        return children.ToImmutable();
    }

    /// <summary>
    /// The shadow prices of the limits that bind at the split that was solved last, dearest first: slopes, so right for little. A limit that
    /// stood broken before has none: more room would only bring it back to where it stands.
    /// </summary>
    /// <param name="outcome">What was solved last.</param>
    public ImmutableArray<LimitPrice> FindShadowPrices(SolveOutcome outcome)
    {
        ArgumentNullException.ThrowIfNull(outcome);
        if (tree.FindShadowPrices() is not { } prices)
            return [];
        var found = new List<LimitPrice>();
        for (int i = 0; i < prices.Length; i++)
        {
            LimitGroup limit = model.Limits[i];
            if (prices[i] < 1e-12 || limit.Bound > 0m)
                continue;
            decimal price = (decimal)prices[i] * PerUnit(limit);
            found.Add(new LimitPrice(limit.Family, limit.Where, outcome.Shortfall > 0m ? 0m : price, outcome.Shortfall > 0m ? price : 0m));
        }

        return [.. found.OrderByDescending(one => one.Saves + one.Fills).ThenBy(one => one.Where, StringComparer.Ordinal)];
    }

    /// <summary>How much a unit of equity raises a limit: of the utilisation limit only its share.</summary>
    private decimal PerUnit(LimitGroup limit) =>
        limit.Family == "util" ? instance.Subaccounts.First(one => one.Id == limit.Where).UtilisationLimit : 1m;

    /// <summary>
    /// The families of limits (util, stress, liq, cap, max_children, limit_price) that hold the fill back: each without which, one
    /// family at a time, more could be filled; where only several together hold it back, the least set of them that does. More means
    /// more than a hundredth of a percent of the parent. Empty without a shortfall, and when depth or the least sizes are the reason.
    /// </summary>
    /// <param name="outcome">What was solved.</param>
    /// <param name="workUnits">Most work units for each search.</param>
    public ImmutableArray<BlockingFamily> FindBlocking(SolveOutcome outcome, int workUnits)
    {
        if (outcome.Shortfall == 0m)
            return [];
        return new BlockingSearch(instance, fillStates, workUnits).Find(outcome.Filled);
    }
}
