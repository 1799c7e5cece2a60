using MarginRouter.Core.Instruments;
using MarginRouter.Core.MarketData;
using MarginRouter.Simulation.FixVenue;
using MarginRouter.Simulation.Kraken.Market;
using MarginRouter.Simulation.Markets;

namespace MarginRouter.Simulation.Kraken.Fix;

/// <summary>The book of one pair at one depth as its subscribers hold it. Used under the venue's gate.</summary>
internal sealed class KrakenFixFeed
{
    private readonly int depth;
    private readonly KrakenPair pair;
    private readonly FixSideView bids = new(BookSide.Bid);
    private readonly FixSideView asks = new(BookSide.Ask);
    private readonly List<FixLevelUpdate> updates = [];
    private long lastUpdateId;

    /// <summary>Starts from the market's present book.</summary>
    public KrakenFixFeed(SimulatedMarket market, int depth)
    {
        Market = market;
        this.depth = depth;
        pair = new KrakenPair(market, 1);
        lastUpdateId = Advance();
        updates.Clear();
    }

    /// <summary>The market.</summary>
    public SimulatedMarket Market { get; }

    /// <summary>Bids that subscribers hold, best first.</summary>
    public ReadOnlySpan<BookLevel> Bids => bids.Levels.AsSpan();

    /// <summary>Offers that subscribers hold, best first.</summary>
    public ReadOnlySpan<BookLevel> Asks => asks.Levels.AsSpan();

    /// <summary>Who gets the book, by request, and whether trades too.</summary>
    public List<(KrakenFixClient Client, string RequestId, bool Book, bool Trades)> Subscriptions { get; } = [];

    /// <summary>The checksum of the ten best levels a side as they are.</summary>
    public uint Checksum()
    {
        BookCopy book = Market.Copy(KrakenBookChecksum.Levels);
        return KrakenBookChecksum.Compute(pair, book.Asks.AsSpan(), book.Bids.AsSpan());
    }

    /// <summary>
    /// Moves on by a tick. A level that leaves the depth but not the book is deleted with its size, one that leaves the book with none. What only
    /// a lost tick changed stays lost, so that the checksum will not fit.
    /// </summary>
    public IReadOnlyList<FixLevelUpdate> Take(MarketTick tick)
    {
        bool lost = tick.PreviousLastUpdateId > lastUpdateId;
        updates.Clear();
        lastUpdateId = Math.Max(Advance(), tick.LastUpdateId);
        if (lost)
        {
            HashSet<(BookSide, PriceTicks)> present = [.. tick.Changes.Select(change => (change.Side, change.Price))];
            updates.RemoveAll(update => !present.Contains((update.Level.Side, update.Level.Price)));
        }

        return updates;
    }

    private long Advance()
    {
        BookCopy book = Market.Copy();
        bids.Advance(book.Bids[..Math.Min(depth, book.Bids.Length)], updates);
        asks.Advance(book.Asks[..Math.Min(depth, book.Asks.Length)], updates);
        for (int index = 0; index < updates.Count; index++)
        {
            FixLevelUpdate update = updates[index];
            if (update.Action != FixLevelUpdate.Delete)
                continue;
            IEnumerable<BookLevel> side = update.Level.Side == BookSide.Bid ? book.Bids.Skip(depth) : book.Asks.Skip(depth);
            QuantityLots left = side.FirstOrDefault(level => level.Price == update.Level.Price).Quantity;
            updates[index] = update with { Level = update.Level with { Quantity = left } };
        }

        return book.UpdateId;
    }
}
