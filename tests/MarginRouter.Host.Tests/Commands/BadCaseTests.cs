using MarginRouter.Host.Tests.Configuration;
using MarginRouter.Testing;

namespace MarginRouter.Host.Tests.Commands;

/// <summary>Margin cases, desks, books and rule files that cannot be used: exit code 2, the file and the place in it, and nothing evaluated.</summary>
public sealed class BadCaseTests
{
    private const string Good = """
        {"rules": "binance/usdm-cross",
         "account": {"collateral": [{"asset": "USDT", "quantity": "100000", "price": "1"}], "liabilities": [],
           "positions": [{"instrument": "BTCUSDT", "underlying": "BTC", "kind": "linear", "quantity": "1", "multiplier": "1",
             "entryPrice": "60000", "mark": "60000", "leverage": "10"}],
           "orders": [{"instrument": "BTCUSDT", "side": "buy", "quantity": "1", "price": "59000", "reduceOnly": false}]},
         "fills": [], "prices": {} }
        """;

    private const string Option = """
        {"rules": "deribit/portfolio",
         "account": {"collateral": [{"asset": "BTC", "quantity": "1", "price": "60000"}], "liabilities": [],
           "positions": [{"instrument": "BTC-C", "underlying": "BTC", "kind": "option", "quantity": "-1", "multiplier": "1", "entryPrice": "0.05",
             "mark": "0.05", "leverage": null, "expiry": "0.25", "strike": "60000", "option": "call", "impliedVolatility": "0.6"}], "orders": []},
         "fills": [], "prices": {"BTC": "60000"} }
        """;

    [Theory]
    [InlineData("\"binance/usdm-cross\"", "\"binance/usdm-crossed\"", "$.rules: there is no rule set 'binance/usdm-crossed'")]
    [InlineData("\"asset\": \"USDT\"", "\"asset\": \"USTD\"", "$.account.collateral[0].asset: there is no asset 'USTD' in binance/usdm-cross or any other rule set")]
    [InlineData("\"instrument\": \"BTCUSDT\"", "\"instrument\": \"FOOUSDT\"", "$.account.positions[0].instrument: TierMissing: FOOUSDT in binance/usdm-cross")]
    [InlineData("\"instrument\": \"BTCUSDT\", \"side\"", "\"instrument\": \"ETHUSDT\", \"side\"", "$.account.orders[0].instrument: no position")]
    [InlineData("\"quantity\": \"1\", \"multiplier\"", "\"quantity\": \"100000\", \"multiplier\"", "$.account.positions[0].quantity: TierMissing: BTCUSDT in binance/usdm-cross required 6000000000")]
    [InlineData("\"quantity\": \"100000\"", "\"quantity\": \"-1\"", "$.account.collateral[0].quantity: -1 is negative")]
    [InlineData("\"quantity\": \"1\", \"price\"", "\"quantity\": \"-1\", \"price\"", "$.account.orders[0].quantity: -1 is not positive")]
    [InlineData("\"kind\": \"linear\"", "\"kind\": \"spot\"", "$.account.positions[0].kind: only linear contracts have a meaning under this rule set")]
    [InlineData("\"mark\": \"60000\"", "\"mark\": \"0\"", "$.account.positions[0].mark: 0 is not positive")]
    [InlineData("\"fills\": []", "\"tables\": {\"tiers\": {\"BTCUSDT\": [{\"from\": \"0\", \"to\": \"1\", \"maintenanceRate\": \"0.01\"}, {\"from\": \"2\", \"to\": null, \"maintenanceRate\": \"0.02\"}]}}, \"fills\": []", "$.tables.tiers.BTCUSDT[1].from: 2 leaves a gap after 1")]
    [InlineData("\"fills\": []", "\"tables\": {\"tiers\": {\"BTCUSDT\": [{\"from\": \"0\", \"to\": \"2\", \"maintenanceRate\": \"0.01\"}, {\"from\": \"1\", \"to\": null, \"maintenanceRate\": \"0.02\"}]}}, \"fills\": []", "$.tables.tiers.BTCUSDT[1].from: 1 overlaps")]
    [InlineData("\"fills\": []", "\"tables\": {\"haircuts\": {\"USDT\": [{\"from\": \"0\", \"to\": \"2\", \"weight\": \"0.9\"}, {\"from\": \"2\", \"to\": null, \"weight\": \"0.95\"}]}}, \"fills\": []", "$.tables.haircuts.USDT[1].weight: 0.95 is above the 0.9")]
    public async Task Margin_BadCase_NamesFileAndPlace(string good, string bad, string expected) => await Refuses(Good, good, bad, expected);

    [Theory]
    [InlineData("\"impliedVolatility\": \"0.6\"", "\"impliedVolatility\": null", "$.account.positions[0].impliedVolatility: is missing")]
    [InlineData("\"strike\": \"60000\"", "\"strike\": null", "$.account.positions[0].strike: is missing")]
    [InlineData("\"expiry\": \"0.25\"", "\"expiry\": null", "$.account.positions[0].expiry: is missing")]
    [InlineData("\"deribit/portfolio\"", "\"okx/portfolio\"", "$.account.positions[0].underlying: TierMissing: options of BTC in okx/portfolio: volatility moves of the scan between 0, 30 and 60 days (MR1)")]
    public async Task Margin_BadOption_NamesFileAndPlace(string good, string bad, string expected) => await Refuses(Option, good, bad, expected);

