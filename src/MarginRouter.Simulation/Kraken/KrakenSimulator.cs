using System.Net;
using MarginRouter.Simulation.Accounts;
using MarginRouter.Simulation.Faults;
using MarginRouter.Simulation.Markets;
using MarginRouter.Simulation.Matching;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;

namespace MarginRouter.Simulation.Kraken;

/// <summary>
/// Kraken spot on loopback: REST and the public WebSocket on one port, the private WebSocket on another, as the venue has them on
/// two hosts. Orders are immediate-or-cancel limit orders, on balances or on margin.
/// </summary>
public sealed class KrakenSimulator : IAsyncDisposable
{
    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(2);
    private readonly CancellationTokenSource stopping = new();
    private readonly KrakenServer server;
    private readonly KrakenSimulatorOptions options;
    private WebApplication? application;
    private int? publicPort;
    private int? privatePort;

    /// <summary>Makes the venue without listening; throws <see cref="ArgumentException"/> for options that do not fit together.</summary>
    public KrakenSimulator(KrakenSimulatorOptions options)
    {
        this.options = options;
        RuleSetMargin margin = new(options.Rules);
        Exchange = new SimulatedExchange(new SimulatedExchangeOptions
        {
            Clock = options.Clock,
            Markets = options.Markets,
            Accounts = [.. options.Accounts.Select(WithPairLeverages)],
            MarginRule = margin,
            YearlyInterest = options.YearlyInterest,
            TickInterval = options.TickInterval,
            TimeResolution = TimeSpan.FromMicroseconds(1),
            SpotFeeAsset = SpotFeeAsset.Quote,
            FeeDecimals = KrakenPair.CostDecimals,
        });
        server = new KrakenServer(Exchange, options, margin, stopping.Token);
    }

    /// <summary>The venue behind the protocol: markets, accounts, orders and faults.</summary>
    public SimulatedExchange Exchange { get; }

    /// <summary>Faults to order at run time.</summary>
    public SimulatedFaults Faults => Exchange.Faults;

    /// <summary>Base of REST, for example http://127.0.0.1:40001; throws <see cref="InvalidOperationException"/> before the start.</summary>
    public Uri RestUri => new($"http://127.0.0.1:{publicPort ?? throw NotStarted()}");

    /// <summary>Base of the public WebSocket, to which /v2 is appended; throws before the start.</summary>
    public Uri PublicWebSocketUri => new($"ws://127.0.0.1:{publicPort ?? throw NotStarted()}");

    /// <summary>Base of the private WebSocket, to which /v2 is appended; throws before the start.</summary>
    public Uri PrivateWebSocketUri => new($"ws://127.0.0.1:{privatePort ?? throw NotStarted()}");

    /// <summary>A market by symbol; throws <see cref="KeyNotFoundException"/> when it is not listed.</summary>
    public SimulatedMarket Market(string symbol) => Exchange.Market(symbol);

    /// <summary>What an account holds now, by the account's name.</summary>
    public AccountStatement Account(string name) => Exchange.Statement(Exchange.Account(name));

    /// <summary>
    /// The first fault of the simulator's own, as opposed to one that was ordered; the session in which it happened was cut. Null
    /// while there was none: a test that uses the simulator should check it.
    /// </summary>
    public Exception? Failure => server.Failure;

    /// <summary>Listens on free ports of 127.0.0.1 and, unless told otherwise, starts the markets.</summary>
    public async Task StartAsync(CancellationToken cancellation = default)
    {
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Listen(IPAddress.Loopback, 0);
            kestrel.Listen(IPAddress.Loopback, 0);
        });
        application = builder.Build();
        application.UseWebSockets();
        application.Run(context => server.ServeAsync(context, context.Connection.LocalPort == privatePort));
        await application.StartAsync(cancellation);
        int[] ports = [.. application.Urls.Select(url => new Uri(url).Port)];
        (publicPort, privatePort) = (ports[0], ports[1]);
        if (options.RunMarkets)
            Exchange.Start();
    }

    /// <summary>Changes the venue's state: the status channel says it, and orders are refused unless it is online.</summary>
    public void SetSystemStatus(KrakenSystemStatus status) => server.SetSystemStatus(status);

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        await Exchange.DisposeAsync();
        if (application is not null)
        {
            using CancellationTokenSource limit = new(StopPatience);
            await application.StopAsync(limit.Token);
            await application.DisposeAsync();
        }

        stopping.Dispose();
    }

    private static InvalidOperationException NotStarted() => new("the simulator was not started");

    private SimulatedAccountOptions WithPairLeverages(SimulatedAccountOptions account)
    {
        Dictionary<string, decimal> leverages = new(account.Leverages, StringComparer.Ordinal);
        foreach ((string symbol, int maximum) in options.MaximumLeverages)
            leverages.TryAdd(symbol, maximum);
        return account with { Leverages = leverages, DefaultLeverage = 1 };
    }
}
