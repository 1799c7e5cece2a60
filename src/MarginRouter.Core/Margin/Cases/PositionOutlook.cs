using MarginRouter.Core.Margin.Liquidation;
using MarginRouter.Core.Orders;

namespace MarginRouter.Core.Margin.Cases;

/// <summary>What lies ahead of one held contract: where its tier next changes, and what its venue would close first of it.</summary>
/// <param name="Instrument">Its name.</param>
/// <param name="NextTierContracts">Size, in contracts without sign, up to which today's tier holds at today's price; null in the last one.</param>
/// <param name="NextTierAbove">First price above today's at which its tier changes; null where none does.</param>
/// <param name="NextTierBelow">First price below today's at which its tier changes; null where none does.</param>
/// <param name="FirstStep">What is closed first when it comes to liquidation, at today's size and price; null where that is not known.</param>
/// <param name="StepMissing">Why the first step is not known; null when it is.</param>
public sealed record PositionOutlook(
    string Instrument,
    decimal? NextTierContracts,
    decimal? NextTierAbove,
    decimal? NextTierBelow,
    LiquidationStep? FirstStep,
    Refusal? StepMissing)
{
    /// <summary>
    /// Largest position in units of the base that the venue's logarithmic limit allows at today's equity, price and leverage; null where the
    /// venue has no such limit or the leverage is not stated.
    /// </summary>
    public decimal? LargestPosition { get; init; }

    /// <summary>
    /// Largest size, in the unit of its tiers, that the venue lets this leverage hold; null for no bound and where the leverage is not stated.
    /// </summary>
    public decimal? LargestAtLeverage { get; init; }

    /// <summary>True when it is larger than its leverage allows: the venue accepts no such state.</summary>
    public bool AboveLeverage { get; init; }
}
