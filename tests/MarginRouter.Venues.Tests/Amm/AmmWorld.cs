using System.Numerics;
using MarginRouter.Core.Engine.Commands;
using MarginRouter.Core.Engine.Events;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.MarketData;
using MarginRouter.Core.Orders;
using MarginRouter.Simulation.Ethereum;
using MarginRouter.Simulation.Markets;
using MarginRouter.Venues.Amm;
using MarginRouter.Venues.Connectivity;
using MarginRouter.Venues.Trading;
using Microsoft.Extensions.Logging.Abstractions;

namespace MarginRouter.Venues.Tests.Amm;

/// <summary>A chain with one pool of wrapped bitcoin and dollars at a price of about 60,000, and an adapter for it. Blocks come on command.</summary>
internal sealed class AmmWorld : IAsyncDisposable
{
    public const string Account = "0x14791697260e4c9a71f18484c9f997b308e59325";
    public const string PoolAddress = "0x00000000000000000000000000000000000000a1";
    private const string PrivateKey = "0x0123456789012345678901234567890123456789012345678901234567890123";
    private const string RouterAddress = "0x00000000000000000000000000000000000000b1";
    private const string Dollar = "0xa0b86991c6218b36c1d19d4a2e9eb0ce3606eb48";
    private readonly EthereumSimulator simulator;
    private readonly AmmSetting setting;
    private CancellationTokenSource stop = new();
    private Task running = Task.CompletedTask;
    private long lastParent;

    private AmmWorld(AmmSetting setting)
    {
        this.setting = setting;
        Bitcoin = setting.BaseIsToken0 ? "0x2260fac5e5542a773aa44fbcfedf7c193bc2c599" : "0xf260fac5e5542a773aa44fbcfedf7c193bc2c599";
        simulator = new EthereumSimulator(new EthereumSimulatorOptions
        {
            Clock = new MarketClock(TimeProvider.System),
            Routers = [RouterAddress],
            Pools = [Pool()],
            Accounts =
            [
                new EthereumAccountOptions(
                    Account,
                    BigInteger.Pow(10, 19),
                    new Dictionary<string, BigInteger> { [Bitcoin] = 10 * BigInteger.Pow(10, 8), [Dollar] = 1_000_000 * BigInteger.Pow(10, 6) }),
            ],
        });
        Adapter = null!;
    }

    public RecordedSink Sink { get; private set; } = new();

    public EthereumChain Chain => simulator.Chain;

    public AmmAdapter Adapter { get; private set; }

    public string Bitcoin { get; }

    public ClientOrderIdFormat ClientOrderIds { get; } = new("amm");

    public Instrument Instrument { get; } = TestInstruments.Spot(0.01m, 0.0001m, symbol: "WBTC/USDC") with
    {
        Quote = new Asset("USDC"),
        Settlement = new Asset("USDC"),
        Fees = new FeeSchedule(0m, 0m) { Ticket = 5m },
    };

