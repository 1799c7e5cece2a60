using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using MarginRouter.Core.Instruments;
using MarginRouter.Testing;
using MarginRouter.Venues.Bybit.Quotes;
using MarginRouter.Venues.Connectivity;
using MarginRouter.Venues.Rfq;

namespace MarginRouter.Venues.Tests.Rfq;

/// <summary>Bybit's quotes, requests and block trades: the documented examples decode, and what is malformed is refused by name.</summary>
public sealed class BybitQuoteReaderTests
{
    private const string Good =
        """{"rfqLinkId":"","rfqId":"11","quoteId":"22","expiresAt":"1757578509556","status":"Active","deskCode":"alba","quoteBuyList":[{"category":"linear","symbol":"BTCUSDT","price":"95.5","qty":"1"}],"quoteSellList":[{"category":"linear","symbol":"BTCUSDT","price":"96","qty":"0.5"}]}""";

    private static readonly Instrument Perpetual = TestInstruments.Spot(0.1m, 0.001m) with { Kind = InstrumentKind.LinearPerpetual };

    [Fact]
    public void Read_GoodQuote_IsAllOrNothingAtTheMakersSellPrice()
    {
        Assert.Null(BybitQuoteTerms.Read(BybitQuote.Read(JsonElement.Parse(Good)), Perpetual, out QuoteTerms terms));
        Assert.Equal(
            new QuoteTerms("22", "alba", new PriceTicks(960), new QuantityLots(500), new QuantityLots(500), Instant.FromMilliseconds(1_757_578_509_556)),
            terms);
    }

    [Theory]
    [InlineData("expiresAt", null, QuoteFault.MissingExpiry)]
    [InlineData("expiresAt", "\"\"", QuoteFault.MissingExpiry)]
    [InlineData("expiresAt", "\"0\"", QuoteFault.MissingExpiry)]
    [InlineData("quoteSellList", null, QuoteFault.MissingPrice)]
    [InlineData("quoteSellList", "[]", QuoteFault.MissingPrice)]
    [InlineData("quoteSellList", """[{"category":"linear","symbol":"BTCUSDT","qty":"1"}]""", QuoteFault.MissingPrice)]
    [InlineData("quoteSellList", """[{"category":"linear","symbol":"BTCUSDT","price":"96.05","qty":"1"}]""", QuoteFault.PriceOffGrid)]
    [InlineData("quoteSellList", """[{"category":"linear","symbol":"BTCUSDT","price":"-96","qty":"1"}]""", QuoteFault.PriceOffGrid)]
    [InlineData("quoteSellList", """[{"category":"linear","symbol":"BTCUSDT","price":"96"}]""", QuoteFault.MissingSize)]
    [InlineData("quoteSellList", """[{"category":"linear","symbol":"BTCUSDT","price":"96","qty":"0"}]""", QuoteFault.ZeroSize)]
    [InlineData("quoteSellList", """[{"category":"linear","symbol":"BTCUSDT","price":"96","qty":"0.0001"}]""", QuoteFault.SizeOffGrid)]
    [InlineData("quoteSellList", """[{"category":"spot","symbol":"BTCUSDT","price":"96","qty":"1"}]""", QuoteFault.WrongInstrument)]
    [InlineData("quoteSellList", """[{"category":"linear","symbol":"ETHUSDT","price":"96","qty":"1"}]""", QuoteFault.WrongInstrument)]
    [InlineData("quoteSellList", """[{"category":"linear","symbol":"BTCUSDT","price":"96","qty":"1"},{"category":"spot","symbol":"BTCUSDT","price":"96","qty":"1"}]""", QuoteFault.WrongInstrument)]
    public void Read_MalformedQuote_IsRefusedByName(string member, string? value, object fault)
    {
        JsonObject quote = JsonNode.Parse(Good)!.AsObject();
        if (value is null)
            quote.Remove(member);
        else
            quote[member] = JsonNode.Parse(value);
        Assert.Equal(fault, BybitQuoteTerms.Read(BybitQuote.Read(JsonElement.Parse(quote.ToJsonString())), Perpetual, out _));
    }

