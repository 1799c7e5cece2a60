using MarginRouter.Core.Instruments;

namespace MarginRouter.Venues.Tests;

/// <summary>Instruments for tests.</summary>
internal static class TestInstruments
{
    public static Instrument Spot(decimal tickSize, decimal lotSize, int id = 0, string symbol = "BTCUSDT") => new()
    {
        Id = new InstrumentId(id),
        Venue = new VenueId(0),
        Symbol = symbol,
        Kind = InstrumentKind.Spot,
        Base = new Asset("BTC"),
        Quote = new Asset("USDT"),
        Settlement = new Asset("USDT"),
        TickSize = tickSize,
        LotSize = lotSize,
        Multiplier = 1m,
        MinimumQuantity = new QuantityLots(1),
        MinimumNotional = 0m,
        Fees = new FeeSchedule(0.001m, 0.001m),
    };
}