    public static Instant Now => new((TimeProvider.System.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks * 100);

    public static async Task<AmmWorld> ConnectedAsync(AmmSetting setting)
    {
        AmmWorld world = await StartedAsync(setting);
        world.running = world.Adapter.RunAsync(world.stop.Token);
        await world.Sink.WaitForAsync<VenueConnectionChanged>(changed => changed.Connected);
        return world;
    }

    /// <summary>A node that listens, and an adapter that does not run.</summary>
    public static async Task<AmmWorld> StartedAsync(AmmSetting setting)
    {
        AmmWorld world = new(setting);
        await world.simulator.StartAsync();
        world.Chain.Mine(5);
        world.Adapter = world.CreateAdapter(options => options);
        return world;
    }

    public AmmAdapter CreateAdapter(Func<AmmOptions, AmmOptions> change) =>
        new(change(Options()), new AdapterServices(Sink, TimeProvider.System, NullLogger.Instance));

    public async Task RestartAsync(Func<AmmOptions, AmmOptions> change)
    {
        await StopAsync();
        stop = new CancellationTokenSource();
        Sink = new RecordedSink();
        Adapter = CreateAdapter(change);
        running = Adapter.RunAsync(stop.Token);
        await Sink.WaitForAsync<VenueConnectionChanged>(changed => changed.Connected);
    }

    public void Disconnect() => simulator.Disconnect();

    public ChildOrderTerms Terms(Side side, decimal quantity, decimal limit)
    {
        Assert.True(Instrument.TryQuantity(quantity, out QuantityLots lots));
        Assert.True(Instrument.TryPrice(limit, out PriceTicks ticks));
        return new ChildOrderTerms(new ChildOrderId(new ParentOrderId(++lastParent), 1, 0), new SubaccountId(3), Instrument.Id, side, lots, ticks, false);
    }

    public ChildOrderTerms Send(Side side, decimal quantity, decimal limit)
    {
        ChildOrderTerms terms = Terms(side, quantity, limit);
        Adapter.Send(new SendChild(terms, Now.PlusMilliseconds(10_000)));
        return terms;
    }

    public async Task<ChildOrderTerms> SendAcceptedAsync(Side side, decimal quantity, decimal limit)
    {
        ChildOrderTerms terms = Send(side, quantity, limit);
        await Sink.WaitForAsync<ChildAccepted>(accepted => accepted.Child == terms.Id);
        return terms;
    }

    public void Query(ChildOrderTerms terms) => Adapter.Query(new QueryChild(terms, null));

    public IReadOnlyList<ChildFilled> Fills(ChildOrderTerms terms) => [.. Sink.Events.OfType<ChildFilled>().Where(filled => filled.Fill.Child == terms.Id)];

    public int Receptions(ChildOrderTerms terms) =>
        Chain.Received.Count(transaction => System.Text.Encoding.ASCII.GetString([.. transaction.Data]).EndsWith(ClientOrderIds.Format(terms.Id), StringComparison.Ordinal));

    /// <summary>Adds blocks, waiting for the adapter after each, until something holds.</summary>
    public async Task MineUntilAsync(Func<bool> holds, string what, int atMost = 40)
    {
        for (int i = 0; i < atMost && !holds(); i++)
        {
            Chain.Mine();
            await FollowedAsync();
        }

        await Sink.UntilAsync(holds, what);
    }

    /// <summary>Waits until the adapter has shown the newest block.</summary>
    public Task FollowedAsync() => Sink.UntilAsync(
        () => Sink.Book(Instrument.Id) is { State: BookState.Live } image && image.Sequence == Chain.Height, "a book of the newest block", poll: true);

    /// <summary>What the chain itself would exchange for a quantity: units of dollars.</summary>
    public BigInteger Quote(Side side, long lots)
    {
        BigInteger units = lots * BigInteger.Pow(10, 4);
        return side == Side.Buy
            ? Chain.Quote(PoolAddress, zeroForOne: !setting.BaseIsToken0, isExactIn: false, units).Paid
            : Chain.Quote(PoolAddress, zeroForOne: setting.BaseIsToken0, isExactIn: true, units).Taken;
    }

    public decimal Balance(string token, int decimals) => (decimal)Chain.Tokens(token, Account) / (decimal)BigInteger.Pow(10, decimals);

    public decimal Dollars => Balance(Dollar, 6);

    public decimal Bitcoins => Balance(Bitcoin, 8);

    /// <summary>Waits until the last statement is what the chain holds.</summary>
    public Task AccountAgreesAsync() => Sink.UntilAsync(
        () => Sink.Events.OfType<AccountReported>().LastOrDefault() is { } reported
            && Of(reported, "USDC") == Dollars && Of(reported, "BTC") == Bitcoins
            && Of(reported, "ETH") == (decimal)Chain.Coins(Account) / (decimal)BigInteger.Pow(10, 18),
        "a statement of what the chain holds", poll: true);

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        await simulator.DisposeAsync();
        Assert.Null(simulator.Failure);
    }

    private static decimal Of(AccountReported reported, string asset) =>
        reported.Snapshot.Balances.FirstOrDefault(balance => balance.Asset.Code == asset).Quantity;

    private async Task StopAsync()
    {
        await stop.CancelAsync();
        await running.WaitAsync(TimeSpan.FromSeconds(10));
        await Adapter.DisposeAsync();
        stop.Dispose();
    }

    private EthereumPoolOptions Pool()
    {
        // A price of 600 units of dollars (6 digits) for a unit of bitcoin (8 digits), as token 1 for token 0 in either order.
        int tick = setting.BaseIsToken0 ? 63_973 : -63_974;
        int around = tick / 60 * 60;
        return new EthereumPoolOptions
        {
            Address = PoolAddress,
            TokenA = Bitcoin,
            TokenB = Dollar,
            ReserveA = 100 * BigInteger.Pow(10, 8),
            ReserveB = 6_000_000 * BigInteger.Pow(10, 6),
            TickSpacing = setting.Kind == AmmPoolKind.Concentrated ? 60 : null,
            Tick = tick,
            Positions =
            [
                (around - 60_000, around + 60_000, 200_000_000_000),
                (around - 120, around + 180, 50_000_000_000),
                (around - 60, around + 60, 30_000_000_000),
            ],
        };
    }

    private AmmOptions Options() => new()
    {
        Venue = Instrument.Venue,
        Name = "pools",
        Node = simulator.RestUri,
        Socket = setting.Polls ? null : simulator.SocketUri,
        ChainId = 1,
        Pools =
        [
            new AmmPoolOptions
            {
                Instrument = Instrument,
                Kind = setting.Kind,
                Address = PoolAddress,
                Router = RouterAddress,
                Base = new AmmToken(Bitcoin, 8),
                Quote = new AmmToken(Dollar, 6),
                FeePips = 3000,
                TickSpacing = 60,
            },
        ],
        Accounts = [new TradingAccountOptions(new SubaccountId(3), Account, PrivateKey)],
        ClientOrderIds = ClientOrderIds,
        GasAsset = new Asset("ETH"),
        LargestGasPrice = 100_000_000_000,
        Tip = 1_000_000_000,
        Confirmations = setting.Confirmations,
        SwapLifetime = setting.Lifetime,
        ArrivalSlack = TimeSpan.FromMilliseconds(200),
        PollInterval = TimeSpan.FromMilliseconds(5),
        AnswerTimeout = setting.Patience,
        QueryInterval = TimeSpan.FromMilliseconds(20),
        StatementSpacing = TimeSpan.FromMilliseconds(10),
        Reconnect = new ReconnectOptions(TimeSpan.FromMilliseconds(20), TimeSpan.FromMilliseconds(200)),
    };
}
