using System.Collections.Immutable;
using System.Text.Json;
using MarginRouter.Core.Margin.Live;
using MarginRouter.Core.Margin.Rules;
using MarginRouter.Testing;
using MarginRouter.Venues.Binance.Trading;
using MarginRouter.Venues.Bybit;
using MarginRouter.Venues.Okx;

namespace MarginRouter.Venues.Tests.Tables;

/// <summary>Tier tables as venues send them: hand-made answers of several rows, and the recorded ones where they are there.</summary>
public sealed class TierTableCodecTests
{
    private static readonly LiveTablesRule Band = LiveTablesRule.Default;

    [Fact]
    public void Binance_Brackets_AreOrderedRowsWithDeductions()
    {
        ImmutableArray<InstrumentTiers> found = LeverageBrackets.Decode(Json("""
            [{"symbol":"BTCUSDT","notionalCoef":1,"brackets":[
               {"bracket":2,"initialLeverage":100,"notionalCap":800000,"notionalFloor":300000,"maintMarginRatio":0.005,"cum":300.0},
               {"bracket":1,"initialLeverage":150,"notionalCap":300000,"notionalFloor":0,"maintMarginRatio":0.004,"cum":0.0}]},
             {"symbol":"DOGEUSDT","brackets":[]}]
            """), symbol => symbol == "BTCUSDT");
        InstrumentTiers table = Assert.Single(found);
        Assert.Equal([new MarginTier(0m, 300_000m, null, 0.004m, 0m, 150m), new MarginTier(300_000m, 800_000m, null, 0.005m, 300m, 100m)], table.Tiers.AsEnumerable());
        Assert.Null(TableBand.Judge("BTCUSDT", table.Tiers, null, Band));
    }

    [Fact]
    public void Okx_Tiers_BeginWhereTheOneBeforeEnds()
    {
        ImmutableArray<InstrumentTiers> found = PositionTiers.Decode(Json("""
            {"code":"0","msg":"","data":[
              {"instId":"BTC-USDT-SWAP","instFamily":"BTC-USDT","tier":"2","minSz":"1001","maxSz":"4000","imr":"0.015","mmr":"0.005","maxLever":"66.66"},
              {"instId":"BTC-USDT-SWAP","instFamily":"BTC-USDT","tier":"1","minSz":"0","maxSz":"1000","imr":"0.01","mmr":"0.004","maxLever":"100"},
              {"instId":"","instFamily":"ETH-USDT","tier":"1","minSz":"0","maxSz":"5000","imr":"0.01","mmr":"0.004","maxLever":"100"}]}
            """));
        Assert.Equal(["BTC-USDT-SWAP", "ETH-USDT"], found.Select(table => table.Instrument));
        Assert.Equal([new MarginTier(0m, 1_000m, 0.01m, 0.004m, 0m, 100m), new MarginTier(1_000m, 4_000m, 0.015m, 0.005m, 0m, 66.66m)], found[0].Tiers.AsEnumerable());
        Assert.All(found, table => Assert.Null(TableBand.Judge(table.Instrument, table.Tiers, null, Band)));
    }

    [Theory]
    [InlineData("1", "0.5", "0.01", "0.005")]
    [InlineData("0.01", "0.005", "0.01", "0.005")]
    public void Bybit_Rates_ArePerCentOrFractionsAsTheLeverageSays(string initial, string maintenance, string expectedInitial, string expectedMaintenance)
    {
        static decimal Of(string text) => decimal.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
        InstrumentTiers table = Assert.Single(RiskLimits.Decode(Json($$"""
            {"retCode":0,"result":{"category":"linear","list":[{"id":1,"symbol":"BTCUSDT","riskLimitValue":"2000000","maintenanceMargin":"{{maintenance}}","initialMargin":"{{initial}}","maxLeverage":"100.00"} ] } }
            """)));
        Assert.Equal(new MarginTier(0m, 2_000_000m, Of(expectedInitial), Of(expectedMaintenance), 0m, 100m), Assert.Single(table.Tiers));
    }

    [Theory]
    [InlineData("""{"retCode":10001,"result":{"list":[]}}""")]
    [InlineData("""{"retCode":0,"result":{"list":[{"symbol":"X","riskLimitValue":"1","maintenanceMargin":"0.5","initialMargin":"7","maxLeverage":"100"}]}}""")]
    [InlineData("""{"retCode":0,"result":{"list":[{"symbol":"X","riskLimitValue":"soon","maintenanceMargin":"0.5","initialMargin":"1","maxLeverage":"100"}]}}""")]
    public void Bybit_AnswerThatDoesNotFit_IsRefused(string answer) => Assert.Throws<FormatException>(() => RiskLimits.Decode(Json(answer)));

    [Theory]
    [InlineData("""{"code":"50011","msg":"","data":[]}""")]
    [InlineData("""{"code":"0","data":[{"instId":"X","instFamily":"","tier":"2","maxSz":"1","imr":"0.1","mmr":"0.1","maxLever":"1"}]}""")]
    [InlineData("""{"code":"0","data":[{"instId":"X","instFamily":"","tier":"1","maxSz":"1","imr":"0.1","maxLever":"1"}]}""")]
    public void Okx_AnswerThatDoesNotFit_IsRefused(string answer) => Assert.Throws<FormatException>(() => PositionTiers.Decode(Json(answer)));

    [SharedDataTheory]
    [InlineData("binance", "/fapi/v1/leverageBracket", "ETHUSDT")]
    [InlineData("bybit", "/v5/market/risk-limit", "BTCUSD")]
    [InlineData("okx", "/api/v5/public/position-tiers", "BTC-USDT")]
    public void Decode_RecordedAnswer_GivesAWellFormedTable(string venue, string path, string instrument)
    {
        int seen = 0;
        foreach (string line in File.ReadLines(SharedData.PathOf($"data/{venue}/payloads/rest_examples.jsonl")))
        {
            using JsonDocument example = JsonDocument.Parse(line);
            if (!example.RootElement.TryGetProperty("path", out JsonElement place) || place.GetString() != path)
                continue;
            JsonElement body = example.RootElement.GetProperty("body");
            ImmutableArray<InstrumentTiers> found = venue switch
            {
                "binance" => LeverageBrackets.Decode(body, _ => true),
                "bybit" => RiskLimits.Decode(body),
                _ => PositionTiers.Decode(body),
            };
            InstrumentTiers table = Assert.Single(found);
            Assert.Equal(instrument, table.Instrument);
            Assert.Null(TableBand.Judge(instrument, table.Tiers, null, Band));
            seen++;
        }

        Assert.True(seen > 0, $"no example of {path}");
    }

    private static JsonElement Json(string text)
    {
        using JsonDocument document = JsonDocument.Parse(text);
        return document.RootElement.Clone();
    }
}
