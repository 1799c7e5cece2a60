using MarginRouter.Core.Instruments;
using MarginRouter.Core.Margin.Scenarios;

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
    decimal? Leverage)
{
    /// <summary>Its place in the file of the case, for errors; empty for a position that was not read.</summary>
    public string Place { get; init; } = string.Empty;

    /// <summary>Years from the case's time to expiry; null for what does not expire. Scenario rules only.</summary>
    public decimal? Years { get; init; }

    /// <summary>Terms of an option; null for every other kind.</summary>
    public ScenarioOption? Option { get; init; }

    /// <summary>Price of the underlying for an option's day of expiry as stated, in the reporting currency; null where its price now stands for it.</summary>
    public decimal? Forward { get; init; }

    /// <summary>Margin put aside for this position alone, in its settlement coin; null where the initial margin is taken.</summary>
    public decimal? IsolatedMargin { get; init; }
}
