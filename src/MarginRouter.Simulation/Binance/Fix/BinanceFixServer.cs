using System.Net;
using MarginRouter.Simulation.FixDialects;
using MarginRouter.Simulation.Matching;

namespace MarginRouter.Simulation.Binance.Fix;

/// <summary>
/// FIX 4.4 of Binance spot on loopback (binance-spot-api-docs, fix-api.md), with the markets, accounts, orders and faults of a simulated Binance
/// spot exchange beside its other interfaces: order entry, drop copy and market data, each on a port of its own. TargetCompID (56) of clients is
/// SPOT. Sequence numbers begin anew with each logon and nothing is sent again. Order lists, amendments and other than limit orders are not
/// simulated. Balances are told by the other interfaces, as on the real venue.
/// </summary>
public sealed class BinanceFixServer : IDisposable
{
    private const string VenueCompId = "SPOT";
    private readonly BinanceFixDesk desk;
    private readonly FixDialectPort orderEntry;
    private readonly FixDialectPort dropCopy;
    private readonly FixDialectPort marketData;

    /// <summary>Opens the ports; nothing is taken before <see cref="Start"/>.</summary>
    /// <param name="exchange">The venue, of a <see cref="BinanceSimulator"/> for spot.</param>
    /// <param name="options">Who may log on.</param>
    public BinanceFixServer(SimulatedExchange exchange, BinanceFixOptions options)
    {
        desk = new BinanceFixDesk(exchange, options);
        FixDialectTerms terms = new(VenueCompId, options.ClientCompIds, ResetsOnLogon: true, options.Tls);
        orderEntry = new FixDialectPort(terms, new BinanceFixApplication(BinanceFixService.OrderEntry, desk), exchange.Clock.Time);
        dropCopy = new FixDialectPort(terms, new BinanceFixApplication(BinanceFixService.DropCopy, desk), exchange.Clock.Time);
        marketData = new FixDialectPort(terms, new BinanceFixApplication(BinanceFixService.MarketData, desk), exchange.Clock.Time);
    }

    /// <summary>Where order entry (fix-oe) listens.</summary>
    public IPEndPoint OrderEntry => orderEntry.EndPoint;

    /// <summary>Where drop copy (fix-dc) listens.</summary>
    public IPEndPoint DropCopy => dropCopy.EndPoint;

    /// <summary>Where market data (fix-md) listens.</summary>
    public IPEndPoint MarketData => marketData.EndPoint;

    /// <summary>Starts to take connections.</summary>
    public void Start()
    {
        orderEntry.Start();
        dropCopy.Start();
        marketData.Start();
    }

    /// <summary>Announces maintenance to everybody that is logged on (News, B).</summary>
    public void AnnounceMaintenance(int seconds) => desk.Exchange.Locked(() =>
    {
        desk.Announce(seconds > 10 ? $"You'll be disconnected in {seconds} seconds. Please reconnect." : "Your connection is about to be closed. Please reconnect.");
        return true;
    });

    /// <inheritdoc />
    public void Dispose()
    {
        orderEntry.Dispose();
        dropCopy.Dispose();
        marketData.Dispose();
        desk.Dispose();
    }
}
