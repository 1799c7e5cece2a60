using MarginRouter.Core.Engine.Commands;
using MarginRouter.Core.Engine.Events;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.MarketData;
using MarginRouter.Core.Orders;
using MarginRouter.Simulation.Accounts;
using MarginRouter.Simulation.Kraken;
using MarginRouter.Simulation.Markets;
using MarginRouter.Simulation.Matching;
using MarginRouter.Testing;
using MarginRouter.Venues.Connectivity;
using MarginRouter.Venues.Kraken;
using Microsoft.Extensions.Logging.Abstractions;

namespace MarginRouter.Venues.Tests.Kraken;

/// <summary>
/// A simulated Kraken with a book that stands still (asks 100.0 x 1, 100.1 x 2, 100.5 x 500; bids 99.9 x 1, 99.0 x 500), a spot account and
/// a margin account, each with 10,000 USD and 4 BTC, and the adapter connected to it.
/// </summary>
internal sealed class KrakenWorld : IAsyncDisposable
{
    public static readonly SubaccountId Spot = new(0);
    public static readonly SubaccountId Margin = new(1);

    private readonly CancellationTokenSource stop = new();
    private long parents;

    private KrakenWorld(KrakenSimulator simulator, KrakenSpotOptions options)
    {
        Simulator = simulator;
        Options = options;
        Adapter = new KrakenSpotAdapter(options, Sink, Ids, TimeProvider.System, NullLoggerFactory.Instance);
        Running = Adapter.RunAsync(stop.Token);
    }

    public static Instrument Bitcoin { get; } = KrakenInstruments.Pair("BTC/USD", tick: 0.1m, lot: 0.00000001m) with { MinimumQuantity = new QuantityLots(5_000) };

    public RecordedSink Sink { get; } = new();

    public ClientOrderIdFormat Ids { get; } = new("tst");

    public KrakenSimulator Simulator { get; }

    public KrakenSpotOptions Options { get; }

    public KrakenSpotAdapter Adapter { get; }

    public Task Running { get; }

    /// <summary>Starts both and waits until the venue is ready.</summary>
    public static async Task<KrakenWorld> StartAsync(Func<KrakenSpotOptions, KrakenSpotOptions>? change = null)
    {
        KrakenWorld world = await ConnectAsync(change);
        await world.Sink.WaitForAsync<VenueConnectionChanged>(change => change.Connected);
        return world;
    }

    /// <summary>Starts both without waiting.</summary>
    public static async Task<KrakenWorld> ConnectAsync(Func<KrakenSpotOptions, KrakenSpotOptions>? change = null)
    {
        KrakenSimulator simulator = new(new KrakenSimulatorOptions
        {
            Clock = new MarketClock(TimeProvider.System),
            Markets = [new SimulatedMarketOptions(Bitcoin, new FixedBookSource(
                Level(BookSide.Ask, 100.0m, 1), Level(BookSide.Ask, 100.1m, 2), Level(BookSide.Ask, 100.5m, 500),
                Level(BookSide.Bid, 99.9m, 1), Level(BookSide.Bid, 99.0m, 500)))],
            Accounts = [Account("spot"), Account("margin")],
            MaximumLeverages = new Dictionary<string, int> { ["BTC/USD"] = 5 },
            Rules = PublishedRules.Read("kraken/spot-margin"),
            RunMarkets = false,
        });
        await simulator.StartAsync();
        simulator.Exchange.Step();
        KrakenSpotOptions options = new()
        {
            Venue = new VenueId(0),
            Instruments = [Bitcoin],
            Accounts = [Keys(Spot, "spot", margin: false), Keys(Margin, "margin", margin: true)],
            PublicSocket = simulator.PublicWebSocketUri,
            PrivateSocket = simulator.PrivateWebSocketUri,
            Rest = simulator.RestUri,
            BookDepth = 10,
            ConfirmationInterval = TimeSpan.FromMilliseconds(50),
            ResubscribeInterval = TimeSpan.FromMilliseconds(20),
            AnswerTimeout = TimeSpan.FromSeconds(2),
            OrderDeadline = TimeSpan.FromMilliseconds(500),
            EndTimeout = TimeSpan.FromSeconds(2),
            StatementInterval = TimeSpan.FromMilliseconds(600),
            StatementSpacing = TimeSpan.FromMilliseconds(100),
            Reconnect = new ReconnectOptions(TimeSpan.FromMilliseconds(20), TimeSpan.FromMilliseconds(200)),
        };
        return new KrakenWorld(simulator, change?.Invoke(options) ?? options);
    }

    /// <summary>Sends an order and returns its terms.</summary>
    public ChildOrderTerms Send(SubaccountId account, Side side, decimal quantity, decimal limit, bool reduceOnly = false)
    {
        Assert.True(Bitcoin.TryQuantity(quantity, out QuantityLots lots));
        Assert.True(Bitcoin.TryPrice(limit, out PriceTicks price));
        ChildOrderId id = new(new ParentOrderId(Interlocked.Increment(ref parents)), 1, 0);
        ChildOrderTerms terms = new(id, account, Bitcoin.Id, side, lots, price, reduceOnly);
        Adapter.Send(new SendChild(terms, new Instant(Now().Nanoseconds + 60_000_000_000)));
        return terms;
    }

    public static Instant Now() => new((DateTimeOffset.UtcNow - DateTimeOffset.UnixEpoch).Ticks * 100);

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

    public static QuantityLots Lots(decimal quantity) =>
        Bitcoin.TryQuantity(quantity, out QuantityLots lots) ? lots : throw new ArgumentException($"{quantity} is off the grid");

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        await Running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await Adapter.DisposeAsync();
        await Simulator.DisposeAsync();
        stop.Dispose();
    }

    private static SimulatedAccountOptions Account(string name) => new()
    {
        Name = name,
        ApiKey = name + "-key",
        ApiSecret = Secret(name),
        Balances = new Dictionary<string, decimal> { ["USD"] = 10_000, ["BTC"] = 4 },
    };

    private static KrakenAccountOptions Keys(SubaccountId subaccount, string name, bool margin) => new()
    {
        Subaccount = subaccount,
        ApiKey = name + "-key",
        ApiSecret = Secret(name),
        Margin = margin,
    };

    private static string Secret(string name) => Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes("secret of " + name));

    private static LevelChange Level(BookSide side, decimal price, decimal quantity) =>
        Bitcoin.TryPrice(price, out PriceTicks ticks) && Bitcoin.TryQuantity(quantity, out QuantityLots lots)
            ? new LevelChange(side, ticks, lots)
            : throw new ArgumentException($"{price} x {quantity} is off the grid");
}
