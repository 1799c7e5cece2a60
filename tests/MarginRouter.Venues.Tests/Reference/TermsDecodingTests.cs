using System.Text.Json;
using MarginRouter.Core.Instruments;
using MarginRouter.Venues.Bybit;
using MarginRouter.Venues.Connectivity;
using MarginRouter.Venues.Hyperliquid;
using MarginRouter.Venues.KuCoin;
using MarginRouter.Venues.Okx;
using MarginRouter.Venues.Reference;

namespace MarginRouter.Venues.Tests.Reference;

/// <summary>The venues' own words for steps, minimums and status.</summary>
public sealed class TermsDecodingTests
{
    [Fact]
    public void InstrumentsInfo_ContractAndPair_GiveStepsMinimumsAndStatus()
    {
        const string Contract = """{"retCode":0,"result":{"list":[{"symbol":"BTCUSDT","status":"Settling","priceFilter":{"tickSize":"0.10"},"lotSizeFilter":{"qtyStep":"0.001","minOrderQty":"0.002","minNotionalValue":"5"}}]}}""";
        const string Pair = """{"retCode":0,"result":{"list":[{"symbol":"BTCUSDT","status":"Trading","priceFilter":{"tickSize":"0.01"},"lotSizeFilter":{"basePrecision":"0.000001","minOrderQty":"0.000048","minOrderAmt":"1"}}]}}""";
        Assert.Equal(new InstrumentTerms(0.1m, 0.001m, null, 0.002m, 5m, "Settling"), Assert.Single(InstrumentsInfo.Decode(JsonElement.Parse(Contract))).Terms);
        Assert.Equal(new InstrumentTerms(0.01m, 0.000001m, null, 0.000048m, 1m, null), Assert.Single(InstrumentsInfo.Decode(JsonElement.Parse(Pair))).Terms);
        Assert.Throws<VenueProtocolException>(() => InstrumentsInfo.Decode(JsonElement.Parse("""{"retCode":10001,"retMsg":"no"}""")).ToList());
    }

    [Fact]
    public void InstrumentList_SwapAndPair_GiveTheContractsValueAsMultiplier()
    {
        const string Swap = """{"code":"0","data":[{"instId":"BTC-USDT-SWAP","tickSz":"0.1","lotSz":"0.01","minSz":"0.01","ctVal":"0.01","ctMult":"1","state":"suspend"}]}""";
        const string Pair = """{"code":"0","data":[{"instId":"BTC-USDT","tickSz":"0.1","lotSz":"0.00000001","minSz":"0.00001","ctVal":"","ctMult":"","state":"live"}]}""";
        Assert.Equal(new InstrumentTerms(0.1m, 0.01m, 0.01m, 0.01m, null, "suspend"), Assert.Single(InstrumentList.Decode(JsonElement.Parse(Swap))).Terms);
        Assert.Equal(new InstrumentTerms(0.1m, 0.00000001m, null, 0.00001m, null, null), Assert.Single(InstrumentList.Decode(JsonElement.Parse(Pair))).Terms);
    }

    [Fact]
    public void SymbolList_OfAllPairs_GivesTheWantedOnes()
    {
        const string All = """{"code":"200000","data":[{"symbol":"ETH-USDT"},{"symbol":"BTC-USDT","priceIncrement":"0.1","baseIncrement":"0.00000001","baseMinSize":"0.00001","minFunds":"0.1","enableTrading":false}]}""";
        InstrumentReading reading = Assert.Single(SymbolList.Decode(JsonElement.Parse(All), [Instrument("BTC-USDT")]));
        Assert.Equal(new InstrumentTerms(0.1m, 0.00000001m, null, 0.00001m, 0.1m, "trading is disabled"), reading.Terms);
    }

    [Fact]
    public void PerpetualMeta_OfTheUniverse_GivesTheLotAndKeepsTheConfiguredStep()
    {
        const string Meta = """{"universe":[{"szDecimals":4,"name":"ETH"},{"szDecimals":5,"name":"BTC","isDelisted":true}]}""";
        Instrument configured = Instrument("BTC");
        InstrumentReading reading = Assert.Single(PerpetualMeta.Decode(JsonElement.Parse(Meta), [configured]));
        Assert.Equal(InstrumentTerms.Of(configured) with { LotSize = 0.00001m, Closed = "delisted" }, reading.Terms);
        Assert.Empty(PerpetualMeta.Decode(JsonElement.Parse(Meta), [Instrument("SOL")]));
    }

    private static Instrument Instrument(string symbol) => TestInstruments.Spot(1m, 0.001m, symbol: symbol);
}
