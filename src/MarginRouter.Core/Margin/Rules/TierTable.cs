using System.Collections.Immutable;

namespace MarginRouter.Core.Margin.Rules;

/// <summary>The tiers of one instrument, ordered by size, without gap or overlap, rates rising. Checked when it is read.</summary>
/// <param name="Tiers">The rows; at least one, the first from zero.</param>
public sealed record TierTable(ImmutableArray<MarginTier> Tiers)
{
    /// <summary>Largest size that the table covers; null when its last row is open.</summary>
    public decimal? Top => Tiers[^1].To;

    /// <summary>
    /// Largest position allowed at a leverage: the upper bound of the last row that allows it, zero when none does, null for no bound.
    /// Rows without a maximum leverage allow every one.
    /// </summary>
    public decimal? LargestAt(decimal leverage)
    {
        decimal? largest = 0m;
        foreach (MarginTier tier in Tiers)
        {
            if (tier.MaximumLeverage is null || tier.MaximumLeverage >= leverage)
                largest = tier.To;
        }

        return largest;
    }

    /// <summary>The row that a size lies in, upper bounds inclusive; null beyond the table.</summary>
    /// <param name="size">Size in the table's unit, not negative.</param>
    public MarginTier? At(decimal size)
    {
        foreach (MarginTier tier in Tiers)
        {
            if (tier.To is null || size <= tier.To)
                return tier;
        }

        return null;
    }

    /// <summary>
    /// The deductions that make the requirement continuous: each row's is the one before plus its lower bound times the step in rate
    /// (margin rule of Binance, Bybit and Hyperliquid tiers).
    /// </summary>
    /// <param name="tiers">Rows by size.</param>
    /// <returns>One deduction per row, in the unit of size times rate.</returns>
    public static ImmutableArray<decimal> Deductions(ReadOnlySpan<MarginTier> tiers)
    {
        ImmutableArray<decimal>.Builder deductions = ImmutableArray.CreateBuilder<decimal>(tiers.Length);
        decimal deduction = 0m;
        decimal rate = tiers.IsEmpty ? 0m : tiers[0].MaintenanceRate;
        foreach (MarginTier tier in tiers)
        {
            deduction += tier.From * (tier.MaintenanceRate - rate);
            rate = tier.MaintenanceRate;
            deductions.Add(deduction);
        }

        return deductions.MoveToImmutable();
    }
}
