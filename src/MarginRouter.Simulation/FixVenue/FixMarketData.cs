using System.Collections.Immutable;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.MarketData;
using MarginRouter.Fix.Codec;
using MarginRouter.Fix.Session;
using MarginRouter.Simulation.Markets;
using MarginRouter.Simulation.Matching;

namespace MarginRouter.Simulation.FixVenue;

/// <summary>
/// Market data requests (V), snapshots (W), increments (X) and refusals of requests (Y). Only books of bids and offers, kept
/// by increments, are served. Used under the venue's gate.
/// </summary>
internal sealed class FixMarketData
{
    private const char DuplicateRequest = '1';
    private const char UnknownSymbol = '0';
    private const char UnsupportedSubscription = '4';
    private const char UnsupportedDepth = '5';
    private const char UnsupportedUpdateType = '6';
    private const char UnsupportedEntryType = '8';
    private const char Bid = '0';
    private const char Offer = '1';
    private static readonly int[] EntryTypes = [FixTag.MDEntryType];
    private static readonly int[] Symbols = [FixTag.Symbol];
    private readonly FixMessageWriter writer = new(16 * 1_024);
    private readonly Dictionary<(string Symbol, int Depth), FixBookFeed> feeds = [];
    private readonly SimulatedExchange exchange;

    /// <summary>Makes the market data of a venue.</summary>
    public FixMarketData(SimulatedExchange exchange)
    {
        this.exchange = exchange;
    }

    /// <summary>Takes a MarketDataRequest (V).</summary>
    public FixRefusal? Request(FixVenueClient client, FixMessage message)
    {
        if (message.GetText(FixTag.MDReqID) is not string requestId)
            return FixRefusal.MissingOrMalformed(message, FixTag.MDReqID);
        if (!message.TryGetChar(FixTag.SubscriptionRequestType, out char type))
            return FixRefusal.MissingOrMalformed(message, FixTag.SubscriptionRequestType);
        if (!message.TryGetGroup(FixTag.NoRelatedSym, Symbols, out FixGroup group) || !group.CountMatches())
            return FixRefusal.MissingOrMalformed(message, FixTag.NoRelatedSym);
        List<SimulatedMarket> chosen = [];
        foreach (FixGroupEntry entry in group)
        {
            string symbol = entry.GetText(FixTag.Symbol) ?? string.Empty;
            if (!exchange.Markets.TryGetValue(symbol, out SimulatedMarket? market))
                return Reject(client, requestId, UnknownSymbol, $"symbol {symbol} is not listed");
            chosen.Add(market);
        }

        if (type == '2')
        {
            foreach (FixBookFeed feed in feeds.Values.Where(feed => chosen.Contains(feed.Market)))
                feed.Unsubscribe(client, requestId);
            return null;
        }

        if (Judge(client, message, requestId, type) is (char reason, string text))
            return Reject(client, requestId, reason, text);
        int depth = message.TryGetInt(FixTag.MarketDepth, out int levels) ? levels : 0;
        foreach (SimulatedMarket market in chosen)
            Serve(client, Feed(market, depth), requestId, type == '1');
        return null;
    }

    /// <summary>Sends what a tick changed. A feed that nobody takes any more ends.</summary>
    public void Publish(MarketTick tick)
    {
        foreach ((string Symbol, int Depth) key in feeds.Keys.Where(key => key.Symbol == tick.Market.Instrument.Symbol).ToArray())
        {
            FixBookFeed feed = feeds[key];
            if (feed.Subscriptions.Count == 0)
                feeds.Remove(key);
            else
                Publish(feed, tick);
        }
    }

    /// <summary>Ends all subscriptions of a client.</summary>
    public void Remove(FixVenueClient client)
    {
        foreach (FixBookFeed feed in feeds.Values)
            feed.Unsubscribe(client);
    }

