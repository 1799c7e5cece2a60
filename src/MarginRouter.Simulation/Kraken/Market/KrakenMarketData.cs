using MarginRouter.Simulation.Kraken.Wire;
using MarginRouter.Simulation.Markets;
using MarginRouter.Simulation.Matching;

namespace MarginRouter.Simulation.Kraken.Market;

/// <summary>The public side of the venue: turns market ticks into frames for every subscriber. Guarded by the venue's gate.</summary>
internal sealed class KrakenMarketData
{
    private const int DeepestSubscription = 1_000;
    private readonly SimulatedExchange exchange;
    private readonly Dictionary<string, KrakenPairData> pairs = new(StringComparer.Ordinal);

    /// <summary>Lists pairs with their present books.</summary>
    public KrakenMarketData(SimulatedExchange exchange, IEnumerable<KrakenPair> listed)
    {
        this.exchange = exchange;
        foreach (KrakenPair pair in listed)
            pairs.Add(pair.Symbol, new KrakenPairData(pair, exchange.Market(pair.Symbol).Copy(DeepestSubscription), exchange.Faults));
    }

    /// <summary>True when the pair is listed under this v2 symbol.</summary>
    public bool Lists(string symbol) => pairs.ContainsKey(symbol);

    /// <summary>Sends what a tick changed; the venue calls it under its gate.</summary>
    public void Publish(MarketTick tick) => pairs[tick.Market.Instrument.Symbol].Publish(
        tick,
        tick.Market.Copy(DeepestSubscription),
        exchange.Faults.TakeChecksumCorruption);

    /// <summary>Sends the acknowledgement and the snapshot, and every later change.</summary>
    public void Subscribe(KrakenConnection connection, KrakenSubscription subscription, bool triggeredByBook, byte[] acknowledgement) =>
        exchange.Locked(() =>
        {
            connection.Send(acknowledgement);
            pairs[subscription.Symbol!].Subscribe(connection, subscription, triggeredByBook);
            return true;
        });

    /// <summary>Ends one subscription; false when there was none.</summary>
    public bool Unsubscribe(KrakenConnection connection, KrakenSubscription subscription) =>
        exchange.Locked(() => pairs[subscription.Symbol!].Unsubscribe(connection, subscription));

    /// <summary>Forgets a connection that ended.</summary>
    public void Remove(KrakenConnection connection) =>
        exchange.Locked(() =>
        {
            foreach (KrakenPairData pair in pairs.Values)
                pair.Remove(connection);
            return true;
        });
}
