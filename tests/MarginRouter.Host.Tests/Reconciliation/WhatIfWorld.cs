using System.Text;
using MarginRouter.Core.Engine.Commands;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Margin.Carry;
using MarginRouter.Core.Margin.Reconciliation;
using MarginRouter.Core.MarketData;
using MarginRouter.Host.Configuration;
using MarginRouter.Host.Tests.Crash;
using MarginRouter.Simulation.Accounts;
using MarginRouter.Simulation.Markets;
using MarginRouter.Simulation.Matching;
using MarginRouter.Simulation.Streams;

namespace MarginRouter.Host.Tests.Reconciliation;

/// <summary>
/// A Bybit or OKX account on a simulator that answers what-if questions by its own rules, and a router that believes the rules of its file.
/// The book stands still at 60,000.
/// </summary>
internal sealed class WhatIfWorld : IAsyncDisposable
{
    public const decimal Price = 60_000m;
    public static readonly SubaccountId Account = new(0);

    private readonly DirectoryInfo folder;
    private readonly JournalView journal;

    private WhatIfWorld(DirectoryInfo folder, StreamSimulator venue, RouterConfiguration configuration)
    {
        this.folder = folder;
        Venue = venue;
        journal = new JournalView(configuration);
        Router = new ObservedRouter(configuration);
    }

    public StreamSimulator Venue { get; }

    public ObservedRouter Router { get; }

    /// <summary>Starts both; statements come every fifth of a second, questions every second.</summary>
    public static async Task<WhatIfWorld> StartAsync(WhatIfSetting setting)
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("marginrouter-whatif-");
        Write(folder, $"config/margin/{setting.Rules}.json", setting.RuleText);
        WriteRouter(folder, setting, new Uri("http://127.0.0.1:1"), new Uri("ws://127.0.0.1:1"));
        RouterConfiguration first = RouterConfigurationLoader.Load(Path.Combine(folder.FullName, "config"));
        StreamSimulator venue = new(new StreamSimulatorOptions
        {
            Venue = setting.Venue,
            Clock = new MarketClock(TimeProvider.System),
            Markets = [.. first.Firm.Reference.Instruments.Select(instrument => new SimulatedMarketOptions(instrument, new FixedBookSource())
            {
                Funding = instrument.FundingHours is { } hours
                    ? new FundingTerms(instrument.Symbol, 0.0003m, null, Instant.FromMilliseconds(DateTimeOffset.UtcNow.AddHours(4).ToUnixTimeMilliseconds()), hours)
                    : null,
            })],
            Accounts =
            [
                new SimulatedAccountOptions
                {
                    Name = "main",
                    ApiKey = Secret("CRASH_KRAKEN_KEY"),
                    ApiSecret = Secret("CRASH_KRAKEN_SECRET"),
                    ApiPassphrase = Secret("CRASH_PRIME_PASSWORD"),
                    Positions = setting.Puts == 0m ? [] : [new OpeningPosition(setting.More[0], setting.Puts, WhatIfSetting.PutMark)],
                    Balances = new Dictionary<string, decimal> { ["USDT"] = setting.Balance },
                    DefaultLeverage = 20m,
                },
            ],
            Rules = setting.VenueRules,
            RunMarkets = false,
        });
        SimulatedMarket market = venue.Exchange.Market(setting.Symbol);
        for (int level = 0; level < 50; level++)
        {
            market.SetLevel(BookSide.Ask, Price + 0.5m + level, 1_000m);
            market.SetLevel(BookSide.Bid, Price - 0.5m - level, 1_000m);
        }

        foreach (string option in setting.More)
        {
            venue.Exchange.Market(option).FixMarkPrice(WhatIfSetting.PutMark);
            venue.Exchange.Market(option).ImpliedVolatility = WhatIfSetting.Volatility;
            venue.Exchange.Market(option).ForwardPrice = Price;
        }