    private void Publish(FixBookFeed feed, MarketTick tick)
    {
        (IReadOnlyList<FixLevelUpdate> updates, long firstSequence) = feed.Take(tick);
        if (updates.Count == 0)
            return;
        foreach ((FixVenueClient client, string requestId) in feed.Subscriptions)
        {
            writer.Begin(FixMsgType.MarketDataIncremental)
                .Append(FixTag.MDReqID, requestId)
                .AppendTransactTime(tick.Time)
                .Append(FixTag.NoMDEntries, updates.Count);
            for (int index = 0; index < updates.Count; index++)
                AppendUpdate(feed.Market.Instrument, updates[index], firstSequence + index);
            client.Send(writer);
        }
    }

    private (char Reason, string Text)? Judge(FixVenueClient client, FixMessage message, string requestId, char type)
    {
        if (type is not ('0' or '1'))
            return (UnsupportedSubscription, $"SubscriptionRequestType {type}");
        if (message.TryGetInt(FixTag.MarketDepth, out int depth) && depth < 0)
            return (UnsupportedDepth, $"MarketDepth {depth}");
        if (type == '1' && message.TryGetInt(FixTag.MDUpdateType, out int update) && update != 1)
            return (UnsupportedUpdateType, "only incremental refresh (265=1) is offered");
        if (message.TryGetGroup(FixTag.NoMDEntryTypes, EntryTypes, out FixGroup group))
        {
            foreach (FixGroupEntry entry in group)
            {
                if (!entry.TryGetChar(FixTag.MDEntryType, out char entryType) || entryType is not (Bid or Offer))
                    return (UnsupportedEntryType, "only bids and offers (269=0, 269=1) are offered");
            }
        }

        bool isOpen = feeds.Values.Any(feed => feed.Subscriptions.Contains((client, requestId)));
        return isOpen ? (DuplicateRequest, $"request {requestId} is open") : null;
    }

    private FixBookFeed Feed(SimulatedMarket market, int depth)
    {
        (string, int) key = (market.Instrument.Symbol, depth);
        if (!feeds.TryGetValue(key, out FixBookFeed? feed))
        {
            feed = new FixBookFeed(market, depth);
            feeds.Add(key, feed);
        }

        return feed;
    }

    private void Serve(FixVenueClient client, FixBookFeed feed, string requestId, bool subscribe)
    {
        Instrument instrument = feed.Market.Instrument;
        writer.Begin(FixMsgType.MarketDataSnapshot)
            .Append(FixTag.MDReqID, requestId)
            .Append(FixTag.Symbol, instrument.Symbol)
            .Append(FixTag.RptSeq, feed.Sequence)
            .AppendTransactTime(feed.Time)
            .Append(FixTag.NoMDEntries, feed.Bids.Levels.Length + feed.Asks.Levels.Length);
        AppendLevels(instrument, Bid, feed.Bids.Levels);
        AppendLevels(instrument, Offer, feed.Asks.Levels);
        client.Send(writer);
        if (subscribe)
            feed.Subscribe(client, requestId);
    }

    private FixRefusal? Reject(FixVenueClient client, string requestId, char reason, string text)
    {
        client.Send(writer.Begin(FixMsgType.MarketDataRequestReject)
            .Append(FixTag.MDReqID, requestId)
            .Append(FixTag.MDReqRejReason, reason)
            .Append(FixTag.Text, text));
        return null;
    }

    private void AppendLevels(Instrument instrument, char entryType, ImmutableArray<BookLevel> levels)
    {
        foreach (BookLevel level in levels)
        {
            writer.Append(FixTag.MDEntryType, entryType)
                .Append(FixTag.MDEntryPx, instrument.Price(level.Price))
                .Append(FixTag.MDEntrySize, instrument.Quantity(level.Quantity));
        }
    }

    private void AppendUpdate(Instrument instrument, FixLevelUpdate update, long sequence)
    {
        writer.Append(FixTag.MDUpdateAction, update.Action)
            .Append(FixTag.MDEntryType, update.Level.Side == BookSide.Bid ? Bid : Offer)
            .Append(FixTag.Symbol, instrument.Symbol)
            .Append(FixTag.MDEntryPx, instrument.Price(update.Level.Price));
        if (update.Action != FixLevelUpdate.Delete)
            writer.Append(FixTag.MDEntrySize, instrument.Quantity(update.Level.Quantity));
        writer.Append(FixTag.RptSeq, sequence);
    }
}
