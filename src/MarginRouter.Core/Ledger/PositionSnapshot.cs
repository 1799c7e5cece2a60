using MarginRouter.Core.Instruments;

namespace MarginRouter.Core.Ledger;

/// <summary>A position as a venue reports it, or as the ledger keeps it.</summary>
/// <param name="Instrument">A derivative, or a margined spot pair whose venue keeps positions apart from balances.</param>
/// <param name="Quantity">Signed size in instrument lots.</param>
/// <param name="EntryPrice">Average entry price in the quote asset; zero when flat.</param>
/// <param name="Leverage">The leverage chosen at the venue; null where the venue has none or it is not known.</param>
public readonly record struct PositionSnapshot(InstrumentId Instrument, PositionLots Quantity, decimal EntryPrice, decimal? Leverage)
{
    /// <summary>
    /// Margin put aside for this position alone, in its settlement asset and not part of the wallet balance; zero where it would be but
    /// is flat, null in cross margin or when it is not known.
    /// </summary>
    public decimal? IsolatedMargin { get; init; }

    /// <summary>Its place in the venue's queue for auto-deleveraging; null when flat or where the venue states none.</summary>
    public AdlRank? AdlRank { get; init; }
}