    [Theory]
    [InlineData("rfqId")]
    [InlineData("quoteId")]
    public void Read_QuoteWithoutItsIds_Throws(string member)
    {
        JsonObject quote = JsonNode.Parse(Good)!.AsObject();
        quote.Remove(member);
        Assert.Contains(member, Assert.Throws<VenueProtocolException>(() => BybitQuote.Read(JsonElement.Parse(quote.ToJsonString()))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_FailedTrade_NamesTheLegThatSomebodyRefused()
    {
        BybitBlockTrade trade = BybitBlockTrade.Read(JsonElement.Parse(
            """{"rfqId":"1","quoteId":"2","status":"Failed","updatedAt":"5","legs":[{"symbol":"A","resultCode":7,"resultMessage":"because of another leg","rejectParty":""},{"symbol":"B","resultCode":8,"resultMessage":"no money","rejectParty":"maker"}]}"""));
        Assert.Equal((true, false, ("8", "no money (maker)")), (trade.IsFailed, trade.IsFilled, trade.Failure()));
    }

    [Fact]
    public void Settle_TradeAndExecutionInEitherOrder_BringTheFillOnce()
    {
        Core.Orders.ChildOrderTerms child = new(
            new Core.Orders.ChildOrderId(new Core.Orders.ParentOrderId(1), 1, 0), new SubaccountId(0), Perpetual.Id, Side.Buy, new QuantityLots(1), new PriceTicks(1), false);
        Venues.Trading.OwnExecution execution = new("E1", 1m, 96m, 0.1m, "USDT", default);
        BybitTakenQuotes tradeFirst = new();
        tradeFirst.Add("22", child);
        Assert.Same(child, tradeFirst.Finish("22"));
        Assert.Null(tradeFirst.Finish("22"));
        Assert.Null(tradeFirst.Settle(child, "E1"));
        Assert.Same(child, tradeFirst.Executed(execution));
        Assert.Null(tradeFirst.Executed(execution));
        BybitTakenQuotes executionFirst = new();
        Assert.Null(executionFirst.Executed(execution));
        Assert.Same(execution, executionFirst.Settle(child, "E1"));
    }

    [SharedDataFact]
    public async Task Examples_AllOfTheDocumentation_Decode()
    {
        Dictionary<string, int> decoded = [];
        foreach (string line in await File.ReadAllLinesAsync(SharedData.PathOf("data/rfq/bybit_rfq_examples.jsonl"), Encoding.UTF8))
        {
            JsonElement example = JsonElement.Parse(line);
            string kind = Decode(example);
            decoded[kind] = decoded.GetValueOrDefault(kind) + 1;
        }

        // Twelve requests without a body and those of makers are not ours to read; everything else has a reader or an answer code.
        Assert.Equal(37, decoded.Values.Sum());
        Assert.Equal(3, decoded["quote"]);
        Assert.Equal(2, decoded["trade"]);
    }

    /// <summary>Reads one example with what reads its like on the wire; names what it was.</summary>
    private static string Decode(JsonElement example)
    {
        string page = Path.GetFileNameWithoutExtension(example.GetProperty("doc").GetString()!);
        JsonElement body = example.GetProperty("body");
        if (example.GetProperty("kind").GetString() == "request" || body.TryGetProperty("op", out _))
            return "request";
        bool isFrame = body.TryGetProperty("topic", out _);
        if (!isFrame)
            Assert.Equal(0, JsonFigure.Whole(body, "retCode"));
        JsonElement result = isFrame ? body : JsonFigure.Member(body, "result");
        string list = isFrame ? "data" : "list";
        switch (page)
        {
            case "quote-list" or "quote-realtime" or "quote":
                foreach (JsonElement row in JsonFigure.List(result, list))
                    AssertQuote(BybitQuote.Read(row));
                return "quote";
            case "trade-list" or "transaction":
                foreach (JsonElement row in JsonFigure.List(result, list))
                    AssertTrade(BybitBlockTrade.Read(row));
                return "trade";
            case "rfq-list" or "rfq-realtime" or "inquiry":
                foreach (JsonElement row in JsonFigure.List(result, list))
                    Assert.NotEmpty(JsonFigure.Text(row, "rfqId") + JsonFigure.Text(row, "status"));
                return "rfq";
            case "create-rfq" or "execute-quote" or "cancel-rfq":
                Assert.NotEmpty(JsonFigure.Text(result, "rfqId"));
                return "answer";
            default:
                return "not ours";
        }
    }

    private static void AssertQuote(BybitQuote quote)
    {
        Assert.NotNull(quote.ExpiresAt);
        BybitQuoteLeg leg = Assert.Single(quote.Offers);
        Assert.Equal("BTCUSDT", leg.Symbol);
        Assert.Null(BybitQuoteTerms.Read(quote, Perpetual, out QuoteTerms terms));
        Assert.Equal((terms.Quantity, leg.Price), (terms.Minimum, Perpetual.Price(terms.Price)));
    }

    private static void AssertTrade(BybitBlockTrade trade)
    {
        Assert.True(trade.IsFilled || trade.IsFailed);
        Assert.NotEmpty(trade.Legs);
        if (trade.IsFailed)
            Assert.Equal(("110007", "Insufficient available balance (taker)"), trade.Failure());
        else
            Assert.Equal((91_600m, 1m), (trade.Legs[0].Price, trade.Legs[0].Quantity));
    }
}
