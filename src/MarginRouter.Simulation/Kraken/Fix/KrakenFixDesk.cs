using MarginRouter.Simulation.Faults;
using MarginRouter.Simulation.Markets;
using MarginRouter.Simulation.Matching;

namespace MarginRouter.Simulation.Kraken.Fix;

/// <summary>What the two ports share: clients, orders and market data. Used under the venue's gate.</summary>
internal sealed class KrakenFixDesk : IExchangeListener
{
    public KrakenFixDesk(SimulatedExchange exchange)
    {
        Exchange = exchange;
        Logons = new KrakenFixLogon(exchange);
        Orders = new KrakenFixOrders(exchange);
        MarketData = new KrakenFixMarketData(exchange);
        exchange.Attach(this);
    }

    /// <summary>The venue behind the protocol.</summary>
    public SimulatedExchange Exchange { get; }

    /// <summary>The check of logons.</summary>
    public KrakenFixLogon Logons { get; }

    /// <summary>Who is logged on, and whether to trade.</summary>
    public List<(KrakenFixClient Client, bool IsTrading)> Clients { get; } = [];

    /// <summary>Orders.</summary>
    public KrakenFixOrders Orders { get; }

    /// <summary>Market data.</summary>
    public KrakenFixMarketData MarketData { get; }

    /// <inheritdoc />
    public void OnTick(MarketTick tick) => MarketData.Publish(tick);

    /// <inheritdoc />
    public void OnExecution(ExecutionUpdate update) => Orders.Report(update);

    /// <inheritdoc />
    public void OnDisconnect(ConnectionKinds kinds)
    {
        foreach ((KrakenFixClient client, bool isTrading) in Clients.ToArray())
        {
            if (kinds.HasFlag(isTrading ? ConnectionKinds.Private : ConnectionKinds.Public))
                client.Disconnect();
        }
    }
}
