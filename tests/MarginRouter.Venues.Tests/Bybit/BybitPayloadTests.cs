using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using MarginRouter.Core.Engine.Events;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Ledger;
using MarginRouter.Core.Orders;
using MarginRouter.Testing;
using MarginRouter.Venues.Bybit.Trading;
using MarginRouter.Venues.Connectivity;
using MarginRouter.Venues.Trading;

namespace MarginRouter.Venues.Tests.Bybit;

/// <summary>The private messages that others documented, with our client id put in, through our reader.</summary>
public sealed class BybitPayloadTests
{
    private static readonly ClientOrderIdFormat Ids = new("cnf");
    private static readonly ChildOrderId Child = new(new ParentOrderId(7), 1, 0);

    [SharedDataFact]
    public void Take_DocumentedExecution_BecomesAFill()
    {
        RecordedSink sink = new();
        Take(sink, "Subscriptions/V5/Private/UserTrades", out PrivateFrame kind, TestInstruments.Spot(0.0001m, 1m, symbol: "XRPUSDT") with { Kind = InstrumentKind.LinearPerpetual });
        Assert.Equal(PrivateFrame.Event, kind);
        Fill fill = Assert.Single(sink.Events.OfType<ChildFilled>()).Fill;
        Assert.Equal(
            (Child, "7e2ae69c-4edf-5800-a352-893d52b446aa", new QuantityLots(25), 0.3374m, 0.005061m, new Asset("USDT"), 1_672_364_174_443L),
            (fill.Child, fill.VenueTradeId, fill.Quantity, fill.Price, fill.Fee, fill.FeeAsset, fill.VenueTime.ToMilliseconds()));
    }

    [SharedDataFact]
    public void Take_DocumentedOrderMadeCancelled_EndsTheChildWithItsTotal()
    {
        RecordedSink sink = new();
        Take(
            sink,
            "Subscriptions/V5/Private/Order",
            out _,
            TestInstruments.Spot(0.1m, 0.1m, symbol: "ETH-30DEC22-1400-C"),
            order =>
            {
                order["orderStatus"] = "Cancelled";
                order["cumExecQty"] = "0.4";
            });
        ChildEnded ended = Assert.Single(sink.Events.OfType<ChildEnded>());
        Assert.Equal((Child, new QuantityLots(4), "Cancelled"), (ended.Child, ended.CumulativeQuantity, ended.Reason));
    }

    [SharedDataFact]
    public void Take_OrderOfSomebodyElse_IsLeftAlone()
    {
        RecordedSink sink = new();
        Take(sink, "Subscriptions/V5/Private/Order", out PrivateFrame kind, TestInstruments.Spot(0.1m, 0.1m), order => order["orderLinkId"] = "by-hand");
        Assert.Equal(PrivateFrame.Event, kind);
        Assert.Empty(sink.Events);
    }

    [Theory]
    [InlineData("""{"success":true,"ret_msg":"","op":"auth","conn_id":"c"}""", PrivateFrame.Granted)]
    [InlineData("""{"success":false,"ret_msg":"Request not authorized","op":"subscribe","conn_id":"c"}""", PrivateFrame.Refused)]
    [InlineData("""{"req_id":"t","op":"pong","args":["1675418560633"],"conn_id":"c"}""", PrivateFrame.Event)]
    public void Take_Answer_IsWhatItSays(string text, object expected) =>
        Assert.Equal((PrivateFrame)expected, Reader(new RecordedSink(), TestInstruments.Spot(0.1m, 0.1m)).Take(Encoding.UTF8.GetBytes(text)));

    [SharedDataFact]
    public void Rank_DocumentedPosition_IsTheSecondOfFiveLights()
    {
        JsonElement position = File.ReadLines(SharedData.PathOf("data/bybit/payloads/rest_examples.jsonl"))
            .Select(line => JsonElement.Parse(line)).First(one => one.GetRawText().Contains("\"adlRankIndicator\":2", StringComparison.Ordinal) && one.GetRawText().Contains("\"size\":\"300\"", StringComparison.Ordinal))
            .GetProperty("body").GetProperty("result").GetProperty("list")[0];
        Assert.Equal(new AdlRank(2m, 1m, 5m), BybitStatements.Rank(position));
    }

    [Theory]
    [InlineData("""{"adlRankIndicator":5}""", 5)]
    [InlineData("""{"adlRankIndicator":"1"}""", 1)]
    [InlineData("""{"adlRankIndicator":0}""", null)]
    [InlineData("""{"adlRankIndicator":""}""", null)]
    [InlineData("{}", null)]
    public void Rank_OfAPosition_IsWhatIsStatedAndUnknownWithout(string position, int? stated) =>
        Assert.Equal(stated, BybitStatements.Rank(JsonElement.Parse(position))?.Stated);

    [Fact]
    public void Rank_BesideTheScale_IsRefusedByName()
    {
        VenueProtocolException fault = Assert.Throws<VenueProtocolException>(() => BybitStatements.Rank(JsonElement.Parse("""{"adlRankIndicator":6}""")));
        Assert.Contains("adlRankIndicator of 6", fault.Message, StringComparison.Ordinal);
    }

    private static void Take(RecordedSink sink, string example, out PrivateFrame kind, Instrument instrument, Action<JsonObject>? change = null)
    {
        JsonObject line = File.ReadLines(SharedData.PathOf("data/bybit/payloads/ws_examples.jsonl"))
            .Select(text => JsonNode.Parse(text)!.AsObject()).First(candidate => (string?)candidate["name"] == example);
        JsonObject frame = line["steps"]!.AsArray().Last()!["msg"]!.AsObject();
        JsonObject entry = frame["data"]!.AsArray()[0]!.AsObject();
        entry["orderLinkId"] = Ids.Format(Child);
        change?.Invoke(entry);
        kind = Reader(sink, instrument).Take(Encoding.UTF8.GetBytes(frame.ToJsonString()));
    }

    private static BybitEvents Reader(RecordedSink sink, Instrument instrument)
    {
        InstrumentTable instruments = new([instrument]);
        return new BybitEvents(Ids, instruments, new AccountEvents(new OpenChildren(sink), instruments, new VenueClock(TimeProvider.System), () => { }), null);
    }
}
