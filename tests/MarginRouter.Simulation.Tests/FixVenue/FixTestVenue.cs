using MarginRouter.Core.Instruments;
using MarginRouter.Core.MarketData;
using MarginRouter.Fix.Codec;
using MarginRouter.Simulation.Accounts;
using MarginRouter.Simulation.FixVenue;
using MarginRouter.Simulation.Markets;
using MarginRouter.Simulation.Matching;

namespace MarginRouter.Simulation.Tests.FixVenue;

/// <summary>A started venue with one market, two accounts of one trading client, and a market data client. Markets stand still unless stepped.</summary>
internal sealed class FixTestVenue : IAsyncDisposable
{
    private readonly List<FixTestClient> clients = [];

    private FixTestVenue(FixVenueSimulator simulator) => Simulator = simulator;

    public FixVenueSimulator Simulator { get; }

    public SimulatedExchange Exchange => Simulator.Exchange;

    public static string Symbol => TestInstruments.SpotBitcoin.Symbol;

    /// <summary>Asks 100.00 x 1, 100.01 x 2, 100.05 x 5; bids 99.99 x 1, 99.90 x 2; "main" has 1,000 USDT and 4 BTC, "second" 50 USDT.</summary>
    public static async Task<FixTestVenue> StartAsync(Func<FixVenueSimulatorOptions, FixVenueSimulatorOptions>? change = null)
    {
        FixVenueSimulatorOptions options = new()
        {
            Clock = new MarketClock(TimeProvider.System),
            Markets = [new SimulatedMarketOptions(TestInstruments.SpotBitcoin, new FixedBookSource(
                Level(BookSide.Ask, 100.00m, 1), Level(BookSide.Ask, 100.01m, 2), Level(BookSide.Ask, 100.05m, 5),
                Level(BookSide.Bid, 99.99m, 1), Level(BookSide.Bid, 99.90m, 2)))],
            Accounts = [Account("main", 1_000, 4), Account("second", 50, 0)],
            Clients =
            [
                new FixVenueClientOptions { CompId = "DESK", Username = "desk", Password = "secret", Accounts = ["main", "second"] },
                new FixVenueClientOptions { CompId = "DATA", Username = "data", Password = "open" },
            ],
            RunMarkets = false,
        };
        FixVenueSimulator simulator = new(change?.Invoke(options) ?? options);
        await simulator.StartAsync();
        return new FixTestVenue(simulator);
    }

    public FixTestClient ConnectDesk() => Connect("DESK", "desk", "secret");

    public FixTestClient ConnectData() => Connect("DATA", "data", "open");

    public FixTestClient NewClient(string compId, string username, string password)
    {
        FixTestClient client = new(Simulator.EndPoint, compId, username, password);
        clients.Add(client);
        return client;
    }

    public static FixMessageWriter Order(string id, char side, decimal quantity, decimal price) => Order(id, side, quantity)
        .Append(FixTag.OrdType, '2')
        .Append(FixTag.Price, price)
        .Append(FixTag.TimeInForce, '3');

    /// <summary>An order without type, price and time in force.</summary>
    public static FixMessageWriter Order(string id, char side, decimal quantity) => new FixMessageWriter()
        .Begin(FixMsgType.NewOrderSingle)
        .Append(FixTag.ClOrdID, id)
        .Append(FixTag.Symbol, Symbol)
        .Append(FixTag.Side, side)
        .Append(FixTag.OrderQty, quantity)
        .Append(FixTag.TransactTime, DateTime.UtcNow, FixTimestampPrecision.Milliseconds);

    public static FixMessageWriter Subscribe(string requestId, int depth = 0, char type = '1', string? symbol = null) => new FixMessageWriter()
        .Begin(FixMsgType.MarketDataRequest)
        .Append(FixTag.MDReqID, requestId)
        .Append(FixTag.SubscriptionRequestType, type)
        .Append(FixTag.MarketDepth, depth)
        .Append(FixTag.MDUpdateType, 1)
        .Append(FixTag.NoMDEntryTypes, 2)
        .Append(FixTag.MDEntryType, '0')
        .Append(FixTag.MDEntryType, '1')
        .Append(FixTag.NoRelatedSym, 1)
        .Append(FixTag.Symbol, symbol ?? Symbol);

    public static FixMessageWriter Positions(string requestId, string? account = null)
    {
        FixMessageWriter request = new FixMessageWriter()
            .Begin(FixMsgType.RequestForPositions)
            .Append(FixTag.PosReqID, requestId)
            .Append(FixTag.PosReqType, 0)
            .Append(FixTag.AccountType, 1);
        return account is null ? request : request.Append(FixTag.Account, account);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (FixTestClient client in clients)
            client.Dispose();
        await Simulator.DisposeAsync();
    }

    private FixTestClient Connect(string compId, string username, string password)
    {
        FixTestClient client = NewClient(compId, username, password);
        Assert.Equal("logon", client.Connect());
        return client;
    }

    private static SimulatedAccountOptions Account(string name, decimal dollars, decimal coins) => new()
    {
        Name = name,
        ApiKey = name,
        ApiSecret = "unused",
        Balances = new Dictionary<string, decimal> { ["USDT"] = dollars, ["BTC"] = coins },
    };

    private static LevelChange Level(BookSide side, decimal price, decimal quantity) =>
        TestInstruments.SpotBitcoin.TryPrice(price, out PriceTicks ticks) && TestInstruments.SpotBitcoin.TryQuantity(quantity, out QuantityLots lots)
            ? new LevelChange(side, ticks, lots)
            : throw new ArgumentException($"{price} x {quantity} is off the grid");
}
