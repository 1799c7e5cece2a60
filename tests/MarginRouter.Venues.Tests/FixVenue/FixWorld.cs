using MarginRouter.Core.Engine.Commands;
using MarginRouter.Core.Engine.Events;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.MarketData;
using MarginRouter.Core.Orders;
using MarginRouter.Fix.Store;
using MarginRouter.Simulation.Accounts;
using MarginRouter.Simulation.FixVenue;
using MarginRouter.Simulation.Markets;
using MarginRouter.Simulation.Matching;
using MarginRouter.Simulation.Quotes;
using MarginRouter.Venues.Connectivity;
using MarginRouter.Venues.FixVenue;
using Microsoft.Extensions.Logging.Abstractions;

namespace MarginRouter.Venues.Tests.FixVenue;

/// <summary>
/// A simulated FIX venue with a book that stands still (asks 100.00 x 1, 100.10 x 2; bids 99.90 x 1, 99.00 x 50), two accounts with 10,000
/// USD and 4 BTC each on one order session, a session for market data alone, and the adapter connected to it.
/// </summary>
internal sealed class FixWorld : IAsyncDisposable
{
    public static readonly SubaccountId Alpha = new(0);
    public static readonly SubaccountId Bravo = new(1);

    private readonly CancellationTokenSource stop = new();
    private long parents;

    private FixWorld(FixVenueSimulator simulator, FixVenueOptions options)
    {
        Simulator = simulator;
        Options = options;
        Adapter = new FixVenueAdapter(options, Sink, Ids, new FixVenueServices(TimeProvider.System, NullLoggerFactory.Instance, _ => new MemoryFixMessageStore()));
        Running = Adapter.RunAsync(stop.Token);
    }

    public static Instrument Bitcoin { get; } = TestInstruments.Spot(0.01m, 0.0001m, symbol: "BTCUSD") with { Quote = new Asset("USD"), Settlement = new Asset("USD") };

    public RecordedSink Sink { get; } = new();

    public ClientOrderIdFormat Ids { get; } = new("tst");

    public FixVenueSimulator Simulator { get; }

    public FixVenueOptions Options { get; }

    public FixVenueAdapter Adapter { get; }

    public Task Running { get; }

    /// <summary>Starts both and waits until the venue is ready.</summary>
    public static async Task<FixWorld> StartAsync(Func<FixVenueOptions, FixVenueOptions>? change = null, IReadOnlyList<QuoteMakerOptions>? makers = null)
    {
        FixVenueSimulator simulator = new(new FixVenueSimulatorOptions
        {
            Clock = new MarketClock(TimeProvider.System),
            Markets = [new SimulatedMarketOptions(Bitcoin, new FixedBookSource(
                Level(BookSide.Ask, 100.00m, 1), Level(BookSide.Ask, 100.10m, 2), Level(BookSide.Bid, 99.90m, 1), Level(BookSide.Bid, 99.00m, 50)))],
            Accounts = [Account("alpha"), Account("bravo")],
            Clients =
            [
                new FixVenueClientOptions { CompId = "ORDERS", Username = "trader", Password = "secret", Accounts = ["alpha", "bravo"] },
                new FixVenueClientOptions { CompId = "PRICES", Username = "viewer", Password = "secret" },
            ],
            Makers = makers ?? [],
            RunMarkets = false,
        });
        await simulator.StartAsync();
        simulator.Exchange.Step();
        FixVenueOptions options = OptionsFor(simulator);
        FixWorld world = new(simulator, change?.Invoke(options) ?? options);
        await world.Sink.WaitForAsync<VenueConnectionChanged>(one => one.Connected);
        return world;
    }

    /// <summary>Sends an order and returns its terms.</summary>
    public ChildOrderTerms Send(SubaccountId account, Side side, decimal quantity, decimal limit)
    {
        Assert.True(Bitcoin.TryPrice(limit, out PriceTicks price));
        ChildOrderId id = new(new ParentOrderId(Interlocked.Increment(ref parents)), 1, 0);
        ChildOrderTerms terms = new(id, account, Bitcoin.Id, side, Lots(quantity), price, false);
        Adapter.Send(new SendChild(terms, new Instant(Now().Nanoseconds + 60_000_000_000)));
        return terms;
    }

