using System.Net;
using MarginRouter.Core.Margin.Rules;
using MarginRouter.Simulation.Accounts;
using MarginRouter.Simulation.Bybit;
using MarginRouter.Simulation.Hyperliquid;
using MarginRouter.Simulation.Kraken.Futures;
using MarginRouter.Simulation.KuCoin;
using MarginRouter.Simulation.Matching;
using MarginRouter.Simulation.Okx;
using MarginRouter.Simulation.Quotes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;

namespace MarginRouter.Simulation.Streams;

/// <summary>One venue on loopback, by that venue's own protocol; REST and WebSocket on one port.</summary>
public sealed class StreamSimulator : IAsyncDisposable
{
    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(2);
    private readonly CancellationTokenSource stopping = new();
    private readonly StreamSimulatorOptions options;
    private readonly StreamServer server;
    private WebApplication? application;
    private int? port;
    private ITimer? markTimer;

    /// <summary>Makes the venue without listening; throws <see cref="ArgumentException"/> for options that do not fit together.</summary>
    public StreamSimulator(StreamSimulatorOptions options)
    {
        this.options = options;
        bool mixes = options.Venue == StreamVenue.Okx; // Its accounts are one book of coins and contracts.
        if (!mixes && options.Accounts.Count > 0 && options.Markets.Select(market => market.Instrument.IsDerivative).Distinct().Count() > 1)
            throw new ArgumentException("accounts trade either spot or derivatives here", nameof(options));
        if (options.Venue == StreamVenue.KrakenFutures && options.Accounts.Count > 0)
            throw new ArgumentException("Kraken futures has market data alone here", nameof(options));
        IMarginRule rule = Margin(options);
        RuleSetMargin? margin = rule as RuleSetMargin;
        Exchange = new SimulatedExchange(new SimulatedExchangeOptions
        {
            Clock = options.Clock,
            Markets = options.Markets,
            Accounts = options.Accounts,
            MarginRule = rule,
            SpotFeeAsset = options.Venue == StreamVenue.KuCoin ? SpotFeeAsset.Quote : SpotFeeAsset.Received,
            TickInterval = options.TickInterval,
            RefusesTakingPostOnly = options.Venue == StreamVenue.Hyperliquid,
        });
        Quotes = new QuoteDesk(Exchange, options.Makers, "");
        if (options.Makers.Count > 0 && options.Venue != StreamVenue.Bybit)
            throw new ArgumentException("only Bybit has makers", nameof(options));
        server = options.Venue switch
        {
            StreamVenue.Bybit => new BybitServer(Exchange, margin, Quotes, stopping.Token),
            StreamVenue.Okx => new OkxServer(Exchange, margin, options.LegacyChecksums, stopping.Token),
            StreamVenue.KuCoin => new KuCoinServer(Exchange, () => SocketUri, stopping.Token),
            StreamVenue.Hyperliquid => new HyperliquidServer(Exchange, stopping.Token),
            StreamVenue.KrakenFutures => new KrakenFuturesServer(Exchange, stopping.Token),
        };
        Exchange.Attach(server);
    }

    /// <summary>The venue behind the protocol: markets and faults.</summary>
    public SimulatedExchange Exchange { get; }

    /// <summary>Its makers with their quotes and faults, on Bybit; elsewhere there are none.</summary>
    public QuoteDesk Quotes { get; }

    /// <summary>Base of REST; throws <see cref="InvalidOperationException"/> before the start.</summary>
    public Uri RestUri => new($"http://127.0.0.1:{port ?? throw NotStarted()}");

    /// <summary>Base of the WebSocket, to which the venue's own path is appended; throws before the start.</summary>
    public Uri SocketUri => new($"ws://127.0.0.1:{port ?? throw NotStarted()}");

    /// <summary>The first fault of the simulator's own, as opposed to one that was ordered; null while there was none.</summary>
    public Exception? Failure => server.Failure ?? Quotes.Failure;

    /// <summary>Listens on a free port of 127.0.0.1 and, unless told otherwise, starts the markets.</summary>
    public async Task StartAsync(CancellationToken cancellation = default)
    {
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Listen(IPAddress.Loopback, 0);
        });
        application = builder.Build();
        application.UseWebSockets();
        application.Run(server.ServeAsync);
        await application.StartAsync(cancellation);
        port = new Uri(application.Urls.First()).Port;
        if (!options.RunMarkets)
            return;
        Exchange.Start();
        markTimer = options.Clock.Time.CreateTimer(_ => PublishMarks(), null, options.MarkPriceInterval, options.MarkPriceInterval);
    }

    /// <summary>Sends the mark prices now; the venue sends them when they are subscribed and, while its markets run, on a timer.</summary>
    public void PublishMarks() => server.PublishMarks();

    /// <summary>Announces the end of every connection, where the venue's protocol can.</summary>
    public void AnnounceClosing() => server.AnnounceClosing();

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        if (markTimer is not null)
            await markTimer.DisposeAsync();
        await Exchange.DisposeAsync();
        Quotes.Dispose();
        if (application is not null)
        {
            using CancellationTokenSource limit = new(StopPatience);
            await application.StopAsync(limit.Token);
            await application.DisposeAsync();
        }

        stopping.Dispose();
    }

    private static IMarginRule Margin(StreamSimulatorOptions options)
    {
        if (options.Accounts.Count == 0 || !options.Markets.Any(market => market.Instrument.IsDerivative))
            return new SpotBalanceRule(feeFromQuote: options.Venue == StreamVenue.KuCoin);
        MarginRuleSet rules = options.Rules ?? throw new ArgumentException("a venue of derivatives needs margin rules", nameof(options));
        foreach (SimulatedMarketOptions market in options.Markets)
        {
            if (rules.Scenario is null && rules.FindTiers(market.Instrument.Symbol) is null)
                throw new ArgumentException($"{market.Instrument.Symbol} has no tiers in {rules.Name}", nameof(options));
        }

        return new RuleSetMargin(rules with { Reporting = options.Markets[0].Instrument.Settlement }, options.Clock);
    }

    private static InvalidOperationException NotStarted() => new("the simulator was not started");
}
