using MarginRouter.Core.Instruments;
using MarginRouter.Venues.Binance.MarketData;
using MarginRouter.Venues.Binance.Trading;
using MarginRouter.Venues.Connectivity;
using Microsoft.Extensions.Logging;
using MarginRouter.Venues.Feeds;
using MarginRouter.Venues.Trading;

namespace MarginRouter.Venues.Binance;

/// <summary>Everything that the adapters of both markets have in common: one market data connection, one private connection per account.</summary>
internal sealed class BinanceConnections : IDisposable
{
    private readonly HttpClient client;

    public BinanceConnections(BinanceOptions options, BinanceMarket market, IVenueEventSink sink, TimeProvider time, ILogger logger)
    {
        if (options.Instruments.IsDefaultOrEmpty)
            throw new VenueConfigurationException($"{options.Name}: no instruments are configured");
        client = new HttpClient(new SocketsHttpHandler { PooledConnectionLifetime = TimeSpan.FromMinutes(5) }, disposeHandler: true);
        VenueBreaker breaker = new(time);
        Context = new FeedContext(
            sink,
            new VenueHttp(client, options.ConnectTimeout, time, breaker),
            new VenueClock(time),
            new VenueReadiness(options.Venue, options.Accounts.Length, sink),
            time,
            logger);
        Depth = new DepthFeed(options, market.Depth, Context);
        TradingOptions trading = options.Trading(market.OrdersInTenSeconds);
        trading.Check();
        if (market.Protocol is not { } protocol)
            protocol = options.Accounts.IsEmpty ? (_, _, _) => throw new InvalidOperationException("no accounts") : throw new VenueConfigurationException($"{options.Name}: the market has market data alone");
        TradingContext shared = new(
            trading,
            new InstrumentTable(options.Instruments),
            new FeedParts(sink, Context.Http, Context.Clock, time, logger),
            new VenueHttp(client, options.AnswerTimeout, time, breaker),
            Context.Readiness,
            Context.Clock.Now);
        Accounts = new TradingAccounts(shared, (account, _) => new BinanceAccountProtocol(options, protocol, account, Context));
    }

    public FeedContext Context { get; }

    public DepthFeed Depth { get; }

    /// <summary>The accounts.</summary>
    public TradingAccounts Accounts { get; }

    /// <summary>Runs everything, and further feeds of the market, until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellation, params IEnumerable<Func<CancellationToken, Task>> more)
    {
        try
        {
            await TaskGroup.RunAsync(
                cancellation,
                [Depth.RunAsync, .. Accounts.Runs, .. more])
                .ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            return;
        }
    }

    public void Dispose()
    {
        Accounts.Dispose();
        Depth.Dispose();
        client.Dispose();
    }
}
