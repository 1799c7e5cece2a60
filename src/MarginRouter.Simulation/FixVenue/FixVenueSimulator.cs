using System.Net;
using MarginRouter.Core.Instruments;
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
/// A venue on loopback that speaks FIX 4.4, or 5.0 SP2 over FIXT 1.1: market data (V, W, X), limit orders (D, F, G, H, AF, q, r, 8, 9), trades
/// taken back and corrected on demand, balances, positions and marks (AN, AO, AP), quotes of makers (R, S, AG, AJ, Z, a, AI); any other
/// message gets a BusinessMessageReject (j). Numbers and reports live as long as the simulator, so that a client
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

    /// <summary>
    /// Takes a trade back (150=H): of a spot account, what it moved goes back. The order keeps its number of trades. Throws
    /// <see cref="InvalidOperationException"/> for an order without trades or of a contract.
    /// </summary>
    /// <param name="account">The account's name.</param>
    /// <param name="clientOrderId">The order's first ClOrdID (11).</param>
    public void Bust(string account, string clientOrderId) => Exchange.Locked(() =>
    {
        (SimulatedOrder order, SimulatedFill fill) = LastTrade(account, clientOrderId);
        Move(order, -fill.Price * fill.Quantity, -fill.Quantity);
        Exchange.Deposit(Exchange.Account(account), fill.FeeAsset, fill.Fee);
        application.Tell(order, reports => reports.Busted(order, fill, Exchange.Clock.Now));
        return true;
    });

    /// <summary>Corrects the price of an order's last trade (150=G): of a spot account, the difference moves. Throws as <see cref="Bust"/>.</summary>
    /// <param name="account">The account's name.</param>
    /// <param name="clientOrderId">The order's first ClOrdID (11).</param>
    /// <param name="price">The price that holds.</param>
    public void Correct(string account, string clientOrderId, decimal price) => Exchange.Locked(() =>
    {
        (SimulatedOrder order, SimulatedFill fill) = LastTrade(account, clientOrderId);
        Move(order, (price - fill.Price) * fill.Quantity, 0m);
        application.Tell(order, reports => reports.Corrected(order, fill, price, Exchange.Clock.Now));
        return true;
    });

    /// <summary>Makes an order that stands smaller, unasked (150=D with 378=5). Throws <see cref="InvalidOperationException"/> when it cannot.</summary>
    /// <param name="account">The account's name.</param>
    /// <param name="clientOrderId">The order's first ClOrdID (11).</param>
    /// <param name="quantity">Its new whole size.</param>
    public void Restate(string account, string clientOrderId, decimal quantity) => Exchange.Locked(() =>
    {
        SimulatedAccount owner = Exchange.Account(account);
        application.RestatesNext = true;
        OrderAnswer answer = Exchange.Replace(owner, Exchange.FindOrder(owner, clientOrderId), null, quantity);
        application.RestatesNext = false;
        return answer.Order is not null ? true : throw new InvalidOperationException($"{clientOrderId} was not restated: {answer.Rejection?.Text}");
    });

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
                new FixSessionOptions
                {
                    Id = new FixSessionId(options.CompId, compId, options.ApplicationVersion is null ? "FIX.4.4" : "FIXT.1.1"),
                    Role = FixRole.Acceptor,
                    DefaultApplVerId = options.ApplicationVersion,
                },
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

    private (SimulatedOrder Order, SimulatedFill Fill) LastTrade(string account, string clientOrderId)
    {
        SimulatedOrder order = Exchange.FindOrder(Exchange.Account(account), clientOrderId)
            ?? throw new InvalidOperationException($"{account} has no order {clientOrderId}");
        if (order.Terms.Instrument.IsDerivative || order.Fills.Length == 0)
            throw new InvalidOperationException($"{clientOrderId} has no trade of a spot pair");
        return (order, order.Fills[^1]);
    }

    private void Move(SimulatedOrder order, decimal cost, decimal quantity)
    {
        SimulatedAccount account = Exchange.Account(order.Account);
        int sign = order.Terms.Side == Side.Buy ? 1 : -1;
        if (quantity != 0m)
            Exchange.Deposit(account, order.Terms.Instrument.Base.Code, sign * quantity);
        Exchange.Deposit(account, order.Terms.Instrument.Quote.Code, -sign * cost);
    }

    private SimulatedAccount AccountNamed(FixVenueClientOptions client, string name) =>
        Exchange.Accounts.TryGetValue(name, out SimulatedAccount? account)
            ? account
            : throw new ArgumentException($"client {client.CompId} names account {name}, which does not exist");
}
