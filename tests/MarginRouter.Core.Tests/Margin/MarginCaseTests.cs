using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using MarginRouter.Core.Margin.Cases;
using MarginRouter.Core.Margin.Rules;
using MarginRouter.Core.Orders;

namespace MarginRouter.Core.Tests.Margin;

public sealed class MarginCaseTests
{
    private const string Perpetual = """
        {"rules": "binance/usdm-cross",
         "account": {
           "collateral": [{"asset": "USDT", "quantity": "10000", "price": 1}],
           "positions": [
             {"instrument": "BTCUSDT-PERP", "underlying": "BTC", "kind": "linear", "quantity": "-1.5", "multiplier": "1",
              "entryPrice": "60000", "mark": "60100", "leverage": "10", "isolatedMargin": null,
              "expiry": null, "strike": null, "option": null, "impliedVolatility": null}],
           "orders": [{"instrument": "BTCUSDT-PERP", "side": "buy", "quantity": "1", "price": "59000", "reduceOnly": false}]},
         "fills": [{"instrument": "BTCUSDT-PERP", "side": "sell", "quantity": "0.5", "price": "60050", "fee": "12"}],
         "prices": {"BTC": "60000"}}
        """;

    [Fact]
    public void Evaluate_PositionFillAndOrder_GivesTheContractsDocument()
    {
        JsonElement found = Written(Perpetual);
        Assert.Equal("binance/usdm-cross", found.GetProperty("rules").GetString());

        // 10,000 - 1.5 x 100 of loss, then half a contract sold at 60,050 (25 lost to the mark) with a fee of 12.
        Assert.Equal("9813", found.GetProperty("equity").GetString());
        Assert.Equal("480.8", found.GetProperty("maintenanceMargin").GetString());
        Assert.Equal("12020", found.GetProperty("initialMargin").GetString());
        Assert.Equal("12020", found.GetProperty("venueAcceptance").GetProperty("required").GetString());
        Assert.Equal("9813", found.GetProperty("venueAcceptance").GetProperty("available").GetString());
        Assert.False(found.GetProperty("venueAcceptance").GetProperty("accepted").GetBoolean());
        Assert.Equal(480.8m / 9_813m, Number(found, "utilisation"));
        Assert.Equal("marginRatio", found.GetProperty("venueRatio").GetProperty("name").GetString());
        Assert.Equal(480.8m / 9_813m, Number(found.GetProperty("venueRatio"), "value"));
        Assert.Equal("none", found.GetProperty("action").GetString());

        // Short 2 at 60,012.5: 2 P x 0.004 = 9,988 + 120,025 - 2 P.
        decimal liquidation = (9_988m + 120_025m) / 2.008m;
        Assert.Equal(liquidation, Number(found.GetProperty("liquidationPrices"), "BTCUSDT-PERP"), 12);
        Assert.Equal((liquidation / 60_100m) - 1m, Number(found, "liquidationDistance"), 12);
        Assert.Equal(JsonValueKind.Null, found.GetProperty("worstScenario").ValueKind);
        decimal terms = found.GetProperty("terms").EnumerateArray().Sum(term => Number(term, "value"));
        Assert.Equal(9_813m + 480.8m, terms);
    }

    [Fact]
    public void Evaluate_HeldContract_NamesNextTierAndFirstLiquidationStep()
    {
        // Tiers of 100,000 and 200,000 with the rest above: 2 contracts at 60,100 are in the second, and go down to the first.
        JsonElement found = Written(Perpetual.Replace(
            "\"account\":",
            """
            "tables": {"tiers": {"BTCUSDT-PERP": [{"from": "0", "to": "100000", "maintenanceRate": "0.004"},
              {"from": "100000", "to": "200000", "maintenanceRate": "0.005"}, {"from": "200000", "to": null, "maintenanceRate": "0.01"}]}},
            "account":
            """,
            StringComparison.Ordinal));
        JsonElement ahead = Assert.Single(found.GetProperty("outlook").EnumerateArray());
        Assert.Equal("BTCUSDT-PERP", ahead.GetProperty("instrument").GetString());
        Assert.Equal(200_000m / 60_100m, Number(ahead, "nextTierContracts"), 12);
        Assert.Equal(100_000m, Number(ahead, "nextTierAbove"), 12);
        Assert.Equal(50_000m, Number(ahead, "nextTierBelow"), 12);
        JsonElement step = ahead.GetProperty("firstLiquidationStep");
        Assert.Equal(1m - (100_000m / 120_200m), Number(step, "closedShare"), 12);
        Assert.Equal(20_200m, Number(step, "closedValue"), 8);
        Assert.False(step.GetProperty("takenOver").GetBoolean());
        Assert.False(ahead.TryGetProperty("missing", out _));
    }

