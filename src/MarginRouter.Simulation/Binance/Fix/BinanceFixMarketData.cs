using System.Collections.Immutable;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.MarketData;
using MarginRouter.Fix.Codec;
using MarginRouter.Fix.Session;
using MarginRouter.Simulation.FixVenue;
using MarginRouter.Simulation.Markets;
using MarginRouter.Simulation.Matching;

namespace MarginRouter.Simulation.Binance.Fix;

/// <summary>
/// MarketDataRequest (V), MarketDataSnapshot (W), MarketDataIncrementalRefresh (X), MarketDataRequestReject (Y), InstrumentListRequest (x) and
/// InstrumentList (y) of fix-api.md. W and X carry the numbers of the depth events of the other interfaces: 25044 of W is the last in it, the
/// first X after it begins (25043) with the next one. In X the number and the symbol stand at the first entry and hold for those after it.
/// Used under the venue's gate.
/// </summary>
internal sealed class BinanceFixMarketData(SimulatedExchange exchange)
{
    private const int DeepestSnapshot = 5_000;
    private const char DuplicateRequest = '1';
    private const char TooManySubscriptions = '2';
    private const int InvalidRequest = -1_130;
    private const int SimilarSubscription = -1_191;
    private static readonly int[] EntryTypes = [FixTag.MDEntryType];
    private static readonly int[] Symbols = [FixTag.Symbol];
    private readonly FixMessageWriter writer = new(64 * 1_024);
    private readonly SortedDictionary<string, BinanceFixFeed> feeds = new(StringComparer.Ordinal);
    private long lastTrade;

    /// <summary>Takes a MarketDataRequest (V).</summary>
    public FixRefusal? Request(BinanceFixClient client, FixMessage message)
    {
        if (message.GetText(FixTag.MDReqID) is not { } requestId)
            return FixRefusal.MissingOrMalformed(message, FixTag.MDReqID);
        if (!message.TryGetChar(FixTag.SubscriptionRequestType, out char type) || type is not ('1' or '2'))
            return FixRefusal.MissingOrMalformed(message, FixTag.SubscriptionRequestType);
        if (type == '2')
        {
            foreach (BinanceFixFeed feed in feeds.Values)
                feed.Subscriptions.RemoveAll(subscription => subscription.Client == client && subscription.RequestId == requestId);
            return null;
        }

        if (!message.TryGetGroup(FixTag.NoRelatedSym, Symbols, out FixGroup symbols) || !symbols.CountMatches())
            return FixRefusal.MissingOrMalformed(message, FixTag.NoRelatedSym);
        List<SimulatedMarket> chosen = [];
        foreach (FixGroupEntry entry in symbols)
        {
            if (!exchange.Markets.TryGetValue(entry.GetText(FixTag.Symbol) ?? "", out SimulatedMarket? market))
                return FixRefusal.Session(FixRejectReason.ValueIncorrect, FixTag.Symbol, BinanceError.InvalidSymbol.Message);
            chosen.Add(market);
        }

        int depth = message.TryGetInt(FixTag.MarketDepth, out int levels) ? levels : 1;
        if (Stream(message, depth) is not { } stream)
            return Reject(client, requestId, null, (InvalidRequest, "Invalid combination of MDEntryType (269) and MarketDepth (264)."));
        if (feeds.Values.Any(feed => feed.Subscriptions.Exists(open => open.Client == client && open.RequestId == requestId)))
            return Reject(client, requestId, DuplicateRequest, (SimilarSubscription, $"Subscription id '{requestId}' is already active on this connection."));
        foreach (SimulatedMarket market in chosen)
        {
            BinanceFixFeed feed = Feed(market);
            if (feed.Subscriptions.Find(open => open.Client == client && open.Stream == stream) is { } similar)
            {
                return Reject(client, requestId, TooManySubscriptions, (SimilarSubscription,
                    $"Similar subscription is already active on this connection. Symbol='{market.Instrument.Symbol}', active subscription id: '{similar.RequestId}'."));
            }
        }

        foreach (SimulatedMarket market in chosen)
            Subscribe(Feed(market), new BinanceFixSubscription(client, requestId, stream), depth);
        return null;
    }

