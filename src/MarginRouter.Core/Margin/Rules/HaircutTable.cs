using System.Collections.Immutable;

namespace MarginRouter.Core.Margin.Rules;

/// <summary>How much of an asset counts as collateral, tier by tier (each part of the balance at its own row's weight).</summary>
/// <param name="Tiers">The rows; at least one, the first from zero, weights not rising.</param>
public sealed record HaircutTable(ImmutableArray<HaircutTier> Tiers)
{
    /// <summary>Everything counts in full.</summary>
    internal static HaircutTable Full { get; } = new([new HaircutTier(0m, null, 1m)]);

    /// <summary>The part of a size that counts, in the unit of the size.</summary>
    /// <param name="size">Size in the table's unit, not negative. What lies beyond the last row does not count.</param>
    public decimal Counted(decimal size)
    {
        decimal counted = 0m;
        foreach (HaircutTier tier in Tiers)
        {
            decimal upper = tier.To is { } to && to < size ? to : size;
            if (upper > tier.From)
                counted += (upper - tier.From) * tier.Weight;
        }

        return counted;
    }
}
