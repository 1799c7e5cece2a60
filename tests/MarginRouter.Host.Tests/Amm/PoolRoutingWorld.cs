using System.Numerics;
using System.Text;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.MarketData;
using MarginRouter.Host.Configuration;
using MarginRouter.Host.Tests.Crash;
using MarginRouter.Simulation.Accounts;
using MarginRouter.Simulation.Ethereum;
using MarginRouter.Simulation.Markets;
using MarginRouter.Simulation.Matching;
using MarginRouter.Simulation.Streams;
using MarginRouter.Testing;

namespace MarginRouter.Host.Tests.Amm;

/// <summary>A spot exchange whose book begins a little above a pool's price, the pool on a chain that mines, and a router over both.</summary>
internal sealed class PoolRoutingWorld : IAsyncDisposable
{
    public const decimal Ticket = 10m;
    public const string Account = "0x14791697260e4c9a71f18484c9f997b308e59325";
    private const string PrivateKey = "0x0123456789012345678901234567890123456789012345678901234567890123";
    private const string PoolAddress = "0x00000000000000000000000000000000000000a1";
    private const string RouterAddress = "0x00000000000000000000000000000000000000b1";
    private const string Bitcoin = "0x2260fac5e5542a773aa44fbcfedf7c193bc2c599";
    private const string Dollar = "0xdac17f958d2ee523a2206206994597c13d831ec7";
    private readonly DirectoryInfo folder;
    private readonly EthereumSimulator node;

    private PoolRoutingWorld(DirectoryInfo folder, StreamSimulator exchange, EthereumSimulator node)
    {
        this.folder = folder;
        Exchange = exchange;
        this.node = node;
        Router = new ObservedRouter(RouterConfigurationLoader.Load(Path.Combine(folder.FullName, "config")));
    }

    public static InstrumentId BookInstrument { get; } = new(0);

    public static InstrumentId PoolInstrument { get; } = new(1);

    public StreamSimulator Exchange { get; }

    public EthereumChain Chain => node.Chain;

    public ObservedRouter Router { get; }

    /// <summary>What the account holds on the chain.</summary>
    public decimal Bitcoins => (decimal)Chain.Tokens(Bitcoin, Account) / 100_000_000m;

    public decimal Dollars => (decimal)Chain.Tokens(Dollar, Account) / 1_000_000m;