        venue.Exchange.Step();
        await venue.StartAsync();
        WriteRouter(folder, setting, venue.RestUri, venue.SocketUri);
        WhatIfWorld world = new(folder, venue, RouterConfigurationLoader.Load(Path.Combine(folder.FullName, "config")));
        await world.Router.StartAsync();
        return world;
    }

    /// <summary>Comparisons of what-if answers, or of statements.</summary>
    public MarginComparison[] Comparisons(bool ofWhatIfs) =>
        [.. journal.Records().Select(record => record.Comparison).OfType<MarginComparison>().Where(comparison => comparison.Question is not null == ofWhatIfs)];

    /// <summary>Waits until the comparisons satisfy.</summary>
    public Task UntilAsync(bool ofWhatIfs, Func<MarginComparison[], bool> fits, string what) => Patience.UntilAsync(
        () => fits(Comparisons(ofWhatIfs)),
        what,
        () => string.Join("; ", Comparisons(ofWhatIfs).TakeLast(5).Select(one => $"{one.Question} {DriftWorld.Text(one)}")) + string.Join("; ", Router.Alarms));

    public Task<ReportParent> TradeAsync(string id, Side side, decimal quantity)
    {
        Router.Order(CrashConfiguration.FuturesDesk, id, side, quantity);
        return Router.FinalAsync(id);
    }

    public async ValueTask DisposeAsync()
    {
        await Router.DisposeAsync();
        await Venue.DisposeAsync();
        Assert.Null(Venue.Failure);
        folder.Delete(recursive: true);
    }

    private static string Secret(string name) => Convert.ToBase64String(Encoding.ASCII.GetBytes(name));

    private static void Write(DirectoryInfo folder, string file, string text)
    {
        string path = Path.Combine(folder.FullName, file);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }

    private static void WriteRouter(DirectoryInfo folder, WhatIfSetting setting, Uri rest, Uri socket)
    {
        string venue = setting.Venue == StreamVenue.Bybit ? "bybit" : "okx";
        string passphrase = setting.Venue == StreamVenue.Okx ? ", \"passphrase\": \"env:CRASH_PRIME_PASSWORD\"" : "";
        Write(folder, "config/router.json", $$"""
            {
              "journal": { "directory": "{{Path.Combine(folder.FullName, "journal")}}", "durability": "beforeSend", "segmentMegabytes": 1 },
              "gateway": { "address": "127.0.0.1", "port": 0, "compId": "ROUTER", "storeDirectory": "{{Path.Combine(folder.FullName, "fix")}}" },
              "ages": { "bookMilliseconds": 600000, "markMilliseconds": 600000, "intentMilliseconds": 10000, "volatilityMilliseconds": {{setting.VolatilityMilliseconds}} },
              "marginTables": "files", "bookDepth": 50, "workUnits": 20000,
              "assetPrices": [ { "asset": "USD", "fixed": "1" }, { "asset": "USDT", "fixed": "1" }, { "asset": "BTC", "fixed": "60000" } ],
              "products": [ { "symbol": "{{CrashConfiguration.Product}}", "base": "BTC", "pricing": "USD", "lot": "0.00000001", "instruments": [ "{{venue}}:{{setting.Symbol}}" ] } ]
            }
            """);
        Write(folder, "config/venues/1.json", $$"""
            {
              "name": "{{venue}}", "protocol": "{{venue}}",
              "endpoints": { "rest": "{{rest}}", "marketData": "{{socket}}", "orders": "{{socket}}" },
              "bookDepth": {{(setting.Venue == StreamVenue.Bybit ? 50 : 400)}}, "answerMilliseconds": 5000, "livenessMilliseconds": 600000,
              "statementMilliseconds": 200, "whatIf": { "everyMilliseconds": 1000, "share": "3" },
              "instruments": [ {{setting.Instruments}} ],
              "subaccounts": [
                {
                  "name": "main", "rules": "{{setting.Rules}}", "reporting": "USD", "utilisationLimit": "{{setting.UtilisationLimit}}",
                  "instruments": [ {{setting.Held}} ], "secrets": { "key": "env:CRASH_KRAKEN_KEY", "secret": "env:CRASH_KRAKEN_SECRET"{{passphrase}} }
                }
              ]
            }
            """);
        Write(folder, "config/desks/solo.json", $$"""
            {
              "name": "{{CrashConfiguration.FuturesDesk}}",
              "fix": { "compId": "SOLO", "username": "solo", "password": "env:CRASH_SOLO_PASSWORD" },
              "products": [ "{{CrashConfiguration.Product}}" ], "subaccounts": [ "main" ],
              "maximumOrderNotional": "1000000000", "maximumAttempts": 1, "reattemptMilliseconds": 100,
              "policy": { "fillStates": "any", "breach": "reduceOnly", "maximumChildren": 4, "collarBasisPoints": "500" }
            }
            """);
    }
}
