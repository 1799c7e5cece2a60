using MarginRouter.Core.Instruments;
using MarginRouter.Core.MarketData;
using MarginRouter.Simulation.Markets;

namespace MarginRouter.Venues.Tests.Conformance;

/// <summary>The book that every scenario begins with: asks 100.0 x 1, 100.1 x 2, 100.5 x 50; bids 99.9 x 1, 99.0 x 50.</summary>
internal static class ConformanceBook
{
    public static FixedBookSource Source(Instrument instrument) => new(
        Level(instrument, BookSide.Ask, 100.0m, 1),
        Level(instrument, BookSide.Ask, 100.1m, 2),
        Level(instrument, BookSide.Ask, 100.5m, 50),
        Level(instrument, BookSide.Bid, 99.9m, 1),
        Level(instrument, BookSide.Bid, 99.0m, 50));

    private static LevelChange Level(Instrument instrument, BookSide side, decimal price, decimal quantity) =>
        instrument.TryPrice(price, out PriceTicks ticks) && instrument.TryQuantity(quantity, out QuantityLots lots)
            ? new LevelChange(side, ticks, lots)
            : throw new ArgumentException($"{price} x {quantity} is off the grid of {instrument.Symbol}");
}
