using System.Globalization;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.MarketData;
using MarginRouter.Fix.Codec;
using MarginRouter.Fix.Session;
using MarginRouter.Simulation.FixVenue;
using MarginRouter.Simulation.Markets;
using MarginRouter.Simulation.Matching;

namespace MarginRouter.Simulation.Kraken.Fix;

/// <summary>
/// MarketDataRequest (V), snapshots (W), increments (X) and refusals (Y) of docs.kraken.com, unified-fix/mdr, mdsfr and mdir: level 2 at depths 1,
/// 10, 25, 100, 500, 1000, or 0 for all up to 1000, and trades. Symbol (55) and MDReqID (262) stand before the entries; an entry's id (278) is
/// its side, B or O, with its price. Each X of a book ends with the checksum (5041) of the ten best levels after it (guides/fix/checksums).
/// InstrumentListRequest (x) is answered with the precisions (2349, 5010) that the checksum needs. Used under the venue's gate.
/// </summary>
internal sealed class KrakenFixMarketData(SimulatedExchange exchange)
{
    private const int DeepestBook = 1_000;
    private static readonly int[] EntryTypes = [FixTag.MDEntryType];
    private static readonly int[] Symbols = [FixTag.Symbol];
    private readonly FixMessageWriter writer = new(64 * 1_024);
    private readonly Dictionary<(string Symbol, int Depth), KrakenFixFeed> feeds = [];
    private long lastTrade;

    /// <summary>Takes a MarketDataRequest (V).</summary>
    public FixRefusal? Request(KrakenFixClient client, FixMessage message)
    {
        if (message.GetText(FixTag.MDReqID) is not { } requestId)
            return FixRefusal.MissingOrMalformed(message, FixTag.MDReqID);
        if (!message.TryGetChar(FixTag.SubscriptionRequestType, out char type) || type is not ('1' or '2'))
            return FixRefusal.MissingOrMalformed(message, FixTag.SubscriptionRequestType);
        if (type == '2')
        {
            foreach (KrakenFixFeed feed in feeds.Values)
                feed.Subscriptions.RemoveAll(open => open.Client == client && open.RequestId == requestId);
            return null;
        }

        if (!message.TryGetGroup(FixTag.NoRelatedSym, Symbols, out FixGroup symbols) || !symbols.CountMatches())
            return FixRefusal.MissingOrMalformed(message, FixTag.NoRelatedSym);
        if (!message.TryGetInt(FixTag.MarketDepth, out int depth))
            return FixRefusal.MissingOrMalformed(message, FixTag.MarketDepth);
        HashSet<char> types = Types(message);
        List<SimulatedMarket> chosen = [];
        string? fault = depth is not (0 or 1 or 10 or 25 or 100 or 500 or 1000) ? "Unsupported MarketDepth"
            : message.Contains(FixTag.MDUpdateType) && !message.Equals(FixTag.MDUpdateType, "1"u8) ? "Only incremental refresh is supported"
            : types.Count == 0 || !types.IsSubsetOf(['0', '1', '2']) ? "Unsupported MDEntryType"
            : feeds.Values.Any(feed => feed.Subscriptions.Exists(open => open.Client == client && open.RequestId == requestId)) ? "Duplicate MDReqID"
            : null;
        foreach (FixGroupEntry entry in symbols)
        {
            string symbol = entry.GetText(FixTag.Symbol) ?? "";
            if (exchange.Markets.TryGetValue(symbol, out SimulatedMarket? market))
                chosen.Add(market);
            else
                fault ??= $"Unknown symbol {symbol}";
        }

        if (fault is not null)
            client.Send(writer.Begin(FixMsgType.MarketDataRequestReject).Append(FixTag.MDReqID, requestId).Append(FixTag.Text, fault));
        else
            chosen.ForEach(market => Subscribe(Feed(market, depth == 0 ? DeepestBook : depth), (client, requestId, types.Overlaps(['0', '1']), types.Contains('2'))));
        return null;
    }

    /// <summary>Takes an InstrumentListRequest (x): 559=0 for one symbol, else all.</summary>
    public FixRefusal? Instruments(KrakenFixClient client, FixMessage message)
    {
        if (message.GetText(KrakenFixTag.RequestId) is not { } requestId)
            return FixRefusal.MissingOrMalformed(message, KrakenFixTag.RequestId);
        string? symbol = message.GetText(FixTag.Symbol);
        SimulatedMarket[] chosen = [.. exchange.Markets.Values.Where(market => symbol is null || market.Instrument.Symbol == symbol)];
        writer.Begin(KrakenFixTag.InstrumentList)
            .Append(KrakenFixTag.RequestId, requestId)
            .Append(KrakenFixTag.ResponseId, exchange.Clock.Now.Nanoseconds)
            .Append(KrakenFixTag.RequestResult, chosen.Length > 0 ? 0 : 2)
            .Append(FixTag.NoRelatedSym, chosen.Length);
        foreach (SimulatedMarket market in chosen)
        {
            Instrument instrument = market.Instrument;
            KrakenPair pair = new(market, 1);
            writer.Append(FixTag.Symbol, instrument.Symbol)
                .Append(KrakenFixTag.MinTradeVol, instrument.LotSize)
                .Append(KrakenFixTag.QuantityPrecision, KrakenPair.LotDecimals)
                .Append(KrakenFixTag.MinimumQuantity, instrument.Quantity(instrument.MinimumQuantity))
                .Append(KrakenFixTag.PricePrecision, pair.PriceDecimals)
                .Append(KrakenFixTag.PriceIncrement, instrument.TickSize);
        }

        client.Send(writer);
        return null;
    }