    /// <summary>Takes an InstrumentListRequest (x).</summary>
    public FixRefusal? Instruments(BinanceFixClient client, FixMessage message)
    {
        if (message.GetText(BinanceFixTag.InstrumentRequestId) is not { } requestId)
            return FixRefusal.MissingOrMalformed(message, BinanceFixTag.InstrumentRequestId);
        string? symbol = message.Equals(BinanceFixTag.InstrumentListRequestType, "0"u8) ? message.GetText(FixTag.Symbol) ?? "" : null;
        SimulatedMarket[] chosen = [.. exchange.Markets.Values.Where(market => symbol is null || market.Instrument.Symbol == symbol)];
        if (chosen.Length == 0)
            return FixRefusal.Session(FixRejectReason.ValueIncorrect, FixTag.Symbol, BinanceError.InvalidSymbol.Message);
        writer.Begin(BinanceFixTag.InstrumentList)
            .Append(BinanceFixTag.InstrumentRequestId, requestId)
            .Append(FixTag.NoRelatedSym, chosen.Length);
        foreach (Instrument instrument in chosen.Select(market => market.Instrument))
        {
            writer.Append(FixTag.Symbol, instrument.Symbol)
                .Append(FixTag.Currency, instrument.Quote.Code)
                .Append(BinanceFixTag.MinTradeVol, instrument.Quantity(instrument.MinimumQuantity))
                .Append(BinanceFixTag.MaxTradeVol, 9_000m)
                .Append(BinanceFixTag.MinQuantityIncrement, instrument.LotSize)
                .Append(BinanceFixTag.MinPriceIncrement, instrument.TickSize);
        }

        client.Send(writer);
        return null;
    }

    /// <summary>Ends all subscriptions of a client.</summary>
    public void Remove(BinanceFixClient client)
    {
        foreach (BinanceFixFeed feed in feeds.Values)
            feed.Subscriptions.RemoveAll(subscription => subscription.Client == client);
    }

    /// <summary>Sends what a tick changed.</summary>
    public void Publish(MarketTick tick)
    {
        if (!feeds.TryGetValue(tick.Market.Instrument.Symbol, out BinanceFixFeed? feed))
            return;
        (BookLevel? Bid, BookLevel? Ask) before = (First(feed.Bids), First(feed.Asks));
        (IReadOnlyList<FixLevelUpdate> updates, long first) = feed.Take(tick);
        long firstTrade = lastTrade + 1;
        lastTrade += tick.Trades.Length;
        foreach (BinanceFixSubscription subscription in feed.Subscriptions)
        {
            switch (subscription.Stream)
            {
                case BinanceFixStream.Depth when updates.Count > 0:
                    SendDepth(subscription, feed, updates, first);
                    break;
                case BinanceFixStream.BookTicker:
                    SendBest(subscription, feed, before);
                    break;
                case BinanceFixStream.Trade when tick.Trades.Length > 0:
                    SendTrades(subscription, tick, firstTrade);
                    break;
            }
        }
    }

    private static BinanceFixStream? Stream(FixMessage message, int depth)
    {
        HashSet<char> types = [];
        if (!message.TryGetGroup(FixTag.NoMDEntryTypes, EntryTypes, out FixGroup group))
            return null;
        foreach (FixGroupEntry entry in group)
        {
            if (entry.TryGetChar(FixTag.MDEntryType, out char type))
                types.Add(type);
        }

        bool isBook = types.SetEquals(['0', '1']);
        return types.SetEquals(['2']) ? BinanceFixStream.Trade
            : isBook && depth == 1 ? BinanceFixStream.BookTicker
            : isBook && depth is > 1 and <= DeepestSnapshot ? BinanceFixStream.Depth
            : null;
    }

    /// <summary>What was not published yet goes out first, so that a new feed begins where the next tick follows.</summary>
    private BinanceFixFeed Feed(SimulatedMarket market)
    {
        if (feeds.TryGetValue(market.Instrument.Symbol, out BinanceFixFeed? feed))
            return feed;
        exchange.Publish();
        feed = new BinanceFixFeed(market);
        feeds.Add(market.Instrument.Symbol, feed);
        return feed;
    }

    private void Subscribe(BinanceFixFeed feed, BinanceFixSubscription subscription, int depth)
    {
        feed.Subscriptions.Add(subscription);
        if (subscription.Stream == BinanceFixStream.Trade)
            return;
        ImmutableArray<BookLevel> bids = feed.Bids[..Math.Min(depth, feed.Bids.Length)];
        ImmutableArray<BookLevel> asks = feed.Asks[..Math.Min(depth, feed.Asks.Length)];
        writer.Begin(FixMsgType.MarketDataSnapshot)
            .Append(FixTag.MDReqID, subscription.RequestId)
            .Append(FixTag.Symbol, feed.Market.Instrument.Symbol)
            .Append(BinanceFixTag.LastBookUpdateId, feed.LastUpdateId)
            .Append(FixTag.NoMDEntries, bids.Length + asks.Length);
        AppendLevels(feed.Market.Instrument, '0', bids);
        AppendLevels(feed.Market.Instrument, '1', asks);
        subscription.Client.Send(writer);
    }

