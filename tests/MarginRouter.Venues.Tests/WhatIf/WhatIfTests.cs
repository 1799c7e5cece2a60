using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Ledger;
using MarginRouter.Testing;
using MarginRouter.Venues.Bybit.WhatIf;
using MarginRouter.Venues.Connectivity;
using MarginRouter.Venues.Deribit.WhatIf;
using MarginRouter.Venues.Okx.WhatIf;
using MarginRouter.Venues.Trading;

namespace MarginRouter.Venues.Tests.WhatIf;

/// <summary>What-if questions of venues: what is sent, and how the answers become the figures that reconciliation compares.</summary>
public sealed class WhatIfTests
{
    [Fact]
    public void PositionBuilder_Request_IsTheVenuesShape()
    {
        PositionBuilderRequest request = new()
        {
            AccountLevel = 4,
            IncludeReal = true,
            Positions = [new SimulatedPosition("BTC-USDT-SWAP", -10m, null), new SimulatedPosition("BTC-USD-250328", 2.5m, 97_000.1m, 5m)],
            Assets = [new SimulatedAsset("USDT", 100m)],
        };
        Assert.Equal(
            """{"acctLv":"4","inclRealPosAndEq":true,"simPos":[{"instId":"BTC-USDT-SWAP","pos":"-10"},{"instId":"BTC-USD-250328","pos":"2.5","avgPx":"97000.1","lever":"5"}],"simAsset":[{"ccy":"USDT","amt":"100"}]}""",
            Encoding.UTF8.GetString(request.ToBody()));
        Assert.Throws<InvalidOperationException>(() => (request with { AccountLevel = 2 }).ToBody());
        ImmutableArray<SimulatedPosition> many = [.. Enumerable.Repeat(request.Positions[0], PositionBuilderRequest.MaximumPositions + 1)];
        Assert.Throws<InvalidOperationException>(() => (request with { Positions = many }).ToBody());
    }

    private static InstrumentTable Table { get; } = new([TestInstruments.Spot(0.1m, 0.001m, symbol: "BTC-USDT-SWAP") with { Kind = InstrumentKind.LinearPerpetual }]);

    [Fact]
    public void PositionBuilder_Answer_GivesTheAccountAndTurnsTheRatio()
    {
        VenueMargin margin = PositionBuilderAnswer.Read(Json(
            """{"code":"0","msg":"","data":[{"eq":"20000","totalImr":"1300","totalMmr":"1000","borrowMmr":"0","marginRatio":"16","ts":"1","positions":[{"instId":"BTC-USDT-SWAP","markPx":"60000"},{"instId":"ELSE","markPx":"1"}],"riskUnitData":[{"portfolios":[{"instId":"BTC-USDT-SWAP","markPx":"60001"}]}]}]}"""), Table);
        Assert.Equal([60_000m, 60_001m], margin.Marks.Select(mark => mark.Price));
        Assert.Equal(("USD", 20_000m, 1_300m, 1_000m, 0.0625m), (margin.Asset.Code, margin.Equity, margin.InitialMargin, margin.MaintenanceMargin, margin.Utilisation));
        VenueMargin empty = PositionBuilderAnswer.Read(Json("""{"code":"0","data":[{"eq":"5","totalImr":"","marginRatio":""}]}"""), Table);
        Assert.Equal((5m, null, null, null), (empty.Equity, empty.InitialMargin, empty.MaintenanceMargin, empty.Utilisation));
    }

    [Theory]
    [InlineData("""{"code":"51000","msg":"parameter","data":[]}""")]
    [InlineData("""{"code":"0","data":[]}""")]
    [InlineData("""{"code":"0","data":[{"eq":"much"}]}""")]
    [InlineData("""{"data":[]}""")]
    public void PositionBuilder_RefusedOrNoFigures_IsAProtocolFault(string answer) =>
        Assert.Throws<VenueProtocolException>(() => PositionBuilderAnswer.Read(Json(answer), Table));

    [Fact]
    public void PreCheck_Answer_GivesRatesBeforeAndAfter()
    {
        PreCheckAnswer answer = PreCheckAnswer.Read(Json(
            """{"retCode":0,"retMsg":"OK","result":{"orderId":"a","preImrE4":30,"preMmrE4":21,"postImrE4":357,"postMmrE4":294},"retExtInfo":{}}"""));
        Assert.Equal((0.0021m, 0.0294m), (answer.Before!.Utilisation, answer.After.Utilisation));
        Assert.Equal((0.003m, 0.0357m), (answer.InitialRateBefore, answer.InitialRateAfter));
        Assert.Null(answer.After.Equity);
    }

    [Fact]
    public void PreCheck_RefusedForLackOfMargin_StillTellsTheRatesAfter()
    {
        PreCheckAnswer answer = PreCheckAnswer.Read(Json(
            """{"retCode":110007,"retMsg":"ab not enough","result":{},"retExtInfo":{"post_imr_e4":"12000","post_mmr_e4":"9000"}}"""));
        Assert.Null(answer.Before);
        Assert.Equal((0.9m, 1.2m), (answer.After.Utilisation, answer.InitialRateAfter));
    }

