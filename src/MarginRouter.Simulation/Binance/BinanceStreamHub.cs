using System.Text;
using MarginRouter.Core.Instruments;
using MarginRouter.Simulation.Accounts;
using MarginRouter.Simulation.Faults;
using MarginRouter.Simulation.Markets;
using MarginRouter.Simulation.Matching;

namespace MarginRouter.Simulation.Binance;

/// <summary>
/// Sends what happens in the venue to the connections that asked for it. Its lists are used under the venue's gate only.
/// </summary>
internal sealed class BinanceStreamHub(SimulatedExchange exchange, IBinanceDialect dialect, BinanceTradeTape tape) : IExchangeListener
{
    private readonly List<BinanceSocket> publicSockets = [];
    private readonly List<BinanceSocket> privateSockets = [];
    private readonly List<UserSubscription> subscriptions = [];
    private readonly FrameDisorder disorder = new(exchange.Faults);
    private int nextSubscriptionId;

    private delegate byte[] Envelope(byte[] payload);

    public void AddPublic(BinanceSocket socket, IEnumerable<string> streams) => exchange.Locked(() =>
    {
        socket.Streams.UnionWith(streams);
        publicSockets.Add(socket);
        return true;
    });

    public void AddPrivate(BinanceSocket socket) => exchange.Locked(() =>
    {
        privateSockets.Add(socket);
        return true;
    });

    /// <summary>Sends an account's events to a socket as they are (USD-M listen keys).</summary>
    public void SubscribeUser(BinanceSocket socket, SimulatedAccount account, string? streamName) => exchange.Locked(() =>
    {
        subscriptions.Add(new UserSubscription(socket, account, payload => streamName is null ? payload : Combined(streamName, payload)));
        return true;
    });

    /// <summary>Sends an account's events to a WebSocket API connection, wrapped with the subscription's number, which is returned.</summary>
    public int SubscribeUser(BinanceSocket socket, SimulatedAccount account) => exchange.Locked(() =>
    {
        int id = nextSubscriptionId++;
        subscriptions.Add(new UserSubscription(socket, account, payload => BinanceJson.Object(writer =>
        {
            writer.WriteNumber("subscriptionId", id);
            writer.Raw("event", payload);
        })));
        return id;
    });

    public void Remove(BinanceSocket socket) => exchange.Locked(() =>
    {
        publicSockets.Remove(socket);
        privateSockets.Remove(socket);
        subscriptions.RemoveAll(subscription => ReferenceEquals(subscription.Socket, socket));
        return true;
    });

    public void ChangeStreams(BinanceSocket socket, IEnumerable<string> names, bool subscribe) => exchange.Locked(() =>
    {
        if (subscribe)
            socket.Streams.UnionWith(names);
        else
            socket.Streams.ExceptWith(names);
        return true;
    });

    public IReadOnlyList<string> StreamsOf(BinanceSocket socket) => exchange.Locked(() => socket.Streams.Order(StringComparer.Ordinal).ToArray());

    /// <summary>Sends the mark price of every market to its subscribers.</summary>
    public void PublishMarkPrices() => exchange.Locked(() =>
    {
        Instant now = exchange.Clock.Now;
        foreach (SimulatedMarket market in exchange.Markets.Values)
        {
            if (market.MarkPrice is decimal mark)
                Broadcast(market, "@markPrice", () => BinanceFuturesEvents.MarkPriceUpdate(market, mark, now));
        }

        return true;
    });

    public void OnTick(MarketTick tick)
    {
        if (tick.Changes.Length > 0 && IsWanted(tick.Market, "@depth"))
            disorder.Send(tick.Market.Instrument.Symbol, true, dialect.Depth(tick), payload => Broadcast(tick.Market, "@depth", () => payload));
        foreach (PublicTrade trade in tick.Trades)
        {
            long id = tape.Next(tick.Market.Instrument.Symbol);
            Broadcast(tick.Market, "@trade", () => tape.Trade(tick, trade, id));
            Broadcast(tick.Market, "@aggTrade", () => tape.Aggregate(tick, trade, id));
        }
    }

    public void OnExecution(ExecutionUpdate update)
    {
        if (subscriptions.Count > 0)
            SendToUser(update.Account, dialect.UserEvents(update, exchange.Clock.Now));
    }

    public void OnAccountChange(AccountChange change) => SendToUser(change.Account, dialect.UserEvents(change, exchange.Clock.Now));

    public void OnDisconnect(ConnectionKinds kinds)
    {
        if (kinds.HasFlag(ConnectionKinds.Public))
            Abort(publicSockets);
        if (kinds.HasFlag(ConnectionKinds.Private))
            Abort(privateSockets);
    }

    // Cutting a connection may end its reader at once on this thread, which takes it off the list: hence the copies here and below.
    private static void Abort(List<BinanceSocket> sockets)
    {
        foreach (BinanceSocket socket in sockets.ToArray())
            socket.Abort();
    }

    private void SendToUser(SimulatedAccount account, IReadOnlyList<byte[]> events)
    {
        foreach (UserSubscription subscription in subscriptions.ToArray())
        {
            if (!ReferenceEquals(subscription.Account, account))
                continue;
            foreach (byte[] payload in events)
                subscription.Socket.Send(subscription.Wrap(payload));
        }
    }

    private void Broadcast(SimulatedMarket market, string channel, Func<byte[]> write)
    {
        string prefix = market.Instrument.Symbol.ToLowerInvariant() + channel;
        byte[]? payload = null;
        Dictionary<string, byte[]> wrapped = new(StringComparer.Ordinal);
        foreach (BinanceSocket socket in publicSockets.ToArray())
        {
            foreach (string name in socket.Streams)
            {
                if (!IsOf(name, prefix))
                    continue;
                payload ??= write();
                if (!socket.IsCombined)
                    socket.Send(payload);
                else if (wrapped.TryGetValue(name, out byte[]? known))
                    socket.Send(known);
                else
                    socket.Send(wrapped[name] = Combined(name, payload));
            }
        }
    }

    private bool IsWanted(SimulatedMarket market, string channel)
    {
        string prefix = market.Instrument.Symbol.ToLowerInvariant() + channel;
        return publicSockets.Exists(socket => socket.Streams.Any(name => IsOf(name, prefix)));
    }

    // "btcusdt@depth" and "btcusdt@depth@100ms", but not the partial books "btcusdt@depth20".
    private static bool IsOf(string name, string prefix) =>
        name.StartsWith(prefix, StringComparison.Ordinal) && (name.Length == prefix.Length || name[prefix.Length] == '@');

    private static byte[] Combined(string name, byte[] payload)
    {
        byte[] head = Encoding.UTF8.GetBytes($"{{\"stream\":\"{name}\",\"data\":");
        return [.. head, .. payload, (byte)'}'];
    }

    private sealed record UserSubscription(BinanceSocket Socket, SimulatedAccount Account, Envelope Wrap);
}
