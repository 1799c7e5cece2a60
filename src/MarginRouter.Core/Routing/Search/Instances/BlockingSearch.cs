using System.Collections.Immutable;
using MarginRouter.Core.Margin;
using MarginRouter.Core.Routing.Search.Lots;
using MarginRouter.Core.Routing.Search.Model;

namespace MarginRouter.Core.Routing.Search.Instances;

/// <summary>Finds out which families of limits hold the fill of an instance back, by filling it without them.</summary>
internal sealed class BlockingSearch(SplitInstance instance, FillStatePolicy fillStates, int workUnits)
{
    private const string ChildCount = "max_children";
    private const string LimitPrice = "limit_price";

    // What counts as more: a hundredth of a percent of the parent.
    private const decimal Notable = 0.0001m;

    /// <summary>The families without which, each alone, more is filled; else the least set that does together.</summary>
    public ImmutableArray<BlockingFamily> Find(decimal filled)
    {
        decimal enough = filled + (instance.Quantity * Notable);
        ImmutableArray<string> families = Families();
        var alone = ImmutableArray.CreateBuilder<BlockingFamily>();
        foreach (string family in families)
        {
            decimal fill = FillWithout([family]);
            if (fill > enough)
                alone.Add(new BlockingFamily(family, fill));
        }

        return alone.Count > 0 ? alone.ToImmutable() : LeastSet(families, enough);
    }

    /// <summary>Leaves one family after the other in force again as long as more is filled without the rest.</summary>
    private ImmutableArray<BlockingFamily> LeastSet(ImmutableArray<string> families, decimal enough)
    {
        ImmutableArray<string> lifted = families;
        decimal fill = FillWithout(lifted);
        if (fill <= enough)
            return [];
        foreach (string family in families)
        {
            ImmutableArray<string> fewer = lifted.Remove(family);
            decimal without = FillWithout(fewer);
            if (without > enough)
                (lifted, fill) = (fewer, without);
        }

        return [.. lifted.Select(family => new BlockingFamily(family, fill))];
    }

    private ImmutableArray<string> Families()
    {
        IEnumerable<string> families = InstanceModel.Build(instance, fillStates).Limits.Select(limit => limit.Family).Distinct();
        if (instance.MaximumChildren is not null)
            families = families.Append(ChildCount);
        return [.. instance.LimitPrice is null ? families : families.Append(LimitPrice)];
    }

    private decimal FillWithout(ImmutableArray<string> lifted)
    {
        SplitInstance without = lifted.Contains(LimitPrice) ? instance with { LimitPrice = null } : instance;
        SplitModel model = InstanceModel.Build(without, fillStates);
        model = model with
        {
            MaximumChildren = lifted.Contains(ChildCount) ? null : model.MaximumChildren,
            Limits = [.. model.Limits.Where(limit => !lifted.Contains(limit.Family))],
        };
        var fill = new SplitTree(new SplitProblem(model));
        fill.RunForFill(workUnits);
        return model.Wanted - fill.Best.Left;
    }
}
