using System.Collections.Immutable;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Ledger;
using MarginRouter.Core.Margin.Rules;
using MarginRouter.Core.Orders;

namespace MarginRouter.Core.Margin.Collateral;

/// <summary>Which collateral is used first, and whether what is left keeps a desk's own limits. Pure.</summary>
public static class CollateralLadder
{
    /// <summary>
    /// What is sold of each asset to fill a hole in the settlement coin, in the order of the limits. A venue that converts collateral
    /// takes it at less than its value: selling for a hole of 5,000 at 0.975 takes 5,128.21 (margin-models section 1.1).
    /// </summary>
    /// <param name="limits">Order and conversion rate.</param>
    /// <param name="assets">What is held.</param>
    /// <param name="hole">What is missing, in the reporting currency; not negative.</param>
    /// <param name="left">What stays missing when everything in the order is used up.</param>
    public static ImmutableArray<CollateralUse> Cover(CollateralLimits limits, ImmutableArray<CollateralAsset> assets, decimal hole, out decimal left)
    {
        left = hole;
        ImmutableArray<CollateralUse>.Builder uses = ImmutableArray.CreateBuilder<CollateralUse>();
        foreach (Asset asset in limits.Order)
        {
            if (left <= 0m)
                break;
            if (assets.FirstOrDefault(one => one.Asset == asset) is not { Quantity: > 0m } held || Rate(limits, held) is not (> 0m and { } rate))
                continue;
            decimal value = Math.Min(held.Value, left / rate);
            decimal covers = value == held.Value ? value * rate : left;
            uses.Add(new CollateralUse(asset, value / held.Price, value, covers));
            left -= covers;
        }

        return uses.ToImmutable();
    }

    /// <summary>The first of the desk's limits that a holding breaks, stable share before concentration; null when it keeps all.</summary>
    public static Refusal? Check(CollateralLimits limits, ImmutableArray<CollateralAsset> assets)
    {
        decimal total = assets.Sum(asset => asset.Value);
        if (total <= 0m)
            return null;
        decimal stable = assets.Where(asset => limits.Stable.Contains(asset.Asset)).Sum(asset => asset.Value);
        if (stable < limits.LeastStableShare * total)
            return new Refusal(RefusalReason.CollateralMix, "share in stable assets", stable / total, limits.LeastStableShare);
        foreach (CollateralAsset asset in assets.OrderBy(one => one.Asset.Code, StringComparer.Ordinal))
        {
            if (!limits.Stable.Contains(asset.Asset) && asset.Value > limits.LargestShare * total)
                return new Refusal(RefusalReason.CollateralMix, $"share in {asset.Asset.Code}", asset.Value / total, limits.LargestShare);
        }

        return null;
    }

    /// <summary>What one unit of an asset's value fills: the stated rate, or the weight of its first row.</summary>
    private static decimal Rate(CollateralLimits limits, CollateralAsset asset) =>
        limits.ConversionRate ?? (asset.Table is { Tiers: [HaircutTier first, ..] } ? first.Weight : 0m);
}