    private void SendDepth(BinanceFixSubscription subscription, BinanceFixFeed feed, IReadOnlyList<FixLevelUpdate> updates, long first)
    {
        Begin(subscription, updates.Count);
        for (int index = 0; index < updates.Count; index++)
        {
            FixLevelUpdate update = updates[index];
            AppendEntry(feed.Market.Instrument, update.Action, new BookLevel(update.Level.Price, update.Level.Quantity), update.Level.Side == BookSide.Bid ? '0' : '1');
            if (index > 0)
                continue;
            writer.Append(FixTag.Symbol, feed.Market.Instrument.Symbol)
                .Append(BinanceFixTag.FirstBookUpdateId, first)
                .Append(BinanceFixTag.LastBookUpdateId, feed.LastUpdateId);
        }

        subscription.Client.Send(writer);
    }

    /// <summary>A change (279=1) stands for the best level as a whole: it replaces the one before, whatever its price was.</summary>
    private void SendBest(BinanceFixSubscription subscription, BinanceFixFeed feed, (BookLevel? Bid, BookLevel? Ask) before)
    {
        List<(char Action, BookLevel Level, char Type)> changes = [];
        Add(before.Bid, First(feed.Bids), '0');
        Add(before.Ask, First(feed.Asks), '1');
        if (changes.Count == 0)
            return;
        Begin(subscription, changes.Count);
        for (int index = 0; index < changes.Count; index++)
        {
            AppendEntry(feed.Market.Instrument, changes[index].Action, changes[index].Level, changes[index].Type);
            if (index == 0)
                writer.Append(FixTag.Symbol, feed.Market.Instrument.Symbol).Append(BinanceFixTag.LastBookUpdateId, feed.LastUpdateId);
        }

        subscription.Client.Send(writer);

        void Add(BookLevel? old, BookLevel? now, char type)
        {
            if (old == now)
                return;
            changes.Add(now is { } level ? (old is null ? FixLevelUpdate.New : FixLevelUpdate.Change, level, type) : (FixLevelUpdate.Delete, old!.Value, type));
        }
    }

    private void SendTrades(BinanceFixSubscription subscription, MarketTick tick, long firstTrade)
    {
        Instrument instrument = tick.Market.Instrument;
        Begin(subscription, tick.Trades.Length);
        for (int index = 0; index < tick.Trades.Length; index++)
        {
            PublicTrade trade = tick.Trades[index];
            AppendEntry(instrument, FixLevelUpdate.New, new BookLevel(trade.Price, trade.Quantity), '2');
            if (index == 0)
                writer.Append(FixTag.Symbol, instrument.Symbol);
            writer.AppendTransactTime(tick.Time)
                .Append(BinanceFixTag.TradeId, firstTrade + index)
                .Append(BinanceFixTag.AggressorSide, trade.TakerSide == Side.Buy ? '1' : '2');
        }

        subscription.Client.Send(writer);
    }

    private void Begin(BinanceFixSubscription subscription, int entries) => writer
        .Begin(FixMsgType.MarketDataIncremental)
        .Append(FixTag.MDReqID, subscription.RequestId)
        .Append(FixTag.NoMDEntries, entries);

    private void AppendEntry(Instrument instrument, char action, BookLevel level, char type)
    {
        writer.Append(FixTag.MDUpdateAction, action).Append(FixTag.MDEntryPx, instrument.Price(level.Price));
        if (action != FixLevelUpdate.Delete)
            writer.Append(FixTag.MDEntrySize, instrument.Quantity(level.Quantity));
        writer.Append(FixTag.MDEntryType, type);
    }

    private void AppendLevels(Instrument instrument, char type, ImmutableArray<BookLevel> levels)
    {
        foreach (BookLevel level in levels)
        {
            writer.Append(FixTag.MDEntryType, type)
                .Append(FixTag.MDEntryPx, instrument.Price(level.Price))
                .Append(FixTag.MDEntrySize, instrument.Quantity(level.Quantity));
        }
    }

    private static BookLevel? First(ImmutableArray<BookLevel> levels) => levels.IsEmpty ? null : levels[0];

    private FixRefusal? Reject(BinanceFixClient client, string requestId, char? reason, (int Code, string Text) error)
    {
        writer.Begin(FixMsgType.MarketDataRequestReject).Append(FixTag.MDReqID, requestId);
        if (reason is { } named)
            writer.Append(FixTag.MDReqRejReason, named);
        client.Send(writer.Append(BinanceFixTag.ErrorCode, error.Code).AppendText(FixTag.Text, error.Text));
        return null;
    }
}
