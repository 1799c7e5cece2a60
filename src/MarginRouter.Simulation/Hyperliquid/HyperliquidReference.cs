using MarginRouter.Core.Instruments;
using MarginRouter.Simulation.Markets;
using MarginRouter.Simulation.Matching;
using MarginRouter.Simulation.Streams;

namespace MarginRouter.Simulation.Hyperliquid;

/// <summary>
/// The questions at /info that concern no user (hyperliquid.gitbook.io, info endpoint): the first perpetual exchange lists the markets, there
/// are no others, and of spot there is nothing but the collateral.
/// </summary>
internal sealed class HyperliquidReference(SimulatedExchange exchange)
{
    private const string SpotMeta = """{"universe":[],"tokens":[{"name":"USDC","szDecimals":8,"weiDecimals":8,"index":0,"tokenId":"0x6d1e7cde53ba9467b783cb7c530ce054","isCanonical":true,"evmContract":null,"fullName":null}]}""";

    /// <summary>Answers a question by its type; null when it is none of these.</summary>
    public StreamAnswer? Answer(string type) => type switch
    {
        "meta" => StreamAnswer.Of(Meta()),
        "metaAndAssetCtxs" => StreamAnswer.Of($"[{Meta()},[{string.Join(',', exchange.Markets.Values.Select(Context))}]]"),
        "spotMeta" => StreamAnswer.Of(SpotMeta),
        "spotMetaAndAssetCtxs" => StreamAnswer.Of($"[{SpotMeta},[]]"),
        "perpDexs" => StreamAnswer.Of("[null]"),
        "allMids" => StreamAnswer.Of($"{{{string.Join(',', exchange.Markets.Values.Select(market => $"\"{market.Instrument.Symbol}\":\"{Middle(market)}\""))}}}"),
        _ => null,
    };

    /// <summary>The changing figures of a market, also sent on activeAssetCtx.</summary>
    public static string Context(SimulatedMarket market)
    {
        string mark = StreamText.Of(market.MarkPrice ?? 0m);
        return $$"""{"funding":"{{StreamText.Of(market.Funding?.Rate ?? 0.0000125m)}}","openInterest":"0","prevDayPx":"{{mark}}","dayNtlVlm":"0","premium":"0","oraclePx":"{{mark}}","markPx":"{{mark}}","midPx":"{{Middle(market)}}","impactPxs":["{{mark}}","{{mark}}"],"dayBaseVlm":"0"}""";
    }

    private static string Middle(SimulatedMarket market)
    {
        BookCopy best = market.Copy(1);
        Instrument instrument = market.Instrument;
        return StreamText.Of(best.Bids.IsEmpty || best.Asks.IsEmpty
            ? market.MarkPrice ?? 0m
            : (instrument.Price(best.Bids[0].Price) + instrument.Price(best.Asks[0].Price)) / 2m);
    }

    private static string Delisted(SimulatedMarket market) => market.Closed is null ? "" : ",\"isDelisted\":true";

    private string Meta()
    {
        IEnumerable<string> universe = exchange.Markets.Values.Select(market =>
            $$"""{"szDecimals":{{market.Instrument.LotSize.Scale}},"name":"{{market.Instrument.Symbol}}","maxLeverage":50,"marginTableId":50{{Delisted(market)}}}""");
        return $$"""{"universe":[{{string.Join(',', universe)}}],"marginTables":[],"collateralToken":0}""";
    }
}
