using System.Net;
using MarginRouter.Simulation.FixDialects;
using MarginRouter.Simulation.Matching;

namespace MarginRouter.Simulation.Kraken.Fix;

/// <summary>
/// FIX 4.4 of Kraken spot on loopback (docs.kraken.com, unified-fix), with the markets, accounts, orders and faults of a simulated Kraken beside its
/// other interfaces: trading (TargetCompID KRAKEN-TRD) and level 2 market data (KRAKEN-MD), each on a port of its own. Sequence numbers go on over
/// connections unless a Logon resets them; the daily rollover, triggered orders, level 3 and trading session status are not simulated. Balances
/// are told by the other interfaces, as on the real venue.
/// </summary>
public sealed class KrakenFixServer : IDisposable
{
    private readonly FixDialectPort trading;
    private readonly FixDialectPort marketData;

    /// <summary>Opens the ports; nothing is taken before <see cref="Start"/>.</summary>
    /// <param name="exchange">The venue, of a <see cref="KrakenSimulator"/>.</param>
    /// <param name="options">Who may log on; trading needs an account's API key too.</param>
    public KrakenFixServer(SimulatedExchange exchange, KrakenFixOptions options)
    {
        KrakenFixDesk desk = new(exchange);
        trading = new FixDialectPort(
            new FixDialectTerms("KRAKEN-TRD", options.ClientCompIds, ResetsOnLogon: false, options.Tls), new KrakenFixApplication(isTrading: true, desk), exchange.Clock.Time);
        marketData = new FixDialectPort(
            new FixDialectTerms("KRAKEN-MD", options.ClientCompIds, ResetsOnLogon: false, options.Tls), new KrakenFixApplication(isTrading: false, desk), exchange.Clock.Time);
    }

    /// <summary>Where trading listens.</summary>
    public IPEndPoint Trading => trading.EndPoint;

    /// <summary>Where market data listens.</summary>
    public IPEndPoint MarketData => marketData.EndPoint;

    /// <summary>Starts to take connections.</summary>
    public void Start()
    {
        trading.Start();
        marketData.Start();
    }

    /// <inheritdoc />
    public void Dispose()
    {
        trading.Dispose();
        marketData.Dispose();
    }
}
