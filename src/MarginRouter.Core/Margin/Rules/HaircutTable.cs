using System.Collections.Immutable;

namespace MarginRouter.Core.Margin.Rules;

/// <summary>How much of an asset counts as collateral, tier by tier (each part of the balance at its own row's weight).</summary>
/// <param name="Tiers">The rows; at least one, the first from zero, weights not rising.</param>
public sealed record HaircutTable(ImmutableArray<HaircutTier> Tiers)
{
    /// <summary>For what the table is applied.</summary>
    public HaircutPurposes CountsFor { get; init; } = HaircutPurposes.All;

    /// <summary>Most of one user that counts, in the table's unit; null for no such cap. The rows end there.</summary>
    public decimal? UserCap { get; init; }

    /// <summary>Most that the venue counts of all users together, in the table's unit; null for no such cap. One user's rows end there at the latest.</summary>
    public decimal? PlatformCap { get; init; }

    /// <summary>The table whose rows end at the caps.</summary>
    internal HaircutTable Capped()
    {
        decimal? cap = UserCap is { } own && PlatformCap is { } all ? Math.Min(own, all) : UserCap ?? PlatformCap;
        return cap is not { } most ? this : this with
        {
            Tiers = [.. Tiers.Where(tier => tier.From < most).Select(tier => tier.To is { } to && to <= most ? tier : tier with { To = most })],
        };
    }

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
