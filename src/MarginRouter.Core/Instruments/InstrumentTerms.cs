namespace MarginRouter.Core.Instruments;

/// <summary>What a venue states about an instrument that it may change from one day to the next.</summary>
/// <param name="TickSize">Price step in the quote asset.</param>
/// <param name="LotSize">Size step in contracts (base units for spot).</param>
/// <param name="Multiplier">Base units in one contract, 1 for spot; null where the venue does not state it.</param>
/// <param name="MinimumQuantity">Least order size in contracts; null where the venue does not state it.</param>
/// <param name="MinimumNotional">Least order value in the quote asset; null where the venue does not state it.</param>
/// <param name="Closed">The venue's own word for why it does not trade (suspended, settling, not listed); null while it trades.</param>
public sealed record InstrumentTerms(
    decimal TickSize, decimal LotSize, decimal? Multiplier, decimal? MinimumQuantity, decimal? MinimumNotional, string? Closed)
{
    /// <summary>The terms of an instrument as it stands in the tables, trading.</summary>
    public static InstrumentTerms Of(Instrument instrument) => new(
        instrument.TickSize,
        instrument.LotSize,
        instrument.Multiplier,
        instrument.Quantity(instrument.MinimumQuantity),
        instrument.MinimumNotional,
        null);
}
