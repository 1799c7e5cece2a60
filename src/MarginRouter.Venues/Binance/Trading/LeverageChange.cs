using MarginRouter.Core.Instruments;

namespace MarginRouter.Venues.Binance.Trading;

/// <summary>Somebody chose another leverage for an instrument at the venue.</summary>
internal sealed record LeverageChange(Instant Time, InstrumentId Instrument, decimal Leverage);