    [Fact]
    public void Evaluate_WithoutMark_GivesLiquidationPricesOnly()
    {
        JsonElement found = Written(Perpetual
            .Replace("\"mark\": \"60100\",", "", StringComparison.Ordinal)
            .Replace("{\"instrument\": \"BTCUSDT-PERP\", \"side\": \"sell\", \"quantity\": \"0.5\", \"price\": \"60050\", \"fee\": \"12\"}", "", StringComparison.Ordinal));
        foreach (string name in new[] { "equity", "initialMargin", "maintenanceMargin", "venueAcceptance", "utilisation", "liquidationDistance" })
            Assert.Equal(JsonValueKind.Null, found.GetProperty(name).ValueKind);
        Assert.Equal((10_000m + 90_000m) / 1.506m, Number(found.GetProperty("liquidationPrices"), "BTCUSDT-PERP"), 12);
    }

    [Fact]
    public void Evaluate_TablesOfTheCase_ReplaceThoseOfTheFile()
    {
        JsonElement found = Written(Perpetual.Replace(
            "\"account\"",
            "\"tables\": {\"tiers\": {\"BTCUSDT-PERP\": [{\"from\": \"0\", \"to\": null, \"maintenanceRate\": \"0.1\"}]}, \"haircuts\": {\"USDT\": [{\"from\": 0, \"to\": null, \"weight\": 0.5}]}}, \"account\"",
            StringComparison.Ordinal));
        Assert.Equal("12020", found.GetProperty("maintenanceMargin").GetString());
        Assert.Equal("4813", found.GetProperty("equity").GetString());
        Assert.Equal("liquidation", found.GetProperty("action").GetString());
        Assert.Equal("0", found.GetProperty("liquidationDistance").GetString());
    }

    [Fact]
    public void Evaluate_NoEquity_IsLiquidationWithoutUtilisation()
    {
        JsonElement found = Written(Perpetual.Replace("\"10000\"", "\"100\"", StringComparison.Ordinal));
        Assert.Equal(JsonValueKind.Null, found.GetProperty("utilisation").ValueKind);
        Assert.Equal("liquidation", found.GetProperty("action").GetString());
    }

    [Fact]
    public void Evaluate_UsedMargin_GivesLevelAndLadder()
    {
        JsonElement found = Written("""
            {"rules": "kraken/spot-margin",
             "account": {
               "collateral": [{"asset": "USD", "quantity": "10000"}],
               "positions": [{"instrument": "BTC/USD", "underlying": "BTC", "kind": "spot", "quantity": "1.5", "entryPrice": "30000", "mark": "28133.3", "leverage": "5"}]}}
            """);
        Assert.Equal("9000", found.GetProperty("initialMargin").GetString());
        Assert.Equal("7199.95", found.GetProperty("equity").GetString());
        Assert.Equal("marginLevel", found.GetProperty("venueRatio").GetProperty("name").GetString());
        Assert.Equal(7_199.95m / 9_000m, Number(found.GetProperty("venueRatio"), "value"), 20);
        Assert.Equal("partialLiquidation", found.GetProperty("action").GetString());
        Assert.Equal(30_000m + (((0.4m * 9_000m) - 10_000m) / 1.5m), Number(found.GetProperty("liquidationPrices"), "BTC/USD"), 12);
    }

    [Fact]
    public void Evaluate_Unmargined_HasNoRatioAndNoLiquidation()
    {
        JsonElement found = Written("""
            {"rules": "unmargined/spot", "account": {"collateral": [{"asset": "BTC", "quantity": "2"}, {"asset": "USD", "quantity": 5}]}, "prices": {"BTC": 60000}}
            """);
        Assert.Equal("120005", found.GetProperty("equity").GetString());
        Assert.Equal("0", found.GetProperty("utilisation").GetString());
        Assert.Equal(JsonValueKind.Null, found.GetProperty("venueRatio").ValueKind);
        Assert.Equal("none", found.GetProperty("action").GetString());
    }

