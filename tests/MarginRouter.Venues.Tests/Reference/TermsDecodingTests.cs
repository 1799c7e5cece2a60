using System.Text.Json;
using MarginRouter.Core.Instruments;
using MarginRouter.Venues.Binance;
using MarginRouter.Venues.Binance.Trading;
using MarginRouter.Venues.Bybit;
using MarginRouter.Venues.Connectivity;
using MarginRouter.Venues.Hyperliquid;
using MarginRouter.Venues.Kraken.Rest;
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

    [Fact]
    public void SymbolRules_OfThreeMarkets_GiveStepsMinimumsAndStatus()
    {
        const string Spot = """{"symbols":[{"symbol":"ETHUSDT"},{"symbol":"BTCUSDT","status":"TRADING","isSpotTradingAllowed":true,"filters":[{"filterType":"PRICE_FILTER","tickSize":"0.01000000"},{"filterType":"LOT_SIZE","minQty":"0.00002000","stepSize":"0.00001000"},{"filterType":"NOTIONAL","minNotional":"5.00000000"}]}]}""";
        const string Usdm = """{"symbols":[{"symbol":"BTCUSDT","status":"SETTLING","filters":[{"filterType":"PRICE_FILTER","tickSize":"0.10"},{"filterType":"LOT_SIZE","minQty":"0.001","stepSize":"0.001"},{"filterType":"MIN_NOTIONAL","notional":"100"}]}]}""";
        const string Coinm = """{"symbols":[{"symbol":"BTCUSD_PERP","contractStatus":"TRADING","contractSize":100,"filters":[{"filterType":"PRICE_FILTER","tickSize":"0.1"},{"filterType":"LOT_SIZE","minQty":"1","stepSize":"1"}]}]}""";
        Assert.Equal(new InstrumentTerms(0.01m, 0.00001m, null, 0.00002m, 5m, null), Rules(Spot, "BTCUSDT").Terms);
        Assert.Equal(new InstrumentTerms(0.1m, 0.001m, null, 0.001m, 100m, "SETTLING"), Rules(Usdm, "BTCUSDT").Terms);
        Assert.Equal(new InstrumentTerms(0.1m, 1m, 100m, 1m, null, null), Rules(Coinm, "BTCUSD_PERP").Terms);
        Assert.Equal("spot trading is not allowed", Rules(Spot.Replace("true", "false", StringComparison.Ordinal), "BTCUSDT").Terms.Closed);
        Assert.Throws<VenueProtocolException>(() => Rules(Usdm.Replace("LOT_SIZE", "SIZE", StringComparison.Ordinal), "BTCUSDT"));
        Assert.Throws<VenueProtocolException>(() => Rules("""{"code":-1003,"msg":"Too many requests."}""", "BTCUSDT"));
    }

    [Fact]
    public void TakerRate_OfCommissions_AddsThePartsAndTheDearerSide()
    {
        const string Commission = """{"symbol":"BTCUSDT","standardCommission":{"maker":"0.0008","taker":"0.0010","buyer":"0","seller":"0.0001"},"specialCommission":{"maker":"0","taker":"0.0002","buyer":"0","seller":"0"},"taxCommission":{"maker":"0","taker":"0.00003","buyer":"0","seller":"0"},"discount":{"enabledForAccount":true,"enabledForSymbol":true,"discountAsset":"BNB","discount":"0.75"}}""";
        Assert.Equal(0.00133m, new SpotProtocol().TakerRate(JsonElement.Parse(Commission)));
        Assert.Throws<VenueProtocolException>(() => new SpotProtocol().TakerRate(JsonElement.Parse("{}")));
    }

    [Fact]
    public void PairTerms_OfTheTableAndTheFees_GiveStepsMinimumsStatusAndFractions()
    {
        const string Table = """{"ETHUSDT":{"wsname":"ETH/USDT"},"XXBTZUSD":{"altname":"XBTUSD","wsname":"XBT/USD","pair_decimals":1,"lot_decimals":8,"tick_size":"0.1","ordermin":"0.00005","costmin":"0.5","status":"cancel_only"}}""";
        const string Fees = """{"currency":"ZUSD","fees":{"XXBTZUSD":{"fee":"0.2400"}}}""";
        Instrument configured = Instrument("BTC/USD");
        Assert.Equal(
            new InstrumentTerms(0.1m, 0.00000001m, null, 0.00005m, 0.5m, "cancel_only"),
            Assert.Single(PairTerms.Decode(JsonElement.Parse(Table), [configured])).Terms);
        Assert.Null(Assert.Single(PairTerms.Decode(JsonElement.Parse(Table.Replace("cancel_only", "online", StringComparison.Ordinal)), [configured])).Terms.Closed);
        Assert.Empty(PairTerms.Decode(JsonElement.Parse(Table), [Instrument("SOL/USD")]));
        Assert.Throws<VenueProtocolException>(() => PairTerms.Decode(JsonElement.Parse(Table.Replace("8,", "80,", StringComparison.Ordinal)), [configured]));

        // Steps that are followed are no fault at the start.
        PairRules pair = PairRules.Read(JsonElement.Parse(Table), [configured], follows: true)["XBTUSD"];
        Assert.Equal(0.0024m, PairTerms.TakerRate(JsonElement.Parse(Fees), pair));
        Assert.Throws<VenueProtocolException>(() => PairTerms.TakerRate(JsonElement.Parse("{}"), pair));
        Assert.Throws<VenueConfigurationException>(() => PairRules.Read(JsonElement.Parse(Table), [configured]));
    }

    private static InstrumentReading Rules(string answer, string symbol) => Assert.Single(SymbolRules.Decode(JsonElement.Parse(answer), [Instrument(symbol)]));

    private static Instrument Instrument(string symbol) => TestInstruments.Spot(1m, 0.001m, symbol: symbol);
}
