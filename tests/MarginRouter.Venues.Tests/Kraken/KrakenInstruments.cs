using MarginRouter.Core.Instruments;

namespace MarginRouter.Venues.Tests.Kraken;

/// <summary>Instruments for tests.</summary>
internal static class KrakenInstruments
{
    public static Instrument Pair(string symbol, decimal tick, decimal lot, int id = 0, int venue = 0)
    {
        string[] assets = symbol.Split('/');
        return new Instrument
        {
            Id = new InstrumentId(id),
            Venue = new VenueId(venue),
            Symbol = symbol,
            Kind = InstrumentKind.Spot,
            Base = new Asset(assets[0]),
            Quote = new Asset(assets[1]),
            Settlement = new Asset(assets[1]),
            TickSize = tick,
            LotSize = lot,
            Multiplier = 1,
            MinimumQuantity = new QuantityLots(1),
            MinimumNotional = 0,
            Fees = new FeeSchedule(0.004m, 0.0025m),
        };
    }
}
