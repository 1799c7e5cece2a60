using MarginRouter.Core.Margin.Rules;
using MarginRouter.Core.Orders;

namespace MarginRouter.Core.Margin.Liquidation;

/// <summary>What a venue would close first of a position that it liquidates. Pure.</summary>
public static class LiquidationPlan
{
    /// <summary>The equity at which the venue's vault takes over; null where there is none.</summary>
    /// <param name="rule">The venue's rule.</param>
    /// <param name="requirement">Maintenance margin in the reporting currency.</param>
    public static decimal? BackstopEquity(LiquidationRule rule, decimal requirement) => rule.BackstopShare * requirement;

    /// <summary>The first step; null with the refusal where the sources do not give the venue's rule or a table that it needs.</summary>
    public static LiquidationStep? First(LiquidationRule rule, LiquidatedPosition position, out Refusal? refusal)
    {
        refusal = null;
        if (BackstopEquity(rule, position.Requirement) is { } least && position.Equity < least)
            return new LiquidationStep(1m, position.Value, null, TakenOver: true);
        decimal? share = position.Value <= rule.WholeUpTo ? 1m : Share(rule, position);
        if (share is { } known)
            return new LiquidationStep(known, known * position.Value, rule.WaitSeconds, TakenOver: false);
        refusal = new Refusal(RefusalReason.TierMissing, $"partial liquidation of {position.Instrument}");
        return null;
    }

    private static decimal? Share(LiquidationRule rule, LiquidatedPosition position) => rule.Partial switch
    {
        PartialLiquidation.Everything => 1m,
        PartialLiquidation.LowerTier => ToLowerTier(rule, position),
        PartialLiquidation.ShareThenRest => rule.Share,
        PartialLiquidation.ToRatio => ToRatio(rule, position),
        PartialLiquidation.Unstated => null,
    };

    private static decimal? ToLowerTier(LiquidationRule rule, LiquidatedPosition position)
    {
        if (position.Tiers is not { } table)
            return null;
        int tier = 1;
        while (tier <= table.Tiers.Length && table.Tiers[tier - 1].To is { } to && position.Size > to)
            tier++;
        if (tier < rule.FromTier || tier <= rule.TiersDown || position.Size == 0m)
            return 1m;
        return 1m - (table.Tiers[tier - rule.TiersDown - 1].To!.Value / position.Size);
    }

    /// <summary>Closing at mark takes the same share off the requirement and leaves equity as it is.</summary>
    private static decimal ToRatio(LiquidationRule rule, LiquidatedPosition position) =>
        position.Requirement <= 0m || position.Equity <= 0m
            ? 1m
            : Math.Clamp(1m - (rule.Target * position.Equity / position.Requirement), 0m, 1m);
}
