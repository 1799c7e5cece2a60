using MarginRouter.Core.Instruments;

namespace MarginRouter.Core.Margin;

/// <summary>A price used to value positions or assets, with its origin.</summary>
/// <param name="Value">Price; positive. Of an instrument: in its quote asset. Of an asset: in the firm's numeraire.</param>
/// <param name="AsOf">When it was true: the oldest input of it; of a time-weighted average the oldest input of its newest sample.</param>
/// <param name="Source">Where it comes from.</param>
public readonly record struct ValuationPrice(decimal Value, Instant AsOf, PriceSource Source)
{
    /// <summary>
    /// The sources of the valuation rule that took part, bit i for the rule's source i; zero for a price that no rule made (a venue's
    /// own mark, a configured figure).
    /// </summary>
    public ulong Contributors { get; init; }
}
