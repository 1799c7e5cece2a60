using System.Net;
using MarginRouter.Fix.Session;
using MarginRouter.Fix.Store;
using MarginRouter.Fix.Transport;
using MarginRouter.Simulation.Accounts;
using MarginRouter.Simulation.Faults;
using MarginRouter.Simulation.Markets;
using MarginRouter.Simulation.Matching;
using MarginRouter.Simulation.Quotes;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace MarginRouter.Simulation.FixVenue;

/// <summary>
/// A FIX 4.4 venue on loopback: market data (V, W, X), immediate-or-cancel limit orders (D, F, H, 8, 9), balances, positions and marks
/// (AN, AO, AP), quotes of makers (R, S, AG, AJ, Z, a, AI); any other message gets a BusinessMessageReject (j). Numbers and reports live as long as the simulator, so that a client
/// that comes back gets what it missed.
/// </summary>
public sealed class FixVenueSimulator : IAsyncDisposable
{
    private readonly FixVenueSimulatorOptions options;
    private readonly FixVenueApplication application;
    private readonly Dictionary<string, FixVenueClient> clients = new(StringComparer.Ordinal);
    private readonly List<MemoryFixMessageStore> stores = [];
    private readonly ILoggerFactory loggers;
    private FixAcceptor? acceptor;

    /// <summary>Makes the venue without listening; throws <see cref="ArgumentException"/> for options that do not fit together.</summary>
    /// <param name="options">What it is.</param>
    /// <param name="loggers">Where its sessions log; nowhere by default.</param>
    public FixVenueSimulator(FixVenueSimulatorOptions options, ILoggerFactory? loggers = null)
    {
        this.options = options;
        this.loggers = loggers ?? NullLoggerFactory.Instance;
        Exchange = new SimulatedExchange(new SimulatedExchangeOptions
        {
            Clock = options.Clock,
            Markets = options.Markets,
            Accounts = options.Accounts,
            MarginRule = options.MarginRule,
            TickInterval = options.TickInterval,
            TimeResolution = TimeSpan.FromMicroseconds(1),
            SpotFeeAsset = SpotFeeAsset.Quote,
            RefusesTakingPostOnly = true,
        });
        foreach (FixVenueClientOptions client in options.Clients)
            clients.Add(client.CompId, new FixVenueClient(client, [.. client.Accounts.Select(name => AccountNamed(client, name))]));
        Quotes = new QuoteDesk(Exchange, options.Makers, "Q");
        application = new FixVenueApplication(Exchange, Quotes, clients);
    }

    /// <summary>The venue behind the protocol: markets, accounts, orders and faults.</summary>
    public SimulatedExchange Exchange { get; }

    /// <summary>Faults to order at run time. Reports are the answers here: withholding without events, and delays, concern refusals only.</summary>
    public SimulatedFaults Faults => Exchange.Faults;

    /// <summary>Its makers with their quotes and faults; without makers every request for quotes is refused.</summary>
    public QuoteDesk Quotes { get; }

    /// <summary>Where it listens; throws <see cref="InvalidOperationException"/> before the start.</summary>
    public IPEndPoint EndPoint => acceptor?.EndPoint ?? throw new InvalidOperationException("the simulator was not started");

    /// <summary>A market by symbol; throws <see cref="KeyNotFoundException"/> when it is not listed.</summary>
    public SimulatedMarket Market(string symbol) => Exchange.Market(symbol);

    /// <summary>What an account holds now, by the account's name.</summary>
    public AccountStatement Account(string name) => Exchange.Statement(Exchange.Account(name));

    /// <summary>Listens on a free port of 127.0.0.1 and, unless told otherwise, starts the markets.</summary>
    public Task StartAsync(CancellationToken cancellation = default)
    {
        cancellation.ThrowIfCancellationRequested();
        acceptor = new FixAcceptor(
            new FixAcceptorOptions { EndPoint = new IPEndPoint(IPAddress.Loopback, 0) },
            options.Clock.Time,
            loggers.CreateLogger<FixAcceptor>());
        foreach ((string compId, FixVenueClient client) in clients)
        {
            MemoryFixMessageStore store = new();
            stores.Add(store);
            client.Bind(acceptor.AddSession(
                new FixSessionOptions { Id = new FixSessionId(options.CompId, compId), Role = FixRole.Acceptor },
                store,
                application));
        }

        acceptor.Start();
        if (options.RunMarkets)
            Exchange.Start();
        return Task.CompletedTask;
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await Exchange.DisposeAsync();
        Quotes.Dispose();
        foreach (FixVenueClient client in clients.Values)
            client.Logout();
        acceptor?.Dispose();
        foreach (MemoryFixMessageStore store in stores)
            store.Dispose();
    }

    private SimulatedAccount AccountNamed(FixVenueClientOptions client, string name) =>
        Exchange.Accounts.TryGetValue(name, out SimulatedAccount? account)
            ? account
            : throw new ArgumentException($"client {client.CompId} names account {name}, which does not exist");
}
