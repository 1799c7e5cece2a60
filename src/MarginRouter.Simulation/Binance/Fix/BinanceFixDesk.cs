using MarginRouter.Fix.Codec;
using MarginRouter.Simulation.Faults;
using MarginRouter.Simulation.FixDialects;
using MarginRouter.Simulation.Markets;
using MarginRouter.Simulation.Matching;

namespace MarginRouter.Simulation.Binance.Fix;

/// <summary>What the three ports share: clients, orders and market data. Used under the venue's gate.</summary>
internal sealed class BinanceFixDesk : IExchangeListener, IDisposable
{
    private readonly FixMessageWriter writer = new();
    private readonly DelayedSends dropCopies;

    public BinanceFixDesk(SimulatedExchange exchange, BinanceFixOptions options)
    {
        Exchange = exchange;
        Logons = new BinanceFixLogon(exchange, options);
        dropCopies = new DelayedSends(exchange.Clock.Time, options.DropCopyDelay);
        IBinanceDialect dialect = new BinanceSpotDialect(() => exchange.Markets.Values.First().Instrument.Fees);
        Orders = new BinanceFixOrders(exchange, dialect, Clients, SendLater);
        MarketData = new BinanceFixMarketData(exchange);
        exchange.Attach(this);
    }

    /// <summary>The venue behind the protocol.</summary>
    public SimulatedExchange Exchange { get; }

    /// <summary>The check of logons.</summary>
    public BinanceFixLogon Logons { get; }

    /// <summary>Who is logged on, on any port.</summary>
    public List<BinanceFixClient> Clients { get; } = [];

    /// <summary>Orders.</summary>
    public BinanceFixOrders Orders { get; }

    /// <summary>Market data.</summary>
    public BinanceFixMarketData MarketData { get; }

    /// <inheritdoc />
    public void OnTick(MarketTick tick) => MarketData.Publish(tick);

    /// <inheritdoc />
    public void OnExecution(ExecutionUpdate update) => Orders.Report(update);

    /// <inheritdoc />
    public void OnDisconnect(ConnectionKinds kinds)
    {
        foreach (BinanceFixClient client in Clients.ToArray())
        {
            if (kinds.HasFlag(client.Service == BinanceFixService.MarketData ? ConnectionKinds.Public : ConnectionKinds.Private))
                client.Disconnect();
        }
    }

    /// <summary>Sends a News (B) to everybody.</summary>
    public void Announce(string headline)
    {
        foreach (BinanceFixClient client in Clients)
            client.Send(writer.Begin(FixMsgType.News).Append(BinanceFixTag.Headline, headline));
    }

    /// <inheritdoc />
    public void Dispose() => dropCopies.Dispose();

    private void SendLater(Action send) => dropCopies.Add(() => Exchange.Locked(() =>
    {
        send();
        return true;
    }));
}