    public static async Task<PoolRoutingWorld> StartAsync(bool isConcentrated, bool hasAccount)
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("marginrouter-pools-");
        Write(folder, "config/margin/unmargined/spot.json", await File.ReadAllTextAsync(Path.Combine(SharedData.Repository, "config", "margin", "unmargined", "spot.json")));
        Write(folder, "key", PrivateKey);
        Write(folder, "address", Account);
        WriteRouter(folder, hasAccount);
        WriteVenues(folder, isConcentrated, hasAccount, new Uri("http://127.0.0.1:1"), new Uri("ws://127.0.0.1:1"), new Uri("http://127.0.0.1:1"));
        RouterConfiguration first = RouterConfigurationLoader.Load(Path.Combine(folder.FullName, "config"));
        StreamSimulator exchange = Book(first.Firm.Reference[BookInstrument]);
        EthereumSimulator node = Node(isConcentrated);
        await exchange.StartAsync();
        await node.StartAsync();
        WriteVenues(folder, isConcentrated, hasAccount, exchange.RestUri, exchange.SocketUri, node.RestUri);
        PoolRoutingWorld world = new(folder, exchange, node);
        await world.Router.StartAsync();
        return world;
    }

    /// <summary>What the exchange's account has bought.</summary>
    public decimal FilledAtTheExchange() => Exchange.Exchange.Orders(Exchange.Exchange.Accounts.Values.Single()).Sum(order => order.Fills.Sum(fill => fill.Quantity));

    public async ValueTask DisposeAsync()
    {
        await Router.DisposeAsync();
        await Exchange.DisposeAsync();
        await node.DisposeAsync();
        Assert.Null(Exchange.Failure);
        Assert.Null(node.Failure);
        folder.Delete(recursive: true);
    }

    private static StreamSimulator Book(Instrument instrument)
    {
        StreamSimulator exchange = new(new StreamSimulatorOptions
        {
            Venue = StreamVenue.Bybit,
            Clock = new MarketClock(TimeProvider.System),
            Markets = [new SimulatedMarketOptions(instrument, new FixedBookSource())],
            Accounts =
            [
                new SimulatedAccountOptions
                {
                    Name = "main",
                    ApiKey = Secret("CRASH_KRAKEN_KEY"),
                    ApiSecret = Secret("CRASH_KRAKEN_SECRET"),
                    Balances = new Dictionary<string, decimal> { ["USDT"] = 2_000_000m, ["BTC"] = 20m },
                },
            ],
            RunMarkets = false,
        });
        SimulatedMarket market = exchange.Exchange.Market(instrument.Symbol);
        for (int level = 0; level < 50; level++)
        {
            market.SetLevel(BookSide.Ask, 60_170m + (5m * level), 0.2m);
            market.SetLevel(BookSide.Bid, 59_830m - (5m * level), 0.2m);
        }

        exchange.Exchange.Step();
        return exchange;
    }

    private static EthereumSimulator Node(bool isConcentrated) => new(new EthereumSimulatorOptions
    {
        Clock = new MarketClock(TimeProvider.System),
        Routers = [RouterAddress],
        Pools =
        [
            new EthereumPoolOptions
            {
                Address = PoolAddress,
                TokenA = Bitcoin,
                TokenB = Dollar,
                ReserveA = 2_000 * BigInteger.Pow(10, 8),
                ReserveB = 120_000_000 * BigInteger.Pow(10, 6),
                TickSpacing = isConcentrated ? 60 : null,
                Tick = 63_973,
                Positions = [(-887_220, 887_220, 4_000_000_000_000), (63_600, 64_200, 900_000_000_000)],
            },
        ],
        Accounts =
        [
            new EthereumAccountOptions(
                Account,
                BigInteger.Pow(10, 19),
                new Dictionary<string, BigInteger> { [Bitcoin] = 20 * BigInteger.Pow(10, 8), [Dollar] = 2_000_000 * BigInteger.Pow(10, 6) }),
        ],
        BlockInterval = TimeSpan.FromMilliseconds(100),
    });

    private static string Secret(string name) => Convert.ToBase64String(Encoding.ASCII.GetBytes(name));

    private static void Write(DirectoryInfo folder, string file, string text)
    {
        string path = Path.Combine(folder.FullName, file);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }

    private static void WriteVenues(DirectoryInfo folder, bool isConcentrated, bool hasAccount, Uri rest, Uri socket, Uri rpc)
    {
        Write(folder, "config/venues/1.json", $$"""
            {
              "name": "bybit", "protocol": "bybit",
              "endpoints": { "rest": "{{rest}}", "marketData": "{{socket}}", "orders": "{{socket}}" },
              "bookDepth": 50, "answerMilliseconds": 5000, "livenessMilliseconds": 600000,
              "instruments": [
                {
                  "symbol": "BTCUSDT", "kind": "spot", "base": "BTC", "quote": "USDT", "settlement": "USDT", "tick": "0.01", "lot": "0.0001",
                  "multiplier": "1", "minimumQuantity": "0.0001", "minimumNotional": "0", "takerFee": "0.0005", "makerFee": "0.0005"
                }
              ],
              "subaccounts": [
                {
                  "name": "bybit-main", "rules": "unmargined/spot", "reporting": "USD", "utilisationLimit": "1", "instruments": [ "BTCUSDT" ],
                  "secrets": { "key": "env:CRASH_KRAKEN_KEY", "secret": "env:CRASH_KRAKEN_SECRET" }
                }
              ]
            }
            """);
        string account = hasAccount
            ? $$"""
                {
                  "name": "pool-main", "rules": "unmargined/spot", "reporting": "USD", "utilisationLimit": "1", "instruments": [ "WBTC/USDT" ],
                  "secrets": { "key": "file:{{Path.Combine(folder.FullName, "address")}}", "secret": "file:{{Path.Combine(folder.FullName, "key")}}" }
                }
                """
            : "";
        Write(folder, "config/venues/2.json", $$"""
            {
              "name": "pools", "protocol": "amm", "endpoints": { "node": "{{rpc}}", "socket": "{{rpc.AbsoluteUri.Replace("http", "ws", StringComparison.Ordinal)}}" },
              "chain": { "chainId": 1, "gasAsset": "ETH", "largestGasPriceGwei": "100", "tipGwei": "1", "confirmations": 1, "swapSeconds": 600 },
              "bookDepth": 50, "answerMilliseconds": 5000, "livenessMilliseconds": 600000,
              "instruments": [
                {
                  "symbol": "WBTC/USDT", "kind": "spot", "base": "BTC", "quote": "USDT", "settlement": "USDT", "tick": "0.01", "lot": "0.0001",
                  "multiplier": "1", "minimumQuantity": "0.0001", "minimumNotional": "0", "takerFee": "0", "makerFee": "0", "ticketCost": "{{Ticket}}",
                  "pool": {
                    "kind": "{{(isConcentrated ? "concentrated\", \"tickSpacing\": 60, \"x" : "constantProduct\", \"x")}}": 0,
                    "address": "{{PoolAddress}}", "router": "{{RouterAddress}}", "feePips": 3000, "gasLimit": 300000,
                    "baseToken": "{{Bitcoin}}", "baseDecimals": 8, "quoteToken": "{{Dollar}}", "quoteDecimals": 6
                  }
                }
              ],
              "subaccounts": [ {{account}} ]
            }
            """.Replace(", \"x\": 0", "", StringComparison.Ordinal));
    }

    private static void WriteRouter(DirectoryInfo folder, bool hasAccount)
    {
        Write(folder, "config/router.json", $$"""
            {
              "journal": { "directory": "{{Path.Combine(folder.FullName, "journal")}}", "durability": "beforeSend", "segmentMegabytes": 1 },
              "gateway": { "address": "127.0.0.1", "port": 0, "compId": "ROUTER", "storeDirectory": "{{Path.Combine(folder.FullName, "fix")}}" },
              "ages": { "bookMilliseconds": 600000, "markMilliseconds": 600000, "intentMilliseconds": 10000 },
              "marginTables": "files", "bookDepth": 50, "workUnits": 20000,
              "assetPrices": [
                { "asset": "USD", "fixed": "1" }, { "asset": "USDT", "fixed": "1" }, { "asset": "BTC", "fixed": "60000" }, { "asset": "ETH", "fixed": "2500" }
              ],
              "products": [
                { "symbol": "{{CrashConfiguration.Product}}", "base": "BTC", "pricing": "USD", "lot": "0.00000001", "instruments": [ "bybit:BTCUSDT", "pools:WBTC/USDT" ] }
              ]
            }
            """);
        Write(folder, "config/desks/solo.json", $$"""
            {
              "name": "{{CrashConfiguration.FuturesDesk}}",
              "fix": { "compId": "SOLO", "username": "solo", "password": "env:CRASH_SOLO_PASSWORD" },
              "products": [ "{{CrashConfiguration.Product}}" ], "subaccounts": [ "bybit-main"{{(hasAccount ? ", \"pool-main\"" : "")}} ],
              "maximumOrderNotional": "1000000000", "maximumAttempts": 1, "reattemptMilliseconds": 100,
              "policy": { "fillStates": "any", "breach": "reduceOnly", "maximumChildren": 4, "collarBasisPoints": "500" }
            }
            """);
    }
}
