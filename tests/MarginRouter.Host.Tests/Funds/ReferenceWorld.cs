using MarginRouter.Core.Engine.Commands;
using MarginRouter.Core.Engine.Events;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.MarketData;
using MarginRouter.Core.Routing;
using MarginRouter.Host.Configuration;
using MarginRouter.Host.Tests.Crash;
using MarginRouter.Simulation.Accounts;
using MarginRouter.Simulation.Binance;
using MarginRouter.Simulation.Kraken;
using MarginRouter.Simulation.Markets;
using MarginRouter.Simulation.Matching;
using MarginRouter.Testing;

namespace MarginRouter.Host.Tests.Funds;

/// <summary>
/// A market of Binance at 60000 and Kraken spot half a basis point dearer, with one fee, and a router that reads instruments and fees of both every
/// second. Nothing but what a test changes moves.
/// </summary>
internal sealed class ReferenceWorld : IAsyncDisposable
{
    public const decimal Size = 0.1m;
    public const int BinanceId = 0;
    public const int KrakenId = 1;
    private const decimal Price = 60_000m;
    private const decimal KrakenPrice = 60_003m;
    private readonly DirectoryInfo folder;
    private readonly BinanceSimulator binance;
    private readonly KrakenSimulator kraken;
    private long parents;

    private ReferenceWorld(DirectoryInfo folder, BinanceSimulator binance, KrakenSimulator kraken)
    {
        this.folder = folder;
        this.binance = binance;
        this.kraken = kraken;
        Router = new ObservedRouter(RouterConfigurationLoader.Load(ConfigurationOf(folder)));
    }

    public SimulatedMarket Binance => binance.Exchange.Markets.Values.Single();

    public SimulatedMarket Kraken => kraken.Exchange.Markets.Values.Single();

    public ObservedRouter Router { get; private set; }

