using MarginRouter.Core.Instruments;
using MarginRouter.Core.MarketData;
using MarginRouter.Simulation.Markets;
using MarginRouter.Simulation.Matching;
using MarginRouter.Simulation.Streams;

namespace MarginRouter.Simulation.KuCoin;

/// <summary>The public reference data of KuCoin's classic spot over REST (kucoin.com/docs-new): currencies, symbols, tickers.</summary>
internal sealed class KuCoinReference(SimulatedExchange exchange)
{
    /// <summary>Answers a request; null when it is none of these.</summary>
    public StreamAnswer? Answer(StreamRequest request) => request.Route switch
    {
        "GET /api/v1/timestamp" => Success(exchange.Clock.Now.ToMilliseconds().ToString(System.Globalization.CultureInfo.InvariantCulture)),
        "GET /api/v3/currencies" => Success($"[{string.Join(',', Currencies())}]"),
        "GET /api/v2/symbols" => Success($"[{string.Join(',', exchange.Markets.Values.Select(Symbol))}]"),
        "GET /api/v1/market/allTickers" => Success(
            $$"""{"time":{{exchange.Clock.Now.ToMilliseconds()}},"ticker":[{{string.Join(',', exchange.Markets.Values.Select(Ticker))}}]}"""),

        // Nothing can be borrowed here.
        "GET /api/v3/margin/symbols" => Success($$"""{"timestamp":{{exchange.Clock.Now.ToMilliseconds()}},"items":[]}"""),
        "GET /api/v1/isolated/symbols" => Success("[]"),
        _ => null,
    };

    private static StreamAnswer Success(string data) => StreamAnswer.Of($$"""{"code":"200000","data":{{data}}}""");

    private IEnumerable<string> Currencies() => exchange.Markets.Values
        .SelectMany(market => new[] { market.Instrument.Base.Code, market.Instrument.Quote.Code })
        .Distinct().Order(StringComparer.Ordinal)
        .Select(coin => $$"""{"currency":"{{coin}}","name":"{{coin}}","fullName":"{{coin}}","precision":8,"confirms":null,"contractAddress":null,"isMarginEnabled":false,"isDebitEnabled":false,"chains":[]}""");

    private static string Symbol(SimulatedMarket market)
    {
        Instrument instrument = market.Instrument;
        string least = StreamText.Of(instrument.Quantity(instrument.MinimumQuantity));
        string tick = StreamText.Of(instrument.TickSize);
        return $$"""{"symbol":"{{instrument.Symbol}}","name":"{{instrument.Symbol}}","baseCurrency":"{{instrument.Base.Code}}","quoteCurrency":"{{instrument.Quote.Code}}","feeCurrency":"{{instrument.Quote.Code}}","market":"USDS","baseMinSize":"{{least}}","quoteMinSize":"{{StreamText.Of(instrument.MinimumNotional)}}","baseMaxSize":"10000000000","quoteMaxSize":"99999999","baseIncrement":"{{StreamText.Of(instrument.LotSize)}}","quoteIncrement":"{{tick}}","priceIncrement":"{{tick}}","priceLimitRate":"0.1","minFunds":"{{StreamText.Of(instrument.MinimumNotional)}}","isMarginEnabled":false,"enableTrading":{{(market.Closed is null ? "true" : "false")}},"feeCategory":1,"makerFeeCoefficient":"1.00","takerFeeCoefficient":"1.00","st":false}""";
    }

    private static string Ticker(SimulatedMarket market)
    {
        Instrument instrument = market.Instrument;
        BookCopy best = market.Copy(1);
        return $$"""{"symbol":"{{instrument.Symbol}}","symbolName":"{{instrument.Symbol}}","buy":"{{Price(instrument, best.Bids)}}","bestBidSize":"{{Size(instrument, best.Bids)}}","sell":"{{Price(instrument, best.Asks)}}","bestAskSize":"{{Size(instrument, best.Asks)}}","last":"{{StreamText.Of(market.MarkPrice ?? 0m)}}","takerFeeRate":"{{StreamText.Of(instrument.Fees.TakerRate)}}","makerFeeRate":"{{StreamText.Of(instrument.Fees.MakerRate)}}","takerCoefficient":"1","makerCoefficient":"1"}""";
    }

    private static string Price(Instrument instrument, IReadOnlyList<BookLevel> side) => side.Count == 0 ? "0" : StreamText.Of(instrument.Price(side[0].Price));

    private static string Size(Instrument instrument, IReadOnlyList<BookLevel> side) => side.Count == 0 ? "0" : StreamText.Of(instrument.Quantity(side[0].Quantity));
}
