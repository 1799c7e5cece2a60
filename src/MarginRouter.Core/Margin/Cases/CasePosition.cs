using MarginRouter.Core.Instruments;

namespace MarginRouter.Core.Margin.Cases;

/// <summary>A position of a margin case.</summary>
/// <param name="Instrument">Its name in the rule set's tables.</param>
/// <param name="Underlying">The asset that it follows.</param>
/// <param name="Kind">Its kind.</param>
/// <param name="Quantity">Signed contracts.</param>
/// <param name="Multiplier">Base units per contract (quote units for inverse ones); positive.</param>
/// <param name="EntryPrice">Average entry; zero when flat.</param>
/// <param name="Mark">Its mark; null when only liquidation prices are wanted.</param>
/// <param name="Leverage">Chosen leverage; null where there is none.</param>
public sealed record CasePosition(
    string Instrument,
    Asset Underlying,
    InstrumentKind Kind,
    decimal Quantity,
    decimal Multiplier,
    decimal EntryPrice,
    decimal? Mark,
    decimal? Leverage);
