using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using MarginRouter.Core.Engine.Events;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Ledger;
using MarginRouter.Core.Orders;
using MarginRouter.Testing;
using MarginRouter.Venues.Connectivity;
using MarginRouter.Venues.KuCoin.Trading;
using MarginRouter.Venues.Trading;

namespace MarginRouter.Venues.Tests.KuCoin;

/// <summary>The private messages and answers that others documented, with our client id put in, through our readers.</summary>
public sealed class KuCoinPayloadTests
{
    private static readonly ClientOrderIdFormat Ids = new("cnf");
    private static readonly ChildOrderId Child = new(new ParentOrderId(7), 12, 40);
    private static readonly Instrument Kcs = TestInstruments.Spot(0.00001m, 0.1m, symbol: "KCS-USDT");

    [SharedDataFact]
    public void Take_DocumentedMatch_BecomesAFillWithTheFeeOfItsSide()
    {
        RecordedSink sink = new();
        Assert.Equal(PrivateFrame.Event, Reader(sink).Take(Frame("MatchOrder")));
        Fill fill = Assert.Single(sink.Events.OfType<ChildFilled>()).Fill;
        Assert.Equal(
            (Child, "5efab07a4ee4c7000a82d6d9", new QuantityLots(1), 0.96738m, 0.000096738m, new Asset("USDT"), 1_593_487_482_038L),
            (fill.Child, fill.VenueTradeId, fill.Quantity, fill.Price, fill.Fee, fill.FeeAsset, fill.VenueTime.ToMilliseconds()));
    }

    [SharedDataFact]
    public void Take_DocumentedMatchMadeMaker_HasTheMakersFee()
    {
        RecordedSink sink = new();
        Reader(sink).Take(Frame("MatchOrder", data => data["liquidity"] = "maker"));
        Assert.Equal(0.0000483690m, Assert.Single(sink.Events.OfType<ChildFilled>()).Fill.Fee);
    }

    [SharedDataFact]
    public void Take_DocumentedUpdateMadeCanceled_EndsTheChildWithItsTotal()
    {
        RecordedSink sink = new();
        KuCoinEvents reader = Reader(sink);
        reader.Take(Frame("NewOrder"));
        reader.Take(Frame("OrderUpdate", data =>
        {
            data["type"] = "canceled";
            data["status"] = "done";
            data["filledSize"] = "0.1";
        }));
        ChildEnded ended = Assert.Single(sink.Events.OfType<ChildEnded>());
        Assert.Equal((Child, new QuantityLots(1)), (ended.Child, ended.CumulativeQuantity));
    }

    [SharedDataFact]
    public void Take_OfAnOrderOfSomebodyElse_IsIgnored()
    {
        RecordedSink sink = new();
        Reader(sink).Take(Frame("MatchOrder", data => data["clientOid"] = "1593487481000313"));
        Assert.Empty(sink.Events);
    }

    [SharedDataFact]
    public void State_OfDocumentedOrders_IsWorkingFilledOrEnded()
    {
        JsonNode order = Rest("Endpoints/Spot/HfTrading/GetOrderByClientOrderId")["data"]!;
        Assert.Equal(VenueOrderState.Working, State(order));
        order["active"] = false;
        Assert.Equal(VenueOrderState.Ended, State(order));
        order["dealSize"] = "1";
        Assert.Equal(VenueOrderState.Filled, State(order));
    }

    [SharedDataFact]
    public void Execution_OfADocumentedList_IsReadWithItsFee()
    {
        JsonNode row = Rest("Endpoints/Spot/HfTrading/GetUserTrades")["data"]!["items"]![0]!;
        OwnExecution execution = KuCoinWords.Execution(JsonElement.Parse(row.ToJsonString()));
        Assert.Equal(
            ("616179312641", 1m, 1m, 0.00021m, "USDT", 1_661_390_702_919L),
            (execution.TradeId, execution.Quantity, execution.Price, execution.Fee, execution.FeeAsset, execution.Time.ToMilliseconds()));
    }

    private static VenueOrderState State(JsonNode order) => KuCoinWords.State(JsonElement.Parse(order.ToJsonString()));

    private static KuCoinEvents Reader(RecordedSink sink)
    {
        VenueClock clock = new(TimeProvider.System);
        OpenChildren children = new(sink);
        ChildOrderTerms terms = new(Child, new SubaccountId(1), Kcs.Id, Side.Sell, new QuantityLots(5), new PriceTicks(90_000), false);
        children.Sent(terms, clock.Now);
        InstrumentTable instruments = new(ImmutableArray.Create(Kcs));
        AccountEvents events = new(children, instruments, clock, () => { });
        events.Expect(terms);
        KuCoinFees fees = new(instruments);
        fees.Take(JsonElement.Parse("""[{"symbol":"KCS-USDT","takerFeeRate":"0.001","makerFeeRate":"0.0005"}]"""));
        return new KuCoinEvents(Ids, instruments, fees, events);
    }

    private static byte[] Frame(string name, Action<JsonNode>? change = null)
    {
        JsonNode push = Example("ws_examples.jsonl", $"Subscriptions/Spot/{name}")["steps"]!.AsArray().Last()!["msg"]!;
        push["data"]!["clientOid"] = Ids.Format(Child);
        change?.Invoke(push["data"]!);
        return Encoding.UTF8.GetBytes(push.ToJsonString());
    }

    private static JsonNode Rest(string name) => Example("rest_examples.jsonl", name)["body"]!;

    private static JsonNode Example(string file, string name) => File.ReadLines(SharedData.PathOf($"data/kucoin/payloads/{file}"))
        .Select(line => JsonNode.Parse(line)!).First(one => (string?)one["name"] == name);
}
