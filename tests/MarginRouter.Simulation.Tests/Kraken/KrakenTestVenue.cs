using System.Text.Json;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.MarketData;
using MarginRouter.Simulation.Accounts;
using MarginRouter.Simulation.Kraken;
using MarginRouter.Simulation.Markets;
using MarginRouter.Simulation.Matching;
using MarginRouter.Testing;

namespace MarginRouter.Simulation.Tests.Kraken;

/// <summary>A started venue with BTC/USD at up to five times leverage and one account, and raw clients for it. Markets stand still unless stepped.</summary>
internal sealed class KrakenTestVenue : IAsyncDisposable
{
    public const string Key = "test-key";
    public const string Secret = "c2VjcmV0IG9mIGEgdGVzdA==";
    private readonly List<IAsyncDisposable> clients = [];

    private KrakenTestVenue(KrakenSimulator simulator)
    {
        Simulator = simulator;
        Rest = new KrakenTestRest(simulator.RestUri, Key, Secret);
    }

    public static Instrument Bitcoin { get; } = new()
    {
        Id = new InstrumentId(0),
        Venue = new VenueId(0),
        Symbol = "BTC/USD",
        Kind = InstrumentKind.Spot,
        Base = new Asset("BTC"),
        Quote = new Asset("USD"),
        Settlement = new Asset("USD"),
        TickSize = 0.1m,
        LotSize = 0.00000001m,
        Multiplier = 1,
        MinimumQuantity = new QuantityLots(5_000),
        MinimumNotional = 0.5m,
        Fees = new FeeSchedule(0.004m, 0.0025m),
    };

    public KrakenSimulator Simulator { get; }

    public KrakenTestRest Rest { get; }

    public SimulatedExchange Exchange => Simulator.Exchange;

    public SimulatedAccount Account => Exchange.Account("main");

    /// <summary>Asks 100.0 x 1, 100.1 x 2, 100.5 x 500; bids 99.9 x 1, 99.0 x 500; 10,000 USD and 4 BTC.</summary>
    public static Task<KrakenTestVenue> StartAsync(Func<KrakenSimulatorOptions, KrakenSimulatorOptions>? change = null, params OpeningPosition[] positions) =>
        StartAsync(TimeProvider.System, change, positions);

    public static async Task<KrakenTestVenue> StartAsync(
        TimeProvider time,
        Func<KrakenSimulatorOptions, KrakenSimulatorOptions>? change = null,
        params OpeningPosition[] positions)
    {
        KrakenSimulatorOptions options = new()
        {
            Clock = new MarketClock(time),
            Markets = [new SimulatedMarketOptions(Bitcoin, new FixedBookSource(
                Level(BookSide.Ask, 100.0m, 1), Level(BookSide.Ask, 100.1m, 2), Level(BookSide.Ask, 100.5m, 500),
                Level(BookSide.Bid, 99.9m, 1), Level(BookSide.Bid, 99.0m, 500)))],
            Accounts =
            [
                new SimulatedAccountOptions
                {
                    Name = "main",
                    ApiKey = Key,
                    ApiSecret = Secret,
                    Balances = new Dictionary<string, decimal> { ["USD"] = 10_000, ["BTC"] = 4 },
                    Positions = positions,
                },
            ],
            Rules = PublishedRules.Read("kraken/spot-margin").WithWeight("BTC", 0m),
            RunMarkets = false,
            MaximumLeverages = new Dictionary<string, int> { ["BTC/USD"] = 5 },
        };
        KrakenSimulator simulator = new(change?.Invoke(options) ?? options);
        await simulator.StartAsync();
        return new KrakenTestVenue(simulator);
    }

    public async Task<KrakenTestSocket> ConnectPublicAsync()
    {
        KrakenTestSocket socket = await KrakenTestSocket.ConnectAsync(new Uri(Simulator.PublicWebSocketUri, "/v2"));
        clients.Add(socket);
        return socket;
    }

    /// <summary>A private socket that is subscribed to executions and balances, with its token.</summary>
    public async Task<(KrakenTestSocket Socket, string Token)> ConnectPrivateAsync()
    {
        (KrakenTestSocket socket, string token) = await ConnectUnsubscribedAsync();
        await socket.SendAsync($$$"""{"method":"subscribe","params":{"channel":"executions","snap_trades":true,"token":"{{{token}}}"}}""");
        await socket.ChannelAsync("executions", "snapshot");
        await socket.SendAsync($$$"""{"method":"subscribe","params":{"channel":"balances","token":"{{{token}}}"}}""");
        await socket.ChannelAsync("balances", "snapshot");
        return (socket, token);
    }

    public async Task<(KrakenTestSocket Socket, string Token)> ConnectUnsubscribedAsync()
    {
        string token = await Rest.TokenAsync();
        KrakenTestSocket socket = await KrakenTestSocket.ConnectAsync(new Uri(Simulator.PrivateWebSocketUri, "/v2"));
        clients.Add(socket);
        return (socket, token);
    }

    /// <summary>The text of an add_order request; extra parameters are appended as they are.</summary>
    public static string Order(string token, string id, string side, decimal quantity, decimal price, string extra = "", long requestId = 7) =>
        $$$"""
        {"method":"add_order","params":{"order_type":"limit","side":"{{{side}}}","order_qty":{{{quantity}}},"symbol":"BTC/USD","limit_price":{{{price}}},"time_in_force":"ioc","cl_ord_id":"{{{id}}}"{{{extra}}},"token":"{{{token}}}"},"req_id":{{{requestId}}}}
        """;

    /// <summary>The error text of a REST answer, or an empty text.</summary>
    public static string ErrorOf(JsonElement answer) =>
        answer.GetProperty("error").GetArrayLength() == 0 ? string.Empty : answer.GetProperty("error")[0].GetString()!;

    public async ValueTask DisposeAsync()
    {
        foreach (IAsyncDisposable client in clients)
            await client.DisposeAsync();
        Rest.Dispose();
        await Simulator.DisposeAsync();
        Assert.Null(Simulator.Failure);
    }

    private static LevelChange Level(BookSide side, decimal price, decimal quantity) =>
        Bitcoin.TryPrice(price, out PriceTicks ticks) && Bitcoin.TryQuantity(quantity, out QuantityLots lots)
            ? new LevelChange(side, ticks, lots)
            : throw new ArgumentException($"{price} x {quantity} is off the grid");
}