    /// <summary>Ends all subscriptions of a client.</summary>
    public void Remove(KrakenFixClient client)
    {
        foreach (KrakenFixFeed feed in feeds.Values)
            feed.Subscriptions.RemoveAll(open => open.Client == client);
    }

    /// <summary>Sends what a tick changed.</summary>
    public void Publish(MarketTick tick)
    {
        long firstTrade = lastTrade + 1;
        lastTrade += tick.Trades.Length;
        foreach (KrakenFixFeed feed in feeds.Values.Where(feed => feed.Market == tick.Market))
        {
            IReadOnlyList<FixLevelUpdate> updates = feed.Take(tick);
            uint checksum = feed.Checksum();
            foreach ((KrakenFixClient client, string requestId, bool book, bool trades) in feed.Subscriptions)
            {
                if (trades && tick.Trades.Length > 0)
                    SendTrades((client, requestId), tick, firstTrade);
                if (book && updates.Count > 0)
                    SendBook((client, requestId), feed, updates, (tick.Time, exchange.Faults.TakeChecksumCorruption() ? checksum ^ 1 : checksum));
            }
        }
    }

    private static HashSet<char> Types(FixMessage message)
    {
        HashSet<char> types = [];
        if (!message.TryGetGroup(FixTag.NoMDEntryTypes, EntryTypes, out FixGroup group))
            return types;
        foreach (FixGroupEntry entry in group)
            types.Add(entry.TryGetChar(FixTag.MDEntryType, out char type) ? type : '?');
        return types;
    }

    /// <summary>What was not published yet goes out first, so that a new feed begins where the next tick follows.</summary>
    private KrakenFixFeed Feed(SimulatedMarket market, int depth)
    {
        (string, int) key = (market.Instrument.Symbol, depth);
        if (feeds.TryGetValue(key, out KrakenFixFeed? feed))
            return feed;
        exchange.Publish();
        feed = new KrakenFixFeed(market, depth);
        feeds.Add(key, feed);
        return feed;
    }

    private void Subscribe(KrakenFixFeed feed, (KrakenFixClient Client, string RequestId, bool Book, bool Trades) subscription)
    {
        feed.Subscriptions.Add(subscription);
        if (!subscription.Book)
            return;
        Instant now = exchange.Clock.Now;
        Begin(FixMsgType.MarketDataSnapshot, feed.Market.Instrument, subscription.RequestId, feed.Bids.Length + feed.Asks.Length);
        foreach (BookLevel level in feed.Asks)
            AppendLevel(feed.Market.Instrument, '1', level, now);
        foreach (BookLevel level in feed.Bids)
            AppendLevel(feed.Market.Instrument, '0', level, now);
        subscription.Client.Send(writer);
    }

    private void SendBook((KrakenFixClient Client, string RequestId) to, KrakenFixFeed feed, IReadOnlyList<FixLevelUpdate> updates, (Instant Time, uint Checksum) state)
    {
        Instrument instrument = feed.Market.Instrument;
        Begin(FixMsgType.MarketDataIncremental, instrument, to.RequestId, updates.Count);
        foreach (FixLevelUpdate update in updates)
        {
            writer.Append(FixTag.MDUpdateAction, update.Action);
            AppendLevel(instrument, update.Level.Side == BookSide.Bid ? '0' : '1', new BookLevel(update.Level.Price, update.Level.Quantity), state.Time);
        }

        to.Client.Send(writer.Append(KrakenFixTag.Checksum, state.Checksum));
    }

    private void SendTrades((KrakenFixClient Client, string RequestId) to, MarketTick tick, long firstTrade)
    {
        Instrument instrument = tick.Market.Instrument;
        Begin(FixMsgType.MarketDataIncremental, instrument, to.RequestId, tick.Trades.Length);
        for (int index = 0; index < tick.Trades.Length; index++)
        {
            PublicTrade trade = tick.Trades[index];
            writer.Append(FixTag.MDUpdateAction, FixLevelUpdate.New)
                .Append(FixTag.MDEntryType, '2')
                .Append(FixTag.MDEntryID, firstTrade + index)
                .Append(FixTag.MDEntryPx, instrument.Price(trade.Price))
                .Append(FixTag.MDEntrySize, instrument.Quantity(trade.Quantity))
                .Append(KrakenFixTag.EntryTime, TimeOfDay(tick.Time))
                .Append(FixTag.OrdType, '2')
                .Append(KrakenFixTag.AggressorSide, trade.TakerSide == Side.Buy ? '1' : '2');
        }

        to.Client.Send(writer);
    }

    private void Begin(int type, Instrument instrument, string requestId, int entries) => writer
        .Begin(type)
        .Append(FixTag.Symbol, instrument.Symbol)
        .Append(FixTag.MDReqID, requestId)
        .Append(FixTag.NoMDEntries, entries);

    private void AppendLevel(Instrument instrument, char type, BookLevel level, Instant time)
    {
        decimal price = instrument.Price(level.Price);
        writer.Append(FixTag.MDEntryType, type)
            .Append(FixTag.MDEntryID, string.Create(CultureInfo.InvariantCulture, $"{(type == '0' ? 'B' : 'O')}{price}"))
            .Append(FixTag.MDEntryPx, price)
            .Append(FixTag.MDEntrySize, instrument.Quantity(level.Quantity))
            .Append(KrakenFixTag.EntryTime, TimeOfDay(time));
    }

    private static string TimeOfDay(Instant time) => FixVenueTime.ToDateTime(time).ToString("HH:mm:ss.fff", CultureInfo.InvariantCulture);
}
