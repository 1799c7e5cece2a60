using System.Text;
using MarginRouter.Core.Engine.Commands;
using MarginRouter.Core.Engine.Events;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.MarketData;
using MarginRouter.Core.Routing;
using MarginRouter.Host.Configuration;
using MarginRouter.Host.Tests.Crash;
using MarginRouter.Host.Tests.Reconciliation;
using MarginRouter.Simulation.Accounts;
using MarginRouter.Simulation.Markets;
using MarginRouter.Simulation.Matching;
using MarginRouter.Simulation.Streams;

namespace MarginRouter.Host.Tests.Funds;

/// <summary>
/// Bybit and OKX, OKX half a basis point dearer, and a router that reads the funds of both every second and its accounts five times a second,
/// and charges up to 20 bp for a drained fund and, where positions are held at the start, for the front of a deleveraging queue.
/// </summary>
internal sealed class FundWorld : IAsyncDisposable
{
    public const decimal Charge = 20m;
    public const string Crowd = "crowd";
    private static readonly VenueId BybitId = new(0);
    private readonly DirectoryInfo folder;
    private long parents;

    private FundWorld(DirectoryInfo folder, StreamSimulator bybit, StreamSimulator okx)
    {
        this.folder = folder;
        Bybit = bybit;
        Okx = okx;
        Router = new ObservedRouter(RouterConfigurationLoader.Load(Path.Combine(folder.FullName, "config")));
    }

    public StreamSimulator Bybit { get; }

    public StreamSimulator Okx { get; }

    public ObservedRouter Router { get; private set; }

    /// <param name="held">Bitcoin that the account at Bybit holds at the start, bought at the mark; another one then holds a bitcoin in great profit.</param>
    public static async Task<FundWorld> StartAsync(decimal held = 0m)
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("marginrouter-funds-");
        WhatIfSetting[] settings = [WhatIfSetting.Bybit, WhatIfSetting.Okx];
        WriteRouter(folder);
        decimal ranks = held == 0m ? 0m : Charge;
        for (int i = 0; i < settings.Length; i++)
        {
            Write(folder, $"config/margin/{settings[i].Rules}.json", settings[i].RuleText);
            WriteVenue(folder, i, settings[i], (new Uri("http://127.0.0.1:1"), new Uri("ws://127.0.0.1:1")), ranks);
        }

        RouterConfiguration first = RouterConfigurationLoader.Load(Path.Combine(folder.FullName, "config"));
        StreamSimulator[] venues = new StreamSimulator[settings.Length];
        for (int i = 0; i < settings.Length; i++)
        {
            venues[i] = Simulator(settings[i], first.Firm.Reference.Instruments[i], WhatIfWorld.Price + (3m * i), i == 0 ? held : 0m);
            await venues[i].StartAsync();
            WriteVenue(folder, i, settings[i], (venues[i].RestUri, venues[i].SocketUri), ranks);
        }

