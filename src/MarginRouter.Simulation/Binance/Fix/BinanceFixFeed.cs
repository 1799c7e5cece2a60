using System.Collections.Immutable;
using MarginRouter.Core.MarketData;
using MarginRouter.Simulation.FixVenue;
using MarginRouter.Simulation.Markets;

namespace MarginRouter.Simulation.Binance.Fix;

/// <summary>The book of one symbol as the subscribers of its streams hold it, and who they are. Used under the venue's gate.</summary>
internal sealed class BinanceFixFeed
{
    private readonly FixSideView bids = new(BookSide.Bid);
    private readonly FixSideView asks = new(BookSide.Ask);
    private readonly List<FixLevelUpdate> updates = [];
    private long? carriedFirst;

    /// <summary>Starts from the market's present book; everything up to it must have been published.</summary>
    public BinanceFixFeed(SimulatedMarket market)
    {
        Market = market;
        LastUpdateId = Advance();
        updates.Clear();
    }

    /// <summary>The market.</summary>
    public SimulatedMarket Market { get; }

    /// <summary>Bids that subscribers hold, best first.</summary>
    public ImmutableArray<BookLevel> Bids => bids.Levels;

    /// <summary>Offers that subscribers hold, best first.</summary>
    public ImmutableArray<BookLevel> Asks => asks.Levels;

    /// <summary>Number of the last change that subscribers hold.</summary>
    public long LastUpdateId { get; private set; }

    /// <summary>Its subscriptions.</summary>
    public List<BinanceFixSubscription> Subscriptions { get; } = [];

    /// <summary>
    /// Moves on by a tick: what changed and the number of its first change. A tick that changed nothing is counted into the next, so that the
    /// numbers have no gap; one that a fault has lost leaves one, and what only it changed stays lost.
    /// </summary>
    public (IReadOnlyList<FixLevelUpdate> Updates, long First) Take(MarketTick tick)
    {
        bool lost = tick.PreviousLastUpdateId > LastUpdateId;
        long first = lost ? tick.FirstUpdateId : carriedFirst ?? tick.FirstUpdateId;
        updates.Clear();
        LastUpdateId = Math.Max(Advance(), tick.LastUpdateId);
        if (lost)
        {
            HashSet<(BookSide, Core.Instruments.PriceTicks)> present = [.. tick.Changes.Select(change => (change.Side, change.Price))];
            updates.RemoveAll(update => !present.Contains((update.Level.Side, update.Level.Price)));
        }

        carriedFirst = updates.Count == 0 && !lost ? first : null;
        return (updates, first);
    }

    private long Advance()
    {
        BookCopy book = Market.Copy();
        bids.Advance(book.Bids, updates);
        asks.Advance(book.Asks, updates);
        return book.UpdateId;
    }
}
