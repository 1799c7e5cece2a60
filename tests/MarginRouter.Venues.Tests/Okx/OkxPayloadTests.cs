using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using MarginRouter.Core.Engine.Events;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Ledger;
using MarginRouter.Core.Orders;
using MarginRouter.Testing;
using MarginRouter.Venues.Connectivity;
using MarginRouter.Venues.Okx.Trading;
using MarginRouter.Venues.Trading;

namespace MarginRouter.Venues.Tests.Okx;

/// <summary>The private messages that others documented, with our client id put in, through our reader.</summary>
public sealed class OkxPayloadTests
{
    private static readonly ClientOrderIdFormat Ids = new("cnf");
    private static readonly ChildOrderId Child = new(new ParentOrderId(7), 12, 40);

    [SharedDataFact]
    public void Take_DocumentedOrder_BecomesAFillWithItsFeePaid()
    {
        RecordedSink sink = new();
        Assert.Equal(PrivateFrame.Event, Reader(sink).Take(Frame(_ => { })));
        Fill fill = Assert.Single(sink.Events.OfType<ChildFilled>()).Fill;
        Assert.Equal(
            (Child, "242589207", new QuantityLots(1), 31_527.1m, 0.02522168m, new Asset("USDT"), 1_654_084_353_263L),
            (fill.Child, fill.VenueTradeId, fill.Quantity, fill.Price, fill.Fee, fill.FeeAsset, fill.VenueTime.ToMilliseconds()));
    }

    [SharedDataFact]
    public void Take_DocumentedOrderMadeCanceled_EndsTheChildWithItsTotal()
    {
        RecordedSink sink = new();
        Reader(sink).Take(Frame(order =>
        {
            order["state"] = "canceled";
            order["tradeId"] = "";
            order["cancelSource"] = "14";
        }));
        ChildEnded ended = Assert.Single(sink.Events.OfType<ChildEnded>());
        Assert.Equal((Child, new QuantityLots(1), "canceled 14"), (ended.Child, ended.CumulativeQuantity, ended.Reason));
        Assert.Empty(sink.Events.OfType<ChildFilled>());
    }

    [Fact]
    public void ClientOrderId_IsLettersAndDigitsAndReadBack()
    {
        string text = OkxWords.ClientOrderId(Ids, Child);
        Assert.True(text.All(char.IsAsciiLetterOrDigit), text);
        Assert.True(OkxWords.TryRead(Ids, text, out ChildOrderId read));
        Assert.Equal(Child, read);
        Assert.False(OkxWords.TryRead(Ids, Ids.Format(Child), out _));
    }

    [SharedDataFact]
    public void Rank_DocumentedPosition_IsTheFirstOfSixLevelsAboveNone()
    {
        JsonElement position = File.ReadLines(SharedData.PathOf("data/okx/payloads/rest_examples.jsonl"))
            .Select(line => JsonElement.Parse(line)).First(one => one.GetProperty("name").GetString() == "Endpoints/UnifiedApi/Account/GetAccountPositions")
            .GetProperty("body").GetProperty("data")[0];
        Assert.Equal(new AdlRank(1m, 0m, 5m), OkxStatements.Rank(position));
    }

    [Theory]
    [InlineData("""{"adl":"5"}""", 5)]
    [InlineData("""{"adl":"0"}""", 0)]
    [InlineData("""{"adl":""}""", null)]
    [InlineData("{}", null)]
    public void Rank_OfAPosition_IsWhatIsStatedAndUnknownWithout(string position, int? stated) =>
        Assert.Equal(stated, OkxStatements.Rank(JsonElement.Parse(position))?.Stated);

    [Fact]
    public void Rank_BesideTheScale_IsRefusedByName()
    {
        VenueProtocolException fault = Assert.Throws<VenueProtocolException>(() => OkxStatements.Rank(JsonElement.Parse("""{"adl":"7"}""")));
        Assert.Contains("adl of 7", fault.Message, StringComparison.Ordinal);
    }

    private static byte[] Frame(Action<JsonObject> change)
    {
        JsonObject line = File.ReadLines(SharedData.PathOf("data/okx/payloads/ws_examples.jsonl"))
            .Select(text => JsonNode.Parse(text)!.AsObject()).First(candidate => (string?)candidate["name"] == "Subscriptions/Unified/Trading/Order");
        JsonObject frame = line["steps"]!.AsArray().Last()!["msg"]!.AsObject();
        JsonObject order = frame["data"]!.AsArray()[0]!.AsObject();
        order["clOrdId"] = OkxWords.ClientOrderId(Ids, Child);
        change(order);
        return Encoding.UTF8.GetBytes(frame.ToJsonString());
    }

    private static OkxEvents Reader(RecordedSink sink) => new(
        Ids,
        new AccountEvents(
            new OpenChildren(sink),
            new InstrumentTable([TestInstruments.Spot(0.1m, 0.001m, symbol: "BTC-USDT")]),
            new VenueClock(TimeProvider.System),
            () => { }));
}