    [Fact]
    public async Task Margin_OptionWithoutThePriceOfItsCoin_NamesFileAndPlace() => await Refuses(
        Option.Replace(", \"price\": \"60000\"", ""), "{\"BTC\": \"60000\"}", "{}", "$.account.collateral[0].price: CurrencyMissing: BTC in USD");

    [Fact]
    public async Task Margin_PositionAboveWhatItsLeverageAllows_IsNotAccepted()
    {
        using TemporaryDirectory folder = new();
        File.WriteAllText(folder.PathOf("within.json"), Good.Replace("\"leverage\": \"10\"", "\"leverage\": \"150\""));
        File.WriteAllText(folder.PathOf("above.json"), Good.Replace("\"leverage\": \"10\"", "\"leverage\": \"151\""));

        CommandRun within = await CommandRun.Of("margin", folder.PathOf("within.json"), "--json");
        CommandRun above = await CommandRun.Of("margin", folder.PathOf("above.json"), "--json");

        Assert.Contains("\"accepted\": true", within.Output, StringComparison.Ordinal);
        Assert.Contains("\"largestAtLeverage\": \"300000\"", within.Output, StringComparison.Ordinal);
        Assert.Contains("\"accepted\": false", above.Output, StringComparison.Ordinal);
        Assert.Contains("\"largestAtLeverage\": \"0\"", above.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Stress_AccountWithAnUnknownInstrument_NamesFileAndPlace()
    {
        using TemporaryDirectory folder = new();
        string file = folder.PathOf("desk.json");
        string account = Good.Replace("BTCUSDT", "FOOUSDT").Replace("{\"rules\"", "{\"name\": \"one\", \"rules\"").Replace("\"fills\": [], ", "");
        File.WriteAllText(file, $$"""{"desk": "d", "currency": "USDT", "rates": {}, "accounts": [{{account}}]}""");

        CommandRun run = await CommandRun.Of("stress", file);

        Assert.Equal(2, run.Code);
        Assert.Contains($"{file}: $.accounts[0].account.positions[0].instrument: one: TierMissing: FOOUSDT in binance/usdm-cross", run.Diagnostics, StringComparison.Ordinal);
    }

    [Fact]
    public async Task CompareModels_BookWithAnUnknownInstrument_NamesFileModelAndPlace()
    {
        using TemporaryDirectory folder = new();
        string file = folder.PathOf("book.json");
        string account = Good[Good.IndexOf("\"account\"", StringComparison.Ordinal)..Good.IndexOf("\"fills\"", StringComparison.Ordinal)].TrimEnd().TrimEnd(',');
        File.WriteAllText(file, $$"""
            {"book": "b", "says": "s", {{account.Replace("BTCUSDT", "FOOUSDT")}},
             "models": [{"name": "apart", "rules": "binance/usdm-isolated"}, {"name": "cross", "rules": "binance/usdm-cross"}]}
            """);

        CommandRun run = await CommandRun.Of("compare-models", file);

        Assert.Equal(2, run.Code);
        Assert.Contains($"{file}: $.models[1]: $.account.positions[0].instrument: cross: TierMissing: FOOUSDT in binance/usdm-cross", run.Diagnostics, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("margin/kraken/spot-margin.json", "\"at\": \"0.8\"", "\"at\": \"1.8\"", "$.ladder[1].at: 1.8 is reached before the milder step at 1")]
    [InlineData("margin/okx/portfolio.json", "\"BTC\": \"large\"", "\"BTC\": \"huge\"", "$.scenario.prices.assets.BTC: there is no class 'huge'")]
    [InlineData("margin/kucoin/uta.json", "\"weight\": \"0.97\"", "\"weight\": \"0.99\"", "$.haircuts.BTC[1].weight: 0.99 is above the 0.98 of the row before")]
    [InlineData("margin/hyperliquid/cross.json", "\"to\": \"150000000\"", "\"to\": \"140000000\"", "$.tiers.BTC-PERP[1].from: 150000000 leaves a gap after 140000000")]
    public async Task MarginRules_BadFile_IsNamedWithItsPlace(string file, string good, string bad, string expected)
    {
        using ConfigurationFolder folder = new();
        folder.Replace(file, good, bad);

        CommandRun run = await CommandRun.Of("margin-rules", "--config", folder.Path);

        Assert.Equal(2, run.Code);
        Assert.Contains(file, run.Diagnostics, StringComparison.Ordinal);
        Assert.Contains(expected, run.Diagnostics, StringComparison.Ordinal);
    }

    private static async Task Refuses(string text, string good, string bad, string expected)
    {
        Assert.Contains(good, text, StringComparison.Ordinal);
        using TemporaryDirectory folder = new();
        string file = folder.PathOf("case.json");
        File.WriteAllText(file, text.Replace(good, bad, StringComparison.Ordinal));

        CommandRun run = await CommandRun.Of("margin", file, "--json");

        Assert.Equal(2, run.Code);
        Assert.Empty(run.Output);
        Assert.Contains($"{file}: {expected}", run.Diagnostics, StringComparison.Ordinal);
    }
}
