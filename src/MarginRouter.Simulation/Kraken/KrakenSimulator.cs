using System.Net;
using MarginRouter.Simulation.Accounts;
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

    /// <summary>Makes the venue without listening; throws <see cref="ArgumentException"/> for options that do not fit together.</summary>
    public KrakenSimulator(KrakenSimulatorOptions options)
    {
        this.options = options;
        KrakenMarginRule margin = new(options.Reporting, options.CollateralWeights);
        Exchange = new SimulatedExchange(new SimulatedExchangeOptions
        {
            Clock = options.Clock,
            Markets = options.Markets,
            Accounts = [.. options.Accounts.Select(WithPairLeverages)],
            MarginRule = margin,
            TickInterval = options.TickInterval,
            TimeResolution = TimeSpan.FromMicroseconds(1),
            SpotFeeAsset = SpotFeeAsset.Quote,
            FeeDecimals = KrakenPair.CostDecimals,
        });
        server = new KrakenServer(Exchange, options, margin, stopping.Token);
    }

    /// <summary>The venue behind the protocol: markets, accounts, orders and faults.</summary>
    public SimulatedExchange Exchange { get; }

    /// <summary>Base of REST, for example http://127.0.0.1:40001; set once started.</summary>
    public Uri RestAddress { get; private set; } = new("http://127.0.0.1:0");

    /// <summary>Base of the public WebSocket, to which /v2 is appended; set once started.</summary>
    public Uri PublicAddress { get; private set; } = new("ws://127.0.0.1:0");

    /// <summary>Base of the private WebSocket, to which /v2 is appended; set once started.</summary>
    public Uri PrivateAddress { get; private set; } = new("ws://127.0.0.1:0");

    /// <summary>
    /// The first fault of the simulator's own, as opposed to one that was ordered; the session in which it happened was cut. Null
    /// while there was none: a test that uses the simulator should check it.
    /// </summary>
    public Exception? Failure => server.Failure;

    /// <summary>Listens on free ports of 127.0.0.1 and, unless told otherwise, starts the markets.</summary>
    /// <param name="runMarkets">False leaves the markets still until <see cref="SimulatedExchange.Step"/> or Start is called.</param>
    /// <param name="cancellation">Gives up starting.</param>
    public async Task StartAsync(bool runMarkets = true, CancellationToken cancellation = default)
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
        application.Run(context => server.ServeAsync(context, context.Connection.LocalPort == PrivateAddress.Port));
        await application.StartAsync(cancellation);
        int[] ports = [.. application.Urls.Select(url => new Uri(url).Port)];
        RestAddress = new Uri($"http://127.0.0.1:{ports[0]}");
        PublicAddress = new Uri($"ws://127.0.0.1:{ports[0]}");
        PrivateAddress = new Uri($"ws://127.0.0.1:{ports[1]}");
        if (runMarkets)
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

    private SimulatedAccountOptions WithPairLeverages(SimulatedAccountOptions account)
    {
        Dictionary<string, decimal> leverages = new(account.Leverages, StringComparer.Ordinal);
        foreach ((string symbol, int maximum) in options.MaximumLeverages)
            leverages.TryAdd(symbol, maximum);
        return account with { Leverages = leverages, DefaultLeverage = 1 };
    }
}