    /// <summary>Sends an order that may stand and returns its terms.</summary>
    public ChildOrderTerms Send(SubaccountId account, Side side, decimal quantity, decimal limit, FixStanding standing)
    {
        Assert.True(Bitcoin.TryPrice(limit, out PriceTicks price));
        ChildOrderTerms terms = new(new ChildOrderId(new ParentOrderId(Interlocked.Increment(ref parents)), 1, 0), account, Bitcoin.Id, side, Lots(quantity), price, false);
        Adapter.Send(new SendChild(terms, new Instant(Now().Nanoseconds + 60_000_000_000)), standing);
        return terms;
    }

    public static Instant Now() => new((DateTimeOffset.UtcNow - DateTimeOffset.UnixEpoch).Ticks * 100);

    public static QuantityLots Lots(decimal quantity) =>
        Bitcoin.TryQuantity(quantity, out QuantityLots lots) ? lots : throw new ArgumentException($"{quantity} is off the grid");

    /// <summary>Everything that was said of a child, in order.</summary>
    public IReadOnlyList<InboundEvent> Of(ChildOrderTerms terms) =>
    [
        .. Sink.Events.Where(one => one switch
        {
            ChildAccepted accepted => accepted.Child == terms.Id,
            ChildFilled filled => filled.Fill.Child == terms.Id,
            ChildEnded ended => ended.Child == terms.Id,
            ChildRefused refused => refused.Child == terms.Id,
            ChildLost lost => lost.Child == terms.Id,
            ChildDropped dropped => dropped.Child == terms.Id,
            ChildStatusReported status => status.Child == terms.Id,
            _ => false,
        }),
    ];

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        await Running;
        await Adapter.DisposeAsync();
        await Simulator.DisposeAsync();
        stop.Dispose();
    }

    private static FixVenueOptions OptionsFor(FixVenueSimulator simulator)
    {
        FixVenueSessionOptions orders = new()
        {
            Host = "127.0.0.1",
            Port = simulator.EndPoint.Port,
            SenderCompId = "ORDERS",
            TargetCompId = "VENUE",
            Username = "trader",
            Password = "secret",
            HeartbeatInterval = TimeSpan.FromSeconds(1),
        };
        return new FixVenueOptions
        {
            Venue = new VenueId(0),
            Instruments = [Bitcoin],
            Accounts =
            [
                new FixVenueAccountOptions { Subaccount = Alpha, Account = "alpha", Session = orders },
                new FixVenueAccountOptions { Subaccount = Bravo, Account = "bravo", Session = orders },
            ],
            MarketData = orders with { SenderCompId = "PRICES", Username = "viewer" },
            ConfirmationInterval = TimeSpan.FromMilliseconds(50),
            ResubscribeInterval = TimeSpan.FromMilliseconds(20),
            AnswerTimeout = TimeSpan.FromSeconds(2),
            EndTimeout = TimeSpan.FromSeconds(2),
            StatementInterval = TimeSpan.FromMilliseconds(200),
            TickInterval = TimeSpan.FromMilliseconds(20),
            Reconnect = new ReconnectOptions(TimeSpan.FromMilliseconds(20), TimeSpan.FromMilliseconds(200)),
        };
    }

    private static SimulatedAccountOptions Account(string name) => new()
    {
        Name = name,
        ApiKey = name,
        ApiSecret = name,
        Balances = new Dictionary<string, decimal> { ["USD"] = 10_000, ["BTC"] = 4 },
    };

    private static LevelChange Level(BookSide side, decimal price, decimal quantity) =>
        Bitcoin.TryPrice(price, out PriceTicks ticks) ? new LevelChange(side, ticks, Lots(quantity)) : throw new ArgumentException($"{price} is off the grid");
}