    [Theory]
    [InlineData("""{"retCode":10001,"retMsg":"no","result":{}}""")]
    [InlineData("""{"retCode":0,"result":{"preImrE4":30}}""")]
    [InlineData("""{"retCode":0}""")]
    public void PreCheck_OtherRefusalOrMissingRate_IsAProtocolFault(string answer) =>
        Assert.Throws<VenueProtocolException>(() => PreCheckAnswer.Read(Json(answer)));

    [SharedDataFact]
    public void PreCheck_RecordedAnswer_IsRead()
    {
        string line = File.ReadLines(SharedData.PathOf("data/bybit/payloads/rest_examples.jsonl")).Single(text => text.Contains("/v5/order/pre-check", StringComparison.Ordinal));
        PreCheckAnswer answer = PreCheckAnswer.Read(Json(line).GetProperty("body"));
        Assert.True(answer.Before!.Utilisation < answer.After.Utilisation);
    }

    [Fact]
    public void PortfolioMargin_Answer_GivesTheWalletAndTheWorstLossOfEachUnit()
    {
        PortfolioMarginAnswer answer = PortfolioMarginAnswer.Read(Json(
            """
            {"retCode":0,"result":{"wallet":{"equity":"52000","marginBalance":"51000","accountIM":"1274.82","accountMM":"1062.35","accountMMRate":"0.0208"},
             "assetPnlRange":[{"baseCoin":"BTC","totalPnlRanges":{"ALL":{"pnlRanges":[
               {"priceScale":"-0.1","pnls":["-1004.75","-900","-850.5"]},{"priceScale":"0","pnls":["0","0","0"]},{"priceScale":"0.1","pnls":[700,710.25,720]}]}}},
              {"baseCoin":"ETH","totalPnlRanges":{"ALL":{"pnlRanges":[{"priceScale":"0","pnls":["1"]}]}}}]}}
            """));
        Assert.Equal((51_000m, 1_274.82m, 1_062.35m, 0.0208m), (answer.Margin.Equity, answer.Margin.InitialMargin, answer.Margin.MaintenanceMargin, answer.Margin.Utilisation));
        Assert.Equal((1_004.75m, 0m), (answer.Units[0].WorstLoss, answer.Units[1].WorstLoss));
        Assert.Equal((0.1m, 710.25m), (answer.Units[0].Ranges[2].PriceMove, answer.Units[0].Ranges[2].Profits[1]));
    }

    [Theory]
    [InlineData("""{"retCode":10005,"result":{}}""")]
    [InlineData("""{"retCode":0,"result":{"wallet":{}}}""")]
    [InlineData("""{"retCode":0,"result":{"wallet":{},"assetPnlRange":[{"baseCoin":"BTC","totalPnlRanges":{}}]}}""")]
    public void PortfolioMargin_OtherShape_IsAProtocolFault(string answer) =>
        Assert.Throws<VenueProtocolException>(() => PortfolioMarginAnswer.Read(Json(answer)));

    [Fact]
    public void SimulatePortfolio_Request_IsTheVenuesShape() => Assert.Equal(
        """{"jsonrpc":"2.0","id":7,"method":"private/simulate_portfolio","params":{"currency":"BTC","add_positions":true,"simulated_positions":{"BTC-PERPETUAL":1000,"ETH-PERPETUAL":-0.5}}}""",
        Encoding.UTF8.GetString(new SimulatePortfolioRequest
        {
            Currency = "BTC",
            AddToHeld = true,
            Positions = [new("BTC-PERPETUAL", 1_000m), new("ETH-PERPETUAL", -0.5m)],
        }.ToMessage(7)));

    [Fact]
    public void SimulatePortfolio_Answer_GivesTheFiguresInItsCurrency()
    {
        VenueMargin margin = SimulatePortfolioAnswer.Read(Json(
            """{"jsonrpc":"2.0","id":7,"result":{"currency":"BTC","margin_balance":20.5,"equity":21,"initial_margin":5.125,"maintenance_margin":4.1}}"""));
        Assert.Equal(("BTC", 20.5m, 5.125m, 4.1m, 0.2m), (margin.Asset.Code, margin.Equity, margin.InitialMargin, margin.MaintenanceMargin, margin.Utilisation));
        Assert.Throws<VenueProtocolException>(() => SimulatePortfolioAnswer.Read(Json("""{"id":7,"error":{"code":10028,"message":"too_many_requests"}}""")));
        Assert.Throws<VenueProtocolException>(() => SimulatePortfolioAnswer.Read(Json("""{"id":7,"result":{"margin_balance":1}}""")));
    }

    private static JsonElement Json(string text) => JsonElement.Parse(text);
}