    [Theory]
    [InlineData("\"BTCUSDT-PERP\", \"underlying\"", "\"DOGEUSDT-PERP\", \"underlying\"", RefusalReason.TierMissing, "DOGEUSDT-PERP in binance/usdm-cross")]
    [InlineData("\"asset\": \"USDT\", \"quantity\": \"10000\", \"price\": 1", "\"asset\": \"USDC\", \"quantity\": \"1\"", null, null)]
    public void Evaluate_SomethingMissing_IsNamed(string good, string bad, RefusalReason? reason, string? subject)
    {
        string text = Perpetual.Replace(good, bad, StringComparison.Ordinal);
        if (bad.StartsWith("\"DOGE", StringComparison.Ordinal))
            text = text.Replace("\"instrument\": \"BTCUSDT-PERP\", \"side\"", "\"instrument\": \"DOGEUSDT-PERP\", \"side\"", StringComparison.Ordinal);
        MarginCase read = Read(text, out ImmutableArray<RuleSetError> errors)!;
        Assert.Empty(errors);
        MarginFigures? figures = MarginCaseEvaluator.Evaluate(read, out Refusal? refusal);
        Assert.Equal(reason, refusal?.Reason);
        Assert.Equal(subject, refusal?.Subject);
        Assert.Equal(reason is null, figures is not null);
    }

    [Theory]
    [InlineData("\"prices\": {\"BTC\": \"60000\"}", "\"prices\": {\"BTC\": \"0\"}", "$.prices.BTC", "is not positive")]
    [InlineData("binance/usdm-cross", "binance/nothing", "$.rules", "there is no rule set")]
    [InlineData("\"side\": \"buy\"", "\"side\": \"long\"", "$.account.orders[0].side", "is not one of buy, sell")]
    [InlineData("\"kind\": \"linear\"", "\"kind\": \"swap\"", "$.account.positions[0].kind", "is not one of")]
    [InlineData("\"reduceOnly\": false", "\"reduceOnly\": false, \"postOnly\": true", "$.account.orders[0].postOnly", "is not known")]
    [InlineData("\"quantity\": \"10000\"", "\"quantity\": \"-1\"", "$.account.collateral[0].quantity", "is negative")]
    [InlineData("\"entryPrice\": \"60000\"", "\"entryPrice\": \"0\"", "$.account.positions[0].entryPrice", "must be positive")]
    [InlineData("\"isolatedMargin\": null", "\"isolatedMargin\": 5", "$.account.positions[0].isolatedMargin", "has no meaning")]
    [InlineData("\"fills\": [{\"instrument\": \"BTCUSDT-PERP\"", "\"fills\": [{\"instrument\": \"ETHUSDT-PERP\"", "$.fills[0].instrument", "no position")]
    [InlineData("\"account\"", "\"tables\": {\"tiers\": {\"X\": []}}, \"account\"", "$.tables.tiers.X", "at least one row")]
    public void Read_SomethingWrong_NamesThePlace(string good, string bad, string path, string message)
    {
        Assert.Contains(good, Perpetual, StringComparison.Ordinal);
        Assert.Null(Read(Perpetual.Replace(good, bad, StringComparison.Ordinal), out ImmutableArray<RuleSetError> errors));
        Assert.Contains(errors, error => error.Path == path && error.Message.Contains(message, StringComparison.Ordinal));
    }

    private static MarginCase? Read(string text, out ImmutableArray<RuleSetError> errors) =>
        MarginCaseJson.Read(
            "case.json",
            Encoding.UTF8.GetBytes(text),
            name => RuleFiles.Names().Contains(name) ? RuleFiles.Load(name) : null,
            out errors);

    private static JsonElement Written(string text)
    {
        MarginCase? read = Read(text, out ImmutableArray<RuleSetError> errors);
        Assert.Empty(errors);
        MarginFigures? figures = MarginCaseEvaluator.Evaluate(read!, out Refusal? refusal);
        Assert.Null(refusal);
        using MemoryStream stream = new();
        using (Utf8JsonWriter writer = new(stream))
            MarginFiguresJson.Write(writer, figures!);
        using JsonDocument document = JsonDocument.Parse(stream.ToArray());
        return document.RootElement.Clone();
    }

    private static decimal Number(JsonElement element, string name) =>
        decimal.Parse(element.GetProperty(name).GetString()!, System.Globalization.CultureInfo.InvariantCulture);
}
