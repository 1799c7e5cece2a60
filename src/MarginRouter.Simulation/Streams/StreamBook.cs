using MarginRouter.Core.Instruments;
using MarginRouter.Core.MarketData;
using MarginRouter.Simulation.Markets;

namespace MarginRouter.Simulation.Streams;

/// <summary>
/// The book of one market at one depth as its subscribers hold it. Moves with the ticks that are sent; a tick that a fault has swallowed
/// stays lost, and shows in the numbers of the next one.
/// </summary>
internal sealed class StreamBook(BookCopy first, decimal tickSize)
{
    private readonly int depth = int.MaxValue;
    private decimal step = tickSize;

    /// <summary>Makes the book of the best levels.</summary>
    public StreamBook(SimulatedMarket market, int depth)
        : this(market.Copy(depth), market.Instrument.TickSize) => this.depth = depth;

    /// <summary>The levels that subscribers hold, or would hold had nothing been lost.</summary>
    public BookCopy Book { get; private set; } = first;

    /// <summary>Rises by one with each frame, and once more for each loss.</summary>
    public long Number { get; private set; } = 1_000;

    /// <summary>The market's number of the last change before the present step, also when its tick was lost.</summary>
    public long PreviousUpdateId { get; private set; } = first.UpdateId;

    /// <summary>The market's number of the last change.</summary>
    public long UpdateId { get; private set; } = first.UpdateId;

    /// <summary>Takes a tick; returns the changes to send, bids first, zero size deletes.</summary>
    public IReadOnlyList<LevelChange> Advance(MarketTick tick)
    {
        BookCopy next = tick.Market.Copy(depth);
        if (tick.Market.Instrument.TickSize != step)
            Restep(tick.Market.Instrument.TickSize);
        List<LevelChange> changes = [];
        Compare(BookSide.Bid, Book.Bids.AsSpan(), next.Bids.AsSpan(), changes);
        Compare(BookSide.Ask, Book.Asks.AsSpan(), next.Asks.AsSpan(), changes);
        bool lost = tick.PreviousLastUpdateId != UpdateId;
        if (lost)
            changes.RemoveAll(change => !tick.Changes.Any(one => one.Side == change.Side && one.Price == change.Price));
        Number += (lost ? 1 : 0) + (changes.Count > 0 ? 1 : 0);
        PreviousUpdateId = tick.PreviousLastUpdateId;
        UpdateId = tick.LastUpdateId;
        Book = next;
        return changes;
    }

    /// <summary>The same prices in another step.</summary>
    private void Restep(decimal changed)
    {
        decimal factor = step / changed;
        Book = Book with
        {
            Bids = [.. Book.Bids.Select(level => level with { Price = new PriceTicks((long)(level.Price.Value * factor)) })],
            Asks = [.. Book.Asks.Select(level => level with { Price = new PriceTicks((long)(level.Price.Value * factor)) })],
        };
        step = changed;
    }

    private static void Compare(BookSide side, ReadOnlySpan<BookLevel> held, ReadOnlySpan<BookLevel> next, List<LevelChange> changes)
    {
        Dictionary<PriceTicks, QuantityLots> before = [];
        foreach (BookLevel level in held)
            before.Add(level.Price, level.Quantity);
        foreach (BookLevel level in next)
        {
            if (!before.Remove(level.Price, out QuantityLots quantity) || quantity != level.Quantity)
                changes.Add(new LevelChange(side, level.Price, level.Quantity));
        }

        foreach (PriceTicks price in before.Keys.Order())
            changes.Add(new LevelChange(side, price, QuantityLots.Zero));
    }
}
