using MarginRouter.Core.Instruments;
using MarginRouter.Core.MarketData;
using MarginRouter.Simulation.Markets;

namespace MarginRouter.Simulation.FixVenue;

/// <summary>
/// The market data of one symbol at one depth: its subscriptions, what they hold, and the number of the last entry they got (RptSeq 83).
/// Used under the venue's gate.
/// </summary>
internal sealed class FixBookFeed
{
    private readonly int depth;
    private readonly FixSideView bids = new(BookSide.Bid);
    private readonly FixSideView asks = new(BookSide.Ask);
    private readonly List<FixLevelUpdate> updates = [];
    private readonly List<(FixVenueClient Client, string RequestId)> subscriptions = [];
    private long lastUpdateId;

    /// <summary>Starts from the market's present book; the depth is levels a side, zero for all.</summary>
    public FixBookFeed(SimulatedMarket market, int depth)
    {
        Market = market;
        this.depth = depth == 0 ? int.MaxValue : depth;
        lastUpdateId = Advance();
        updates.Clear();
    }

    /// <summary>The market.</summary>
    public SimulatedMarket Market { get; }

    /// <summary>Bids that subscribers hold.</summary>
    public FixSideView Bids => bids;

    /// <summary>Offers that subscribers hold.</summary>
    public FixSideView Asks => asks;

    /// <summary>RptSeq (83) of the last entry; rises by one for each.</summary>
    public long Sequence { get; private set; }

    /// <summary>Venue time of the last change.</summary>
    public Instant Time { get; private set; }

    /// <summary>Who gets the updates, and under which MDReqID (262).</summary>
    public IReadOnlyList<(FixVenueClient Client, string RequestId)> Subscriptions => subscriptions;

    /// <summary>Adds a subscription.</summary>
    public void Subscribe(FixVenueClient client, string requestId) => subscriptions.Add((client, requestId));

    /// <summary>Ends a subscription, if there is such a one.</summary>
    public void Unsubscribe(FixVenueClient client, string requestId) => subscriptions.Remove((client, requestId));

    /// <summary>Ends all subscriptions of a client.</summary>
    public void Unsubscribe(FixVenueClient client) => subscriptions.RemoveAll(subscription => subscription.Client == client);

    /// <summary>
    /// Moves to the market's present book. Yields what to send and the number of the first entry. A tick that was lost before leaves a gap
    /// of one number, and what only it changed stays lost to subscribers.
    /// </summary>
    public (IReadOnlyList<FixLevelUpdate> Updates, long FirstSequence) Take(MarketTick tick)
    {
        bool lost = tick.PreviousLastUpdateId > lastUpdateId;
        lastUpdateId = tick.LastUpdateId;
        updates.Clear();
        Advance();
        if (lost)
        {
            Sequence++;
            HashSet<(BookSide, PriceTicks)> present = [.. tick.Changes.Select(change => (change.Side, change.Price))];
            updates.RemoveAll(update => !present.Contains((update.Level.Side, update.Level.Price)));
        }

        long first = Sequence + 1;
        Sequence += updates.Count;
        return (updates, first);
    }

    private long Advance()
    {
        BookCopy book = Market.Copy(depth);
        bids.Advance(book.Bids, updates);
        asks.Advance(book.Asks, updates);
        Time = book.Time;
        return book.UpdateId;
    }
}
