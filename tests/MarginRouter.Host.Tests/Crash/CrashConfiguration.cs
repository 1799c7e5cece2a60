using System.Text;
using MarginRouter.Host.Configuration;

namespace MarginRouter.Host.Tests.Crash;

/// <summary>
/// A configuration folder for a firm with three venues, written to disk because the router under test is a process of its own: futures
/// with cross margin, a spot venue reached by FIX, and spot on margin. All in dollars, so that prices compare without conversion.
/// </summary>
internal sealed class CrashConfiguration
{
    /// <summary>The desk that may use every venue.</summary>
    public const string Desk = "ALPHA";

    /// <summary>The desk that has the futures account only.</summary>
    public const string FuturesDesk = "SOLO";

    /// <summary>The desk that has the account of spot on margin only.</summary>
    public const string MarginDesk = "LOAN";

    /// <summary>The desk that has the account of the spot venue only.</summary>
    public const string SpotDesk = "CASH";

    /// <summary>The drop copy session of the desk that may use every venue.</summary>
    public const string DropCopy = "WATCH";

    public const string Product = "BTC-USD";

    public const string CompId = "MARGINROUTER";

    private readonly string root;

    public CrashConfiguration(string root)
    {
        this.root = root;
        Folder = Path.Combine(root, "config");
        JournalFolder = Path.Combine(root, "journal");
    }

    /// <summary>Where FIX sessions keep their numbers and messages.</summary>
    public string FixFolder => Path.Combine(root, "fix");

    /// <summary>Where messages are written for people, once <see cref="AddDropCopy"/> was called.</summary>
    public string MessageFolder => Path.Combine(root, "messages");

    /// <summary>Adds a drop copy of the desk ALPHA, and logs of the messages of all sessions.</summary>
    public void AddDropCopy() => Replace("router.json", "\"storeDirectory\"", $$"""
        "messageLog": { "directory": "{{MessageFolder}}" },
        "sessions": [ { "name": "{{DropCopy}}", "desk": "{{Desk}}", "compId": "{{DropCopy}}", "username": "watch", "password": "env:CRASH_WATCH_PASSWORD", "permission": "copiesOnly", "copies": [ "{{Desk}}" ] } ],
        "storeDirectory"
        """);

    /// <summary>The folder that the router reads.</summary>
    public string Folder { get; }

    public string JournalFolder { get; }

    /// <summary>Every secret of the configuration by its variable: the variable's name in base 64, which every venue takes.</summary>
    public static IReadOnlyDictionary<string, string> Secrets { get; } = new[]
    {
        "CRASH_USDM_KEY", "CRASH_USDM_SECRET", "CRASH_DATA_USER", "CRASH_DATA_PASSWORD", "CRASH_PRIME_USER", "CRASH_PRIME_PASSWORD",
        "CRASH_KRAKEN_KEY", "CRASH_KRAKEN_SECRET", "CRASH_ALPHA_PASSWORD", "CRASH_SOLO_PASSWORD", "CRASH_LOAN_PASSWORD", "CRASH_CASH_PASSWORD", "CRASH_WATCH_PASSWORD",
    }.ToDictionary(name => name, name => Convert.ToBase64String(Encoding.ASCII.GetBytes(name)));

    /// <summary>Writes everything; before the venues are started their addresses lead nowhere.</summary>
    public void Write(CrashEndpoints endpoints)
    {
        Write("router.json", Router());
        Write("venues/1-usdm.json", FuturesVenue(endpoints));
        Write("venues/2-prime.json", PrimeVenue(endpoints));
        Write("venues/3-kraken.json", KrakenVenue(endpoints));
        Write("desks/alpha.json", DeskOf(Desk, "\"usdm-main\", \"prime-main\", \"kraken-main\""));
        Write("desks/solo.json", DeskOf(FuturesDesk, "\"usdm-main\""));
        Write("desks/loan.json", DeskOf(MarginDesk, "\"kraken-main\""));
        Write("desks/cash.json", DeskOf(SpotDesk, "\"prime-main\""));
        Copy("margin/binance/usdm-cross.json");
        Copy("margin/binance/spot-cross.json");
        Copy("margin/binance/usdm-isolated.json");
        Copy("margin/unmargined/spot.json");
        Copy("margin/kraken/spot-margin.json");
    }

    /// <summary>Replaces one text in one file; fails when it is not there.</summary>
    public void Replace(string file, string old, string replacement)
    {
        string text = File.ReadAllText(Path.Combine(Folder, file));
        Assert.Contains(old, text, StringComparison.Ordinal);
        Write(file, text.Replace(old, replacement, StringComparison.Ordinal));
    }

    public RouterConfiguration Load() => RouterConfigurationLoader.Load(Folder);

    private void Write(string file, string text)
    {
        string path = Path.Combine(Folder, file);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }

    private void Copy(string file) => Write(file, File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "config", file)));

    private string Router() => $$"""
        {
          "journal": { "directory": "{{JournalFolder}}", "durability": "beforeSend", "segmentMegabytes": 1 },
          "gateway": { "address": "127.0.0.1", "port": 0, "compId": "{{CompId}}", "storeDirectory": "{{Path.Combine(root, "fix")}}" },
          // Books here stand still: only what the tests do moves them.
          "ages": { "bookMilliseconds": 600000, "markMilliseconds": 600000, "intentMilliseconds": 10000 },
          "marginTables": "files",
          "bookDepth": 200,
          "workUnits": 20000,
          "assetPrices": [ { "asset": "USD", "fixed": "1" }, { "asset": "USDT", "fixed": "1" }, { "asset": "BTC", "instruments": [ "prime:BTCUSD" ] } ],
          "products": [
            { "symbol": "{{Product}}", "base": "BTC", "pricing": "USD", "lot": "0.00000001", "instruments": [ "usdm:BTCUSDT", "prime:BTCUSD", "kraken:BTC/USD" ] }
          ]
        }
        """;

    private static string FuturesVenue(CrashEndpoints endpoints) => $$"""
        {
          "name": "usdm", "protocol": "binanceUsdm",
          "endpoints": { "rest": "{{endpoints.FuturesRest}}", "marketData": "{{endpoints.FuturesSocket}}", "orders": "{{endpoints.FuturesSocket}}" },
          "bookDepth": 1000, "answerMilliseconds": 1000, "livenessMilliseconds": 600000,
          "instruments": [
            {
              "symbol": "BTCUSDT", "kind": "linearPerpetual", "base": "BTC", "quote": "USDT", "settlement": "USDT",
              "tick": "0.1", "lot": "0.001", "multiplier": "1", "minimumQuantity": "0.001", "minimumNotional": "100",
              "takerFee": "0.0005", "makerFee": "0.0002"
            }
          ],
          "subaccounts": [
            {
              "name": "usdm-main", "rules": "binance/usdm-cross", "reporting": "USDT", "utilisationLimit": "0.9",
              "instruments": [ "BTCUSDT" ], "secrets": { "key": "env:CRASH_USDM_KEY", "secret": "env:CRASH_USDM_SECRET" }
            }
          ]
        }
        """;

    private static string PrimeVenue(CrashEndpoints endpoints) => $$"""
        {
          "name": "prime", "protocol": "fix44",
          "endpoints": { "fix": "{{endpoints.Prime}}" },
          "fix": { "targetCompId": "PRIME", "marketDataCompId": "MR-DATA", "username": "env:CRASH_DATA_USER", "password": "env:CRASH_DATA_PASSWORD" },
          "bookDepth": 200, "answerMilliseconds": 1000, "livenessMilliseconds": 600000,
          "instruments": [
            {
              "symbol": "BTCUSD", "kind": "spot", "base": "BTC", "quote": "USD", "settlement": "USD",
              "tick": "0.01", "lot": "0.0001", "multiplier": "1", "minimumQuantity": "0.001", "minimumNotional": "10",
              "takerFee": "0.0008", "makerFee": "0"
            }
          ],
          "subaccounts": [
            {
              "name": "prime-main", "rules": "unmargined/spot", "reporting": "USD", "utilisationLimit": "1", "instruments": [ "BTCUSD" ],
              "compId": "MR-MAIN", "secrets": { "username": "env:CRASH_PRIME_USER", "password": "env:CRASH_PRIME_PASSWORD" }
            }
          ]
        }
        """;

    private static string KrakenVenue(CrashEndpoints endpoints) => $$"""
        {
          "name": "kraken", "protocol": "krakenSpot",
          "endpoints": { "rest": "{{endpoints.KrakenRest}}", "marketData": "{{endpoints.KrakenPublic}}", "orders": "{{endpoints.KrakenPrivate}}" },
          "bookDepth": 100, "answerMilliseconds": 1000, "livenessMilliseconds": 600000,
          "instruments": [
            {
              "symbol": "BTC/USD", "kind": "spot", "base": "BTC", "quote": "USD", "settlement": "USD",
              "tick": "0.1", "lot": "0.00000001", "multiplier": "1", "minimumQuantity": "0.00005", "minimumNotional": "0.5",
              "takerFee": "0.0009", "makerFee": "0"
            }
          ],
          "subaccounts": [
            {
              "name": "kraken-main", "rules": "kraken/spot-margin", "reporting": "USD", "utilisationLimit": "0.9",
              "instruments": [ "BTC/USD" ], "secrets": { "key": "env:CRASH_KRAKEN_KEY", "secret": "env:CRASH_KRAKEN_SECRET" }
            }
          ]
        }
        """;

    private static string DeskOf(string name, string subaccounts) => $$"""
        {
          "name": "{{name}}",
          "fix": { "compId": "{{name}}", "username": "{{name.ToLowerInvariant()}}", "password": "env:CRASH_{{name}}_PASSWORD" },
          "products": [ "{{Product}}" ],
          "subaccounts": [ {{subaccounts}} ],
          "maximumOrderNotional": "1000000000", "maximumAttempts": 3, "reattemptMilliseconds": 100,
          "policy": { "fillStates": "any", "breach": "reduceOnly", "maximumChildren": 12, "collarBasisPoints": "500" }
        }
        """;
}