    public static async Task<ReferenceWorld> StartAsync(BinanceMarketKind kind)
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("marginrouter-reference-");
        WriteRouter(folder);
        foreach (string rules in (string[])["binance/usdm-cross", "unmargined/spot"])
            Write(folder, $"config/margin/{rules}.json", File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "config", "margin", $"{rules}.json")));
        Uri nowhere = new("http://127.0.0.1:1");
        WriteBinance(folder, kind, nowhere, nowhere);
        WriteKraken(folder, nowhere, nowhere, nowhere);
        ReferenceData reference = RouterConfigurationLoader.Load(ConfigurationOf(folder)).Firm.Reference;
        (BinanceSimulator binance, KrakenSimulator kraken) = Venues(kind, reference.Instruments[BinanceId], reference.Instruments[KrakenId]);
        await binance.StartAsync();
        await kraken.StartAsync();
        WriteBinance(folder, kind, binance.RestUri, binance.WebSocketUri);
        WriteKraken(folder, kraken.RestUri, kraken.PublicWebSocketUri, kraken.PrivateWebSocketUri);
        ReferenceWorld world = new(folder, binance, kraken);
        await world.Router.StartAsync();
        return world;
    }

    /// <summary>Ends the router and starts another one on the same journal.</summary>
    public async Task RestartAsync()
    {
        await Router.DisposeAsync();
        Router = new ObservedRouter(RouterConfigurationLoader.Load(ConfigurationOf(folder)));
        await Router.StartAsync();
    }

    /// <summary>The venue charges another taker fee, and the router has read it.</summary>
    public async Task ChargeAsync(int venue, decimal rate)
    {
        SimulatedMarket market = venue == BinanceId ? Binance : Kraken;
        market.Change(market.Instrument with { Fees = market.Instrument.Fees with { TakerRate = rate } });
        await Router.EventAsync(
            inbound => inbound is FeeRatesReceived fees && fees.Subaccount == new SubaccountId(venue) && fees.Rates.Single().Rate == rate, $"a fee of {rate}");
    }

    /// <summary>The venue closes its instrument, and the router has read it.</summary>
    public async Task CloseAsync(int venue, string word)
    {
        (venue == BinanceId ? Binance : Kraken).Closed = word;
        await Router.EventAsync(
            inbound => inbound is InstrumentTermsReceived terms && terms.Instrument == new InstrumentId(venue) && terms.Terms.Closed == word, word);
    }

    /// <summary>The venue makes its price step ten times finer, offers a tenth of a bitcoin a fine step below its best offer, and the router sees that offer.</summary>
    public async Task<decimal> RefineAsync(int venue)
    {
        SimulatedMarket market = venue == BinanceId ? Binance : Kraken;
        decimal best = market.Instrument.Price(market.Copy(1).Asks[0].Price);
        decimal finer = market.Instrument.TickSize / 10m;
        market.Change(market.Instrument with { TickSize = finer });
        await Router.EventAsync(inbound => inbound is TickFollowed followed && followed.Instrument == new InstrumentId(venue), "the change of step");
        market.SetLevel(BookSide.Ask, best - finer, Size);
        await Router.BestAskAsync(new InstrumentId(venue), (long)((best - finer) / finer));
        return best - finer;
    }

    /// <summary>The only venue that a buy order of <see cref="Size"/> was sent to, and the price that it paid there.</summary>
    public async Task<(int Venue, decimal Paid, RouteDecision Decision)> BuyAsync()
    {
        long parent = ++parents;
        Router.Order(CrashConfiguration.FuturesDesk, $"B{parent}", Side.Buy, Size);
        ReportParent report = await Router.FinalAsync($"B{parent}");
        RouteDecision decision = await Router.DecisionAsync(parent);
        Assert.True(report.CumulativeQuantity == Size, string.Join("; ", report.Refusals.Select(one => $"{one}")) + string.Join("; ", decision.Slice.Books.Select(book => $"{book.Unavailable}")));
        return (Assert.Single(decision.Children).Terms.Instrument.Value, report.AveragePrice, decision);
    }

    public async ValueTask DisposeAsync()
    {
        await Router.DisposeAsync();
        await binance.DisposeAsync();
        await kraken.DisposeAsync();
        Assert.Empty(binance.Defects);
        Assert.Null(kraken.Failure);
        folder.Delete(recursive: true);
    }

    private static (BinanceSimulator Binance, KrakenSimulator Kraken) Venues(BinanceMarketKind kind, Instrument first, Instrument second)
    {
        MarketClock clock = new(TimeProvider.System);
        BinanceSimulator binance = new(new BinanceSimulatorOptions
        {
            Kind = kind,
            Clock = clock,
            Markets = [new SimulatedMarketOptions(first, new FixedBookSource())],
            Accounts = [Account("CRASH_USDM")],
            Rules = kind == BinanceMarketKind.Spot ? null : PublishedRules.Read("binance/usdm-cross"),
        });
        KrakenSimulator kraken = new(new KrakenSimulatorOptions
        {
            Clock = clock,
            Markets = [new SimulatedMarketOptions(second, new FixedBookSource())],
            Accounts = [Account("CRASH_KRAKEN")],
            Rules = PublishedRules.Read("kraken/spot-margin"),
        });
        Fill(binance.Market(first.Symbol), Price);
        Fill(kraken.Market(second.Symbol), KrakenPrice);
        return (binance, kraken);
    }

    private static void Fill(SimulatedMarket market, decimal price)
    {
        for (int level = 0; level < 50; level++)
        {
            market.SetLevel(BookSide.Ask, price + level, 100m);
            market.SetLevel(BookSide.Bid, price - 1m - level, 100m);
        }
    }

    private static SimulatedAccountOptions Account(string secrets) => new()
    {
        Name = "main",
        ApiKey = CrashConfiguration.Secrets[$"{secrets}_KEY"],
        ApiSecret = CrashConfiguration.Secrets[$"{secrets}_SECRET"],
        Balances = new Dictionary<string, decimal> { ["USDT"] = 1_000_000m, ["USD"] = 1_000_000m },
        DefaultLeverage = 20m,
    };

    private static string ConfigurationOf(DirectoryInfo folder) => Path.Combine(folder.FullName, "config");

    private static void Write(DirectoryInfo folder, string file, string text)
    {
        string path = Path.Combine(folder.FullName, file);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }

    private static void WriteBinance(DirectoryInfo folder, BinanceMarketKind kind, Uri rest, Uri socket)
    {
        bool isSpot = kind == BinanceMarketKind.Spot;
        Write(folder, "config/venues/0.json", $$"""
            {
              "name": "binance", "protocol": "{{(isSpot ? "binanceSpot" : "binanceUsdm")}}",
              "endpoints": { "rest": "{{rest}}", "marketData": "{{socket}}", "orders": "{{socket}}" },
              "bookDepth": 1000, "answerMilliseconds": 5000, "livenessMilliseconds": 600000,
              "referenceData": { "everySeconds": 1, "maximumAgeSeconds": 600 },
              "instruments": [
                {
                  "symbol": "BTCUSDT", "kind": "{{(isSpot ? "spot" : "linearPerpetual")}}", "base": "BTC", "quote": "USDT", "settlement": "USDT",
                  "tick": "0.1", "lot": "0.001", "multiplier": "1", "minimumQuantity": "0.001", "minimumNotional": "5", "takerFee": "0.0005", "makerFee": "0.0002"
                }
              ],
              "subaccounts": [
                {
                  "name": "binance-main", "rules": "{{(isSpot ? "unmargined/spot" : "binance/usdm-cross")}}", "reporting": "USDT", "utilisationLimit": "0.9",
                  "instruments": [ "BTCUSDT" ], "secrets": { "key": "env:CRASH_USDM_KEY", "secret": "env:CRASH_USDM_SECRET" }
                }
              ]
            }
            """);
    }

    private static void WriteKraken(DirectoryInfo folder, Uri rest, Uri publicSocket, Uri privateSocket) => Write(folder, "config/venues/1.json", $$"""
        {
          "name": "kraken", "protocol": "krakenSpot",
          "endpoints": { "rest": "{{rest}}", "marketData": "{{publicSocket}}", "orders": "{{privateSocket}}" },
          "bookDepth": 100, "answerMilliseconds": 5000, "livenessMilliseconds": 600000,
          "referenceData": { "everySeconds": 1, "maximumAgeSeconds": 600 },
          "instruments": [
            {
              "symbol": "BTC/USD", "kind": "spot", "base": "BTC", "quote": "USD", "settlement": "USD",
              "tick": "0.1", "lot": "0.00000001", "multiplier": "1", "minimumQuantity": "0.00005", "minimumNotional": "0.5", "takerFee": "0.0005", "makerFee": "0"
            }
          ],
          "subaccounts": [
            {
              "name": "kraken-main", "rules": "unmargined/spot", "reporting": "USD", "utilisationLimit": "0.9",
              "instruments": [ "BTC/USD" ], "secrets": { "key": "env:CRASH_KRAKEN_KEY", "secret": "env:CRASH_KRAKEN_SECRET" }
            }
          ]
        }
        """);

    private static void WriteRouter(DirectoryInfo folder)
    {
        Write(folder, "config/router.json", $$"""
            {
              "journal": { "directory": "{{Path.Combine(folder.FullName, "journal")}}", "durability": "beforeSend", "segmentMegabytes": 1 },
              "gateway": { "address": "127.0.0.1", "port": 0, "compId": "ROUTER", "storeDirectory": "{{Path.Combine(folder.FullName, "fix")}}" },
              "ages": { "bookMilliseconds": 600000, "markMilliseconds": 600000, "intentMilliseconds": 10000 },
              "marginTables": "files", "bookDepth": 50, "workUnits": 20000,
              "assetPrices": [ { "asset": "USD", "fixed": "1" }, { "asset": "USDT", "fixed": "1" }, { "asset": "BTC", "fixed": "60000" } ],
              "products": [ { "symbol": "{{CrashConfiguration.Product}}", "base": "BTC", "pricing": "USD", "lot": "0.00000001", "instruments": [ "binance:BTCUSDT", "kraken:BTC/USD" ] } ]
            }
            """);
        Write(folder, "config/desks/solo.json", $$"""
            {
              "name": "{{CrashConfiguration.FuturesDesk}}",
              "fix": { "compId": "SOLO", "username": "solo", "password": "env:CRASH_SOLO_PASSWORD" },
              "products": [ "{{CrashConfiguration.Product}}" ], "subaccounts": [ "binance-main", "kraken-main" ],
              "maximumOrderNotional": "1000000000", "maximumAttempts": 1, "reattemptMilliseconds": 100,
              "policy": { "fillStates": "any", "breach": "reduceOnly", "maximumChildren": 4, "collarBasisPoints": "500" }
            }
            """);
    }
}
