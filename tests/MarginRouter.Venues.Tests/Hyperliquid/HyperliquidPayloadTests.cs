using System.Text;
using System.Text.Json;
using MarginRouter.Core.Engine.Events;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Orders;
using MarginRouter.Testing;
using MarginRouter.Venues.Connectivity;
using MarginRouter.Venues.Hyperliquid.Trading;
using MarginRouter.Venues.Trading;

namespace MarginRouter.Venues.Tests.Hyperliquid;

public sealed class HyperliquidPayloadTests
{
    private static readonly ClientOrderIdFormat Ids = new("cnf");
    private static readonly ChildOrderId Child = new(new ParentOrderId(1_234_567), 12, 40);

    [SharedDataFact]
    public void State_EveryRecordedStatus_IsKnown()
    {
        int read = 0;
        foreach (string line in File.ReadLines(SharedData.PathOf("data/hyperliquid/node_btc_20260430/order_statuses_sample.jsonl")))
        {
            string status = JsonElement.Parse(line).GetProperty("event").GetProperty("status").GetString()!;
            VenueOrderState expected = status switch
            {
                "open" or "triggered" => VenueOrderState.Working,
                "filled" => VenueOrderState.Filled,
                "iocCancelRejected" or "canceled" or "reduceOnlyCanceled" => VenueOrderState.Ended,
                _ => VenueOrderState.Refused,
            };
            Assert.Equal(expected, HyperliquidWords.State(status));
            read++;
        }

        Assert.True(read > 50, $"only {read} examples");
    }

    [Fact]
    public void ClientOrderId_HasTheVenuesFormAndIsReadBack()
    {
        string text = HyperliquidWords.ClientOrderId(Ids, Child);
        Assert.Equal(34, text.Length);
        Assert.True(HyperliquidWords.TryRead(Ids, text, out ChildOrderId read));
        Assert.Equal(Child, read);
        Assert.False(HyperliquidWords.TryRead(Ids, "0x14904991131967010000000003807292", out _));
        Assert.False(HyperliquidWords.TryRead(Ids, "", out _));
    }

    [Fact]
    public void Take_FillBeforeItsOrderIsKnown_WaitsForIt()
    {
        RecordedSink sink = new();
        InstrumentTable instruments = new([TestInstruments.Spot(1m, 0.001m, symbol: "BTC")]);
        HyperliquidEvents reader = new(Ids, new AccountEvents(new OpenChildren(sink), instruments, new VenueClock(TimeProvider.System), () => { }));
        string fill = """{"coin":"BTC","px":"76466.0","sz":"0.068","side":"A","time":1777582003304,"oid":405401002864,"fee":"2.3","feeToken":"USDC","tid":118906512037719}""";
        Take($$$"""{"channel":"userFills","data":{"isSnapshot":true,"user":"0x1","fills":[{{{fill}}}]}}""");
        Take($$$"""{"channel":"userFills","data":{"user":"0x1","fills":[{{{fill}}}]}}""");
        Assert.Empty(sink.Events);
        string order = $$"""{"coin":"BTC","side":"A","limitPx":"76466.0","sz":"0.032","oid":405401002864,"timestamp":1,"origSz":"0.1","cloid":"{{HyperliquidWords.ClientOrderId(Ids, Child)}}"}""";
        Take($$$"""{"channel":"orderUpdates","data":[{"order":{{{order}}},"status":"canceled","statusTimestamp":2}]}""");
        ChildFilled filled = Assert.Single(sink.Events.OfType<ChildFilled>());
        Assert.Equal((Child, "118906512037719", new QuantityLots(68)), (filled.Fill.Child, filled.Fill.VenueTradeId, filled.Fill.Quantity));
        Assert.Equal(new QuantityLots(68), Assert.Single(sink.Events.OfType<ChildEnded>()).CumulativeQuantity);

        void Take(string text) => Assert.Equal(PrivateFrame.Event, reader.Take(Encoding.UTF8.GetBytes(text)));
    }
}
