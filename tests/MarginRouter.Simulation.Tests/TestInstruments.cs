using MarginRouter.Core.Instruments;

namespace MarginRouter.Simulation.Tests;

/// <summary>Instruments on round grids, so that expected figures can be worked out by hand.</summary>
internal static class TestInstruments
{
    public static Instrument SpotBitcoin { get; } = new()
    {
        Id = new InstrumentId(0),
        Venue = new VenueId(0),
        Symbol = "BTCUSDT",
        Kind = InstrumentKind.Spot,
        Base = new Asset("BTC"),
        Quote = new Asset("USDT"),
        Settlement = new Asset("USDT"),
        TickSize = 0.01m,
        LotSize = 0.00001m,
        Multiplier = 1,
        MinimumQuantity = new QuantityLots(1),
        MinimumNotional = 5,
        Fees = new FeeSchedule(0.001m, 0.001m),
    };

    public static Instrument PerpetualBitcoin { get; } = SpotBitcoin with
    {
        Id = new InstrumentId(1),
        Kind = InstrumentKind.LinearPerpetual,
        TickSize = 0.1m,
        LotSize = 0.001m,
        MinimumNotional = 5,
        Fees = new FeeSchedule(0.0005m, 0.0002m),
    };
}
