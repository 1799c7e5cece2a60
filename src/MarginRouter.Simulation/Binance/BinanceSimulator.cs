using System.Collections.Immutable;
using System.Net;
using MarginRouter.Core.Margin.Rules;
using MarginRouter.Simulation.Accounts;
using MarginRouter.Simulation.Faults;
using MarginRouter.Simulation.Markets;
using MarginRouter.Simulation.Matching;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace MarginRouter.Simulation.Binance;

/// <summary>
/// A Binance exchange on a loopback port, speaking the venue's own REST, streams, WebSocket API and private streams. Adapters are
/// pointed at its base addresses and append the venue's real paths.
/// </summary>
public sealed class BinanceSimulator : IAsyncDisposable
{
    private static readonly TimeSpan PongTimeout = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan StopTimeout = TimeSpan.FromMilliseconds(200);

    private readonly BinanceSimulatorOptions options;
    private readonly BinanceDefects defects = new();
    private readonly BinanceStreamHub hub;
    private readonly BinanceSockets sockets;
    private readonly BinanceRestApi rest;
    private readonly CancellationTokenSource stopping = new();
    private WebApplication? server;
    private ITimer? markTimer;
    private Uri? restUri;
    private bool isDisposed;

    /// <summary>Makes the exchange; throws <see cref="ArgumentException"/> for a USD-M exchange without rules or a market without brackets.</summary>
    public BinanceSimulator(BinanceSimulatorOptions options)
    {
        this.options = options;
        if (options.Kind == BinanceMarketKind.CoinMargined && options.Accounts.Count > 0)
            throw new ArgumentException("a COIN-M exchange has market data alone here", nameof(options));
        RuleSetMargin? rule = options.Kind == BinanceMarketKind.UsdMargined ? Margin(options) : null;
        Exchange = new SimulatedExchange(new SimulatedExchangeOptions
        {
            Clock = options.Clock,
            Markets = options.Markets,
            Accounts = options.Accounts,
            MarginRule = rule is null ? new SpotBalanceRule(feeFromQuote: false) : rule,
            TickInterval = options.TickInterval,
            RefusesTakingPostOnly = true,
        });
        BinanceFuturesAccount? futures = rule is null ? null : new BinanceFuturesAccount(rule);
        IBinanceDialect dialect = options.Kind == BinanceMarketKind.Spot
            ? new BinanceSpotDialect(() => Exchange.Markets.Values.First().Instrument.Fees)
            : new BinanceFuturesDialect(futures);
        BinanceSignature signature = new(Exchange);
        BinanceOperations operations = new(Exchange, dialect, futures);
        BinanceListenKeys listenKeys = new();
        BinanceUsage usage = new(dialect.Limits);
        hub = new BinanceStreamHub(Exchange, dialect, new BinanceTradeTape(options.Kind));
        Exchange.Attach(hub);
        sockets = new BinanceSockets(options.Kind, hub, new BinanceWebSocketApi(Exchange, operations, signature, hub, usage, defects), listenKeys);
        rest = new BinanceRestApi(Exchange, operations, signature, listenKeys, usage, defects);
    }

    /// <summary>The venue behind the protocol: markets, accounts, orders, stepping.</summary>
    public SimulatedExchange Exchange { get; }

    /// <summary>Faults to order at run time.</summary>
    public SimulatedFaults Faults => Exchange.Faults;

    /// <summary>Base of the REST paths, http://127.0.0.1:port; throws before <see cref="StartAsync"/>.</summary>
    public Uri RestUri => restUri ?? throw new InvalidOperationException("the simulator was not started");

    /// <summary>Base of the WebSocket paths (streams, WebSocket API, private streams), ws://127.0.0.1:port; throws before <see cref="StartAsync"/>.</summary>
    public Uri WebSocketUri => new UriBuilder(RestUri) { Scheme = "ws" }.Uri;

    /// <summary>Requests that the simulator itself failed to handle, in order; empty in a sound run.</summary>
    public ImmutableArray<Exception> Defects => defects.All;

    /// <summary>A market by symbol.</summary>
    public SimulatedMarket Market(string symbol) => Exchange.Market(symbol);

    /// <summary>What an account holds now.</summary>
    public AccountStatement Account(string name) => Exchange.Statement(Exchange.Account(name));

    /// <summary>Starts listening on a free port of 127.0.0.1 and, if so chosen, the markets.</summary>
    public async Task StartAsync(CancellationToken cancellation = default)
    {
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        server = builder.Build();
        server.UseWebSockets(new WebSocketOptions { KeepAliveInterval = options.PingInterval, KeepAliveTimeout = PongTimeout });
        server.Run(HandleAsync);
        await server.StartAsync(cancellation).ConfigureAwait(false);
        restUri = new Uri(server.Urls.Single());
        if (!options.RunMarkets)
            return;
        Exchange.Start();
        if (options.Kind != BinanceMarketKind.Spot)
            markTimer = options.Clock.Time.CreateTimer(_ => PublishMarkPrices(), null, options.MarkPriceInterval, options.MarkPriceInterval);
    }

    /// <summary>Sends the mark prices to their subscribers now (USD-M).</summary>
    public void PublishMarkPrices() => hub.PublishMarkPrices();

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref isDisposed, true))
            return;
        if (markTimer is not null)
            await markTimer.DisposeAsync().ConfigureAwait(false);
        await Exchange.DisposeAsync().ConfigureAwait(false);
        await stopping.CancelAsync().ConfigureAwait(false);
        if (server is not null)
        {
            await StopAsync(server).ConfigureAwait(false);
            await server.DisposeAsync().ConfigureAwait(false);
        }

        stopping.Dispose();
    }

    private static async Task StopAsync(WebApplication server)
    {
        using CancellationTokenSource patience = new(StopTimeout);
        try
        {
            await server.StopAsync(patience.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (patience.IsCancellationRequested)
        {
            // The server aborted what was still open; disposing it ends the rest.
            return;
        }
    }

    private async Task HandleAsync(HttpContext context)
    {
        using CancellationTokenSource ended = CancellationTokenSource.CreateLinkedTokenSource(stopping.Token, context.RequestAborted);
        try
        {
            if (context.WebSockets.IsWebSocketRequest && !Faults.IsUnderMaintenance)
                await sockets.HandleAsync(context, ended.Token).ConfigureAwait(false);
            else
                await rest.HandleAsync(context, options.Kind, ended.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (ended.IsCancellationRequested)
        {
            // The client hung up or the simulator is stopping; there is no answer to give.
            context.Abort();
        }
    }

    private static RuleSetMargin Margin(BinanceSimulatorOptions options)
    {
        MarginRuleSet rules = options.Rules ?? throw new ArgumentException("a USD-M exchange needs margin rules", nameof(options));
        foreach (SimulatedMarketOptions market in options.Markets)
        {
            if (rules.FindTiers(market.Instrument.Symbol) is null)
                throw new ArgumentException($"{market.Instrument.Symbol} has no maintenance brackets in {rules.Name}", nameof(options));
        }

        return new RuleSetMargin(rules);
    }
}
