using System.Globalization;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.MarketData;
using MarginRouter.Host.Configuration;
using MarginRouter.Host.Tests.Crash;
using MarginRouter.Simulation.Accounts;
using MarginRouter.Simulation.FixVenue;
using MarginRouter.Simulation.Markets;
using MarginRouter.Simulation.Matching;
using MarginRouter.Simulation.Quotes;
using MarginRouter.Testing;

namespace MarginRouter.Host.Tests.Quotes;

/// <summary>A FIX venue with a book around 60,000 and makers, two accounts there on one session, and a router that asks the makers first.</summary>
internal sealed class QuoteRoutingWorld : IAsyncDisposable
{
    private readonly DirectoryInfo folder;

    private QuoteRoutingWorld(DirectoryInfo folder, FixVenueSimulator venue)
    {
        this.folder = folder;
        Venue = venue;
        Router = new ObservedRouter(RouterConfigurationLoader.Load(Path.Combine(folder.FullName, "config")));
    }

    public FixVenueSimulator Venue { get; }

    public ObservedRouter Router { get; }

    /// <param name="first">Dollars of the first account; the second has plenty.</param>
    /// <param name="makers">The makers.</param>
    public static async Task<QuoteRoutingWorld> StartAsync(decimal first, params QuoteMakerOptions[] makers)
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("marginrouter-quotes-");
        Write(folder, "config/margin/unmargined/spot.json", await File.ReadAllTextAsync(Path.Combine(SharedData.Repository, "config", "margin", "unmargined", "spot.json")));
        string named = string.Join(", ", makers.Select(maker => $"\"{maker.Name}\""));
        WriteRouter(folder);
        WriteVenue(folder, 1, named);
        RouterConfiguration read = RouterConfigurationLoader.Load(Path.Combine(folder.FullName, "config"));
        FixVenueSimulator venue = Simulator(read.Firm.Reference.Instruments[0], first, makers);
        await venue.StartAsync();
        venue.Exchange.Step();
        WriteVenue(folder, venue.EndPoint.Port, named);
        QuoteRoutingWorld world = new(folder, venue);
        await world.Router.StartAsync();
        return world;
    }

    public async ValueTask DisposeAsync()
    {
        await Router.DisposeAsync();
        await Venue.DisposeAsync();
        folder.Delete(recursive: true);
    }

    private static FixVenueSimulator Simulator(Instrument instrument, decimal first, QuoteMakerOptions[] makers)
    {
        FixVenueSimulator venue = new(new FixVenueSimulatorOptions
        {
            Clock = new MarketClock(TimeProvider.System),
            Markets = [new SimulatedMarketOptions(instrument, new FixedBookSource())],
            Accounts = [Account("poor", first), Account("rich", 5_000_000m)],
            Clients =
            [
                new FixVenueClientOptions { CompId = "MR-MAIN", Username = Secret("CRASH_PRIME_USER"), Password = Secret("CRASH_PRIME_PASSWORD"), Accounts = ["poor", "rich"] },
                new FixVenueClientOptions { CompId = "MR-DATA", Username = Secret("CRASH_DATA_USER"), Password = Secret("CRASH_DATA_PASSWORD") },
            ],
            Makers = makers,
            RunMarkets = false,
        });
        SimulatedMarket market = venue.Exchange.Market(instrument.Symbol);
        for (int level = 0; level < 20; level++)
        {
            market.SetLevel(BookSide.Ask, 60_010m + (10m * level), 10m);
            market.SetLevel(BookSide.Bid, 59_990m - (10m * level), 10m);
        }

        return venue;
    }

    private static SimulatedAccountOptions Account(string name, decimal dollars) => new()
    {
        Name = name,
        ApiKey = name,
        ApiSecret = name,
        Balances = new Dictionary<string, decimal> { ["USD"] = dollars },
    };

    private static string Secret(string name) => CrashConfiguration.Secrets[name];

    private static void Write(DirectoryInfo folder, string file, string text)
    {
        string path = Path.Combine(folder.FullName, file);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }

    private static void WriteVenue(DirectoryInfo folder, int port, string makers)
    {
        string accounts = string.Join(", ", new[] { "poor", "rich" }.Select(name => $$"""
            {
              "name": "{{name}}", "rules": "unmargined/spot", "reporting": "USD", "utilisationLimit": "1", "instruments": [ "BTCUSD" ],
              "compId": "MR-MAIN", "secrets": { "username": "env:CRASH_PRIME_USER", "password": "env:CRASH_PRIME_PASSWORD" }
            }
            """));
        Write(folder, "config/venues/1.json", $$"""
            {
              "name": "prime", "protocol": "fix44", "endpoints": { "fix": "tcp://127.0.0.1:{{port.ToString(CultureInfo.InvariantCulture)}}" },
              "fix": { "targetCompId": "VENUE", "marketDataCompId": "MR-DATA", "username": "env:CRASH_DATA_USER", "password": "env:CRASH_DATA_PASSWORD" },
              "bookDepth": 50, "answerMilliseconds": 1000, "livenessMilliseconds": 600000,
              "quotes": { "makers": [ {{makers}} ], "lastLookMilliseconds": 200 },
              "instruments": [
                {
                  "symbol": "BTCUSD", "kind": "spot", "base": "BTC", "quote": "USD", "settlement": "USD", "tick": "0.01", "lot": "0.0001",
                  "multiplier": "1", "minimumQuantity": "0.0001", "minimumNotional": "0", "takerFee": "0.0005", "makerFee": "0"
                }
              ],
              "subaccounts": [ {{accounts}} ]
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
              "quotes": { "windowMilliseconds": 2000, "minimumNotional": "10000", "maximumRounds": 1 },
              "assetPrices": [ { "asset": "USD", "fixed": "1" }, { "asset": "BTC", "fixed": "60000" } ],
              "products": [ { "symbol": "{{CrashConfiguration.Product}}", "base": "BTC", "pricing": "USD", "lot": "0.0001", "instruments": [ "prime:BTCUSD" ] } ]
            }
            """);
        Write(folder, "config/desks/solo.json", $$"""
            {
              "name": "{{CrashConfiguration.FuturesDesk}}",
              "fix": { "compId": "SOLO", "username": "solo", "password": "env:CRASH_SOLO_PASSWORD" },
              "products": [ "{{CrashConfiguration.Product}}" ], "subaccounts": [ "poor", "rich" ],
              "maximumOrderNotional": "1000000000", "maximumAttempts": 3, "reattemptMilliseconds": 100,
              "policy": { "fillStates": "any", "breach": "reduceOnly", "maximumChildren": 6, "collarBasisPoints": "500" }
            }
            """);
    }
}