        FundWorld world = new(folder, venues[0], venues[1]);
        await world.Router.StartAsync();
        return world;
    }

    /// <summary>Ends the router and starts another one on the same journal.</summary>
    public async Task RestartAsync()
    {
        await Router.DisposeAsync();
        Router = new ObservedRouter(RouterConfigurationLoader.Load(Path.Combine(folder.FullName, "config")));
        await Router.StartAsync();
    }

    /// <summary>Waits until the router knows this balance of Bybit's fund.</summary>
    public Task KnownAsync(decimal balance) => Router.EventAsync(
        inbound => inbound is InsuranceFundReceived fund && fund.Venue == BybitId && fund.Balance == balance, $"a fund of {balance}");

    /// <summary>Waits until the router knows this rank of its position at Bybit.</summary>
    public Task RankAsync(decimal stated) => Router.EventAsync(
        inbound => inbound is AccountReported reported && reported.Snapshot.Positions.Any(position => position.AdlRank?.Stated == stated), $"a rank of {stated}");

    /// <summary>Waits until the router has a book of Bybit whose best offer is at a price, in the step of today.</summary>
    public async Task AskAsync(decimal price)
    {
        Instrument instrument = Bybit.Exchange.Markets.Values.Single().Instrument;
        await Router.BestAskAsync(new InstrumentId(0), (long)(price / instrument.TickSize));
    }

    /// <summary>The end of an order for a tenth of a bitcoin, filled whole.</summary>
    public async Task<(ReportParent Report, RouteDecision Decision)> FilledAsync()
    {
        long parent = ++parents;
        Router.Order(CrashConfiguration.FuturesDesk, $"B{parent}", Side.Buy, 0.1m);
        ReportParent report = await Router.FinalAsync($"B{parent}");
        Assert.True(report.CumulativeQuantity == 0.1m, string.Join("; ", report.Refusals));
        return (report, await Router.DecisionAsync(parent));
    }

    /// <summary>A decision about an order of a tenth of a bitcoin.</summary>
    public async Task<RouteDecision> DecideAsync(Side side)
    {
        long parent = ++parents;
        Router.Order(CrashConfiguration.FuturesDesk, $"B{parent}", side, 0.1m);
        await Router.FinalAsync($"B{parent}");
        return await Router.DecisionAsync(parent);
    }

    /// <summary>Buys a whole contract's worth and gives where it went, with what the decision held of Bybit.</summary>
    public async Task<(decimal Bybit, decimal Okx, RouteVenue? Terms)> BuyAsync()
    {
        long parent = ++parents;
        (decimal bybit, decimal okx) = (Filled(Bybit), Filled(Okx));
        Router.Order(CrashConfiguration.FuturesDesk, $"B{parent}", Side.Buy, 0.1m);
        ReportParent report = await Router.FinalAsync($"B{parent}");
        Assert.True(report.CumulativeQuantity == 0.1m, string.Join("; ", report.Refusals));
        RouteDecision decision = await Router.DecisionAsync(parent);
        return (Filled(Bybit) - bybit, Filled(Okx) - okx, decision.Slice.Venues.FirstOrDefault(venue => venue.Venue == BybitId));
    }

    public async ValueTask DisposeAsync()
    {
        await Router.DisposeAsync();
        foreach (StreamSimulator venue in new[] { Bybit, Okx })
        {
            await venue.DisposeAsync();
            Assert.Null(venue.Failure);
        }

        folder.Delete(recursive: true);
    }

    /// <summary>What an account has bought, in bitcoin: OKX counts in contracts of a hundredth.</summary>
    private static decimal Filled(StreamSimulator venue)
    {
        SimulatedAccount account = venue.Exchange.Account("main");
        return venue.Exchange.Orders(account).Sum(order => order.Fills.Sum(fill => fill.Quantity) * order.Terms.Instrument.Multiplier);
    }

    private static StreamSimulator Simulator(WhatIfSetting setting, Instrument instrument, decimal price, decimal held)
    {
        StreamSimulator venue = new(new StreamSimulatorOptions
        {
            Venue = setting.Venue,
            Clock = new MarketClock(TimeProvider.System),
            Markets = [new SimulatedMarketOptions(instrument, new FixedBookSource())],
            Accounts =
            [
                new SimulatedAccountOptions
                {
                    Name = "main",
                    ApiKey = Secret("CRASH_KRAKEN_KEY"),
                    ApiSecret = Secret("CRASH_KRAKEN_SECRET"),
                    ApiPassphrase = Secret("CRASH_PRIME_PASSWORD"),
                    Balances = new Dictionary<string, decimal> { ["USDT"] = 1_000_000m },
                    Positions = held == 0m ? [] : [new OpeningPosition(instrument.Symbol, held, price)],
                    DefaultLeverage = 20m,
                },
                new SimulatedAccountOptions
                {
                    Name = Crowd,
                    ApiKey = "crowd",
                    ApiSecret = Secret("crowd"),
                    Balances = new Dictionary<string, decimal> { ["USDT"] = 20_000m },
                    Positions = held == 0m ? [] : [new OpeningPosition(instrument.Symbol, 1m, price / 2m)],
                    DefaultLeverage = 20m,
                },
            ],
            Rules = setting.VenueRules,
            RunMarkets = false,
            LegacyChecksums = setting.Venue == StreamVenue.Okx,
        });
        SimulatedMarket market = venue.Exchange.Market(instrument.Symbol);
        for (int level = 0; level < 50; level++)
        {
            market.SetLevel(BookSide.Ask, price + 0.5m + level, 10_000m);
            market.SetLevel(BookSide.Bid, price - 0.5m - level, 10_000m);
        }

        venue.Exchange.Step();
        return venue;
    }

    private static string Secret(string name) => Convert.ToBase64String(Encoding.ASCII.GetBytes(name));

    private static void Write(DirectoryInfo folder, string file, string text)
    {
        string path = Path.Combine(folder.FullName, file);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }

    private static void WriteVenue(DirectoryInfo folder, int place, WhatIfSetting setting, (Uri Requests, Uri Socket) at, decimal ranks)
    {
        bool isBybit = setting.Venue == StreamVenue.Bybit;
        string name = isBybit ? "bybit" : "okx";
        string passphrase = isBybit ? "" : ", \"passphrase\": \"env:CRASH_PRIME_PASSWORD\"";
        Write(folder, $"config/venues/{place}.json", $$"""
            {
              "name": "{{name}}", "protocol": "{{name}}",
              "endpoints": { "rest": "{{at.Requests}}", "marketData": "{{at.Socket}}", "orders": "{{at.Socket}}" },
              "bookDepth": {{(isBybit ? 50 : 400)}}, "answerMilliseconds": 5000, "livenessMilliseconds": 600000,
              "deleveragingBasisPoints": "{{Charge}}", "adlRankBasisPoints": "{{ranks}}", "statementMilliseconds": 200, "insuranceFund": { "everySeconds": 1 },
              "referenceData": { "everySeconds": 1, "maximumAgeSeconds": 600 },
              "instruments": [ {{setting.Instruments}} ],
              "subaccounts": [
                {
                  "name": "{{name}}-main", "rules": "{{setting.Rules}}", "reporting": "USD", "utilisationLimit": "0.9",
                  "instruments": [ {{setting.Held}} ], "secrets": { "key": "env:CRASH_KRAKEN_KEY", "secret": "env:CRASH_KRAKEN_SECRET"{{passphrase}} }
                }
              ]
            }
            """);
    }

    private static void WriteRouter(DirectoryInfo folder)
    {
        Write(folder, "config/router.json", $$"""
            {
              "journal": { "directory": "{{Path.Combine(folder.FullName, "journal")}}", "durability": "beforeSend", "segmentMegabytes": 1 },
              "gateway": { "address": "127.0.0.1", "port": 0, "compId": "ROUTER", "storeDirectory": "{{Path.Combine(folder.FullName, "fix")}}" },
              "ages": { "bookMilliseconds": 600000, "markMilliseconds": 600000, "intentMilliseconds": 10000 },
              "marginTables": "files", "bookDepth": 50, "workUnits": 20000,
              "assetPrices": [ { "asset": "USD", "fixed": "1" }, { "asset": "USDT", "fixed": "1" }, { "asset": "BTC", "fixed": "60000" } ],
              "products": [ { "symbol": "{{CrashConfiguration.Product}}", "base": "BTC", "pricing": "USD", "lot": "0.00000001", "instruments": [ "bybit:BTCUSDT", "okx:BTC-USDT-SWAP" ] } ]
            }
            """);
        Write(folder, "config/desks/solo.json", $$"""
            {
              "name": "{{CrashConfiguration.FuturesDesk}}",
              "fix": { "compId": "SOLO", "username": "solo", "password": "env:CRASH_SOLO_PASSWORD" },
              "products": [ "{{CrashConfiguration.Product}}" ], "subaccounts": [ "bybit-main", "okx-main" ],
              "maximumOrderNotional": "1000000000", "maximumAttempts": 1, "reattemptMilliseconds": 100,
              "policy": { "fillStates": "any", "breach": "reduceOnly", "maximumChildren": 4, "collarBasisPoints": "500" }
            }
            """);
    }
}
