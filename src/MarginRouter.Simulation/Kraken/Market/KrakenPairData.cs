using MarginRouter.Core.Instruments;
using MarginRouter.Simulation.Faults;
using MarginRouter.Simulation.Kraken.Wire;
using MarginRouter.Simulation.Markets;

namespace MarginRouter.Simulation.Kraken.Market;

/// <summary>Everything public about one pair: its book feeds by depth, its ticker and its trades, with their subscribers. Called under the venue's gate.</summary>
internal sealed class KrakenPairData
{
    private readonly Dictionary<int, KrakenBookFeed> feeds = [];
    private readonly Dictionary<KrakenConnection, bool> tickerSubscribers = [];
    private readonly List<KrakenConnection> tradeSubscribers = [];
    private readonly SimulatedFaults faults;
    private decimal step;
    private BookCopy book;
    private KrakenTickerState? ticker;
    private long? lastUpdateId;
    private long lastTradeId;

    /// <summary>Starts from the pair's present book.</summary>
    public KrakenPairData(KrakenPair pair, BookCopy book, SimulatedFaults faults)
    {
        this.faults = faults;
        Pair = pair;
        this.book = book;
        step = pair.Instrument.TickSize;
        ticker = Follow(book, []);
    }

    /// <summary>The pair.</summary>
    public KrakenPair Pair { get; }

    /// <summary>Takes the book after a tick and sends what changed.</summary>
    public void Publish(MarketTick tick, BookCopy next, Func<bool> takeCorruption)
    {
        FollowStep();
        book = next;
        bool lost = lastUpdateId is long last && tick.PreviousLastUpdateId != last;
        lastUpdateId = tick.LastUpdateId;
        KrakenBookStep moved = new(next, lost ? tick.Changes.Select(change => (change.Side, change.Price)).ToHashSet() : null);
        foreach (KrakenBookFeed feed in feeds.Values)
            feed.Publish(moved, takeCorruption);
        PublishTicker(tick);
        if (tick.Trades.Length > 0 && tradeSubscribers.Count > 0)
            Send(tradeSubscribers, KrakenMarketFrames.Trades(Pair, tick, lastTradeId + 1));
        lastTradeId += tick.Trades.Length;
    }

    /// <summary>Adds a subscriber to a channel; the snapshot follows at once.</summary>
    public void Subscribe(KrakenConnection connection, KrakenSubscription subscription, bool triggeredByBook)
    {
        FollowStep();
        switch (subscription.Channel)
        {
            case "book":
                Feed(subscription.Depth!.Value).Subscribe(connection, subscription.Snapshot);
                break;
            case "ticker":
                tickerSubscribers[connection] = triggeredByBook;
                if (ticker is not null && subscription.Snapshot)
                    connection.Send(KrakenMarketFrames.Ticker(Pair, ticker, true));
                break;
            default:
                if (!tradeSubscribers.Contains(connection))
                    tradeSubscribers.Add(connection);
                break;
        }
    }

    /// <summary>Removes a subscriber from a channel; false when it was not on it.</summary>
    public bool Unsubscribe(KrakenConnection connection, KrakenSubscription subscription) => subscription.Channel switch
    {
        "book" => feeds.TryGetValue(subscription.Depth!.Value, out KrakenBookFeed? feed) && feed.Unsubscribe(connection),
        "ticker" => tickerSubscribers.Remove(connection),
        _ => tradeSubscribers.Remove(connection),
    };

    /// <summary>Forgets a connection that ended.</summary>
    public void Remove(KrakenConnection connection)
    {
        foreach (KrakenBookFeed feed in feeds.Values)
            feed.Unsubscribe(connection);
        tickerSubscribers.Remove(connection);
        tradeSubscribers.Remove(connection);
    }

    /// <summary>The same prices in the pair's step of now.</summary>
    private void FollowStep()
    {
        if (step == Pair.Instrument.TickSize)
            return;
        decimal factor = step / Pair.Instrument.TickSize;
        step = Pair.Instrument.TickSize;
        foreach (KrakenBookFeed feed in feeds.Values)
            feed.Restep(factor);
        book = book with
        {
            Bids = [.. book.Bids.Select(level => level with { Price = new PriceTicks((long)(level.Price.Value * factor)) })],
            Asks = [.. book.Asks.Select(level => level with { Price = new PriceTicks((long)(level.Price.Value * factor)) })],
        };
    }

    private KrakenBookFeed Feed(int depth)
    {
        if (!feeds.TryGetValue(depth, out KrakenBookFeed? feed))
        {
            feed = new KrakenBookFeed(Pair, depth, faults);
            feed.Publish(new KrakenBookStep(book, null), static () => false);
            feeds.Add(depth, feed);
        }

        return feed;
    }

    private void PublishTicker(MarketTick tick)
    {
        KrakenTickerState? before = ticker;
        ticker = Follow(book, tick.Trades.AsSpan());
        if (ticker is null || tickerSubscribers.Count == 0)
            return;
        bool topMoved = before is null || (ticker.Bid, ticker.Ask) != (before.Bid, before.Ask);
        byte[]? frame = null;
        foreach ((KrakenConnection subscriber, bool triggeredByBook) in tickerSubscribers)
        {
            if (tick.Trades.Length > 0 || (triggeredByBook && topMoved))
                subscriber.Send(frame ??= KrakenMarketFrames.Ticker(Pair, ticker, false));
        }
    }

    /// <summary>The ticker after a book and trades; null until both sides of the book were seen once.</summary>
    private KrakenTickerState? Follow(BookCopy copy, ReadOnlySpan<PublicTrade> trades)
    {
        if (copy.Bids.IsEmpty || copy.Asks.IsEmpty)
            return ticker;
        Instrument instrument = Pair.Instrument;
        decimal middle = (instrument.Price(copy.Bids[0].Price) + instrument.Price(copy.Asks[0].Price)) / 2;
        KrakenTickerState next = (ticker ?? KrakenTickerState.At(middle)) with
        {
            Bid = instrument.Price(copy.Bids[0].Price),
            BidQuantity = instrument.Quantity(copy.Bids[0].Quantity),
            Ask = instrument.Price(copy.Asks[0].Price),
            AskQuantity = instrument.Quantity(copy.Asks[0].Quantity),
            Time = copy.Time,
        };
        foreach (PublicTrade trade in trades)
            next = next.After(instrument.Price(trade.Price), instrument.Quantity(trade.Quantity));
        return next;
    }

    private static void Send(List<KrakenConnection> connections, byte[] frame)
    {
        foreach (KrakenConnection connection in connections)
            connection.Send(frame);
    }
}
