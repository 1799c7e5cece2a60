using MarginRouter.Core.Engine.Events;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Ledger;
using MarginRouter.Core.MarketData;

namespace MarginRouter.Testing.Sessions;

/// <summary>Events from decimal figures on the grids of <see cref="TestFirm"/>.</summary>
public static class MarketEvents
{
    public static BookChanged Book(
        InstrumentId id, Instant receivedAt, IEnumerable<(decimal Price, decimal Quantity)> bids, IEnumerable<(decimal Price, decimal Quantity)> asks, BookState state = BookState.Live)
    {
        BookImage image = new(id, TestFirm.Firm.BookDepth);
        image.Load(state, 1, receivedAt, [.. bids.Select(level => Level(id, level))], [.. asks.Select(level => Level(id, level))]);
        return new BookChanged(image);
    }

    public static PositionSnapshot Position(InstrumentId id, decimal contracts, decimal entry, decimal? leverage)
    {
        Instrument instrument = TestFirm.Reference[id];
        return instrument.TryPosition(contracts, out PositionLots lots)
            ? new PositionSnapshot(id, lots, entry, leverage)
            : throw new ArgumentException($"{contracts} is off the grid of {instrument.Symbol}");
    }

    public static QuantityLots Lots(InstrumentId id, decimal contracts)
    {
        Instrument instrument = TestFirm.Reference[id];
        return instrument.TryQuantity(contracts, out QuantityLots lots)
            ? lots
            : throw new ArgumentException($"{contracts} is off the grid of {instrument.Symbol}");
    }

    private static BookLevel Level(InstrumentId id, (decimal Price, decimal Quantity) level)
    {
        Instrument instrument = TestFirm.Reference[id];
        return instrument.TryPrice(level.Price, out PriceTicks ticks)
            ? new BookLevel(ticks, Lots(id, level.Quantity))
            : throw new ArgumentException($"{level.Price} is off the grid of {instrument.Symbol}");
    }
}
