using MarginRouter.Core.Engine.Events;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Orders;
using MarginRouter.Fix.Codec;
using MarginRouter.Fix.Store;

namespace MarginRouter.Gateway.Tests;

/// <summary>What a desk sends, and what the engine gets or the desk is answered, over a real socket.</summary>
public sealed class RequestTests : IDisposable
{
    private const string Time = "60=20260102-03:04:05.678";
    private readonly TestRouter router = new();
    private readonly MemoryFixMessageStore store = new();
    private readonly TestDesk desk;

    public RequestTests() => desk = new TestDesk(store).LogOn(router.EndPoint);

    [Theory]
    [InlineData("54=1|38=1.50|40=1|59=3", Side.Buy, "1.50", OrderType.Market, null, TimeInForce.ImmediateOrCancel)]
    [InlineData("54=2|38=0.00000001|40=2|44=60000.123456789|59=0", Side.Sell, "0.00000001", OrderType.Limit, "60000.123456789", TimeInForce.Day)]
    [InlineData("54=2|38=7|40=2|44=1", Side.Sell, "7", OrderType.Limit, "1", TimeInForce.Day)]
    [InlineData("54=1|38=-5|40=2|44=-1", Side.Buy, "-5", OrderType.Limit, "-1", TimeInForce.Day)]
    [InlineData("54=1|38=1|40=1|44=5", Side.Buy, "1", OrderType.Market, "5", TimeInForce.Day)]
    public void Order_WellFormed_BecomesAParentWithEveryField(
        string fields, Side side, string quantity, OrderType type, string? price, TimeInForce timeInForce)
    {
        desk.Send(FixMsgType.NewOrderSingle, $"11=A 1|55=BTC-USD|{Time}|{fields}");

        ParentReceived received = Assert.IsType<ParentReceived>(router.Inbox.Next().Inbound);

        ParentRequest expected = new("ALPHA", "A 1", "BTC-USD", side, Number(quantity), type, price is null ? null : Number(price), timeInForce);
        Assert.Equal(new ParentReceived(expected), received);
        Assert.Equal(quantity, received.Request.Quantity.ToString(System.Globalization.CultureInfo.InvariantCulture));
    }

    [Theory]
    [InlineData("40=3", RefusalReason.UnsupportedOrderType, "OrdType 3")]
    [InlineData("40=P", RefusalReason.UnsupportedOrderType, "OrdType P")]
    [InlineData("40=2|44=1|59=2", RefusalReason.UnsupportedTimeInForce, "TimeInForce 2")]
    [InlineData("40=1|59=7", RefusalReason.UnsupportedTimeInForce, "TimeInForce 7")]
    [InlineData("40=1|18=6", RefusalReason.UnsupportedField, "ExecInst(18) 6")]
    [InlineData("40=1|21=3", RefusalReason.UnsupportedField, "HandlInst(21) 3")]
    [InlineData("40=1|77=C", RefusalReason.UnsupportedField, "PositionEffect(77)")]
    [InlineData("40=1|100=XNAS", RefusalReason.UnsupportedField, "ExDestination(100)")]
    public void Order_OfAKindThatIsNotWorked_IsHandedOnWithItsReason(string fields, RefusalReason reason, string subject)
    {
        desk.Send(FixMsgType.NewOrderSingle, $"11=A1|55=BTC-USD|54=2|38=3|{Time}|{fields}");

        Assert.Equal(
            new ParentUnsupported("ALPHA", "A1", "BTC-USD", Side.Sell, 3m, new Refusal(reason, subject)), router.Inbox.Next().Inbound);
    }

    [Fact]
    public void CancelAndStatus_WellFormed_BecomeTheirEvents()
    {
        desk.Send(FixMsgType.OrderCancelRequest, $"11=C1|41=A1|55=BTC-USD|54=1|38=1|{Time}");
        desk.Send(FixMsgType.OrderStatusRequest, "11=A1|55=BTC-USD|54=2");

        Assert.Equal(new ParentCancelRequested("ALPHA", "C1", "A1"), router.Inbox.Next().Inbound);
        Assert.Equal(new ParentStatusRequested("ALPHA", "A1", "BTC-USD", Side.Sell), router.Inbox.Next().Inbound);
    }

    [Theory]
    [InlineData("D", "55=X|54=1|38=1|40=1|60=T", 11, 1)]
    [InlineData("D", "11=A|54=1|38=1|40=1|60=T", 55, 1)]
    [InlineData("D", "11=A|55=X|38=1|40=1|60=T", 54, 1)]
    [InlineData("D", "11=A|55=X|54=1|40=1|60=T", 38, 1)]
    [InlineData("D", "11=A|55=X|54=1|38=1|60=T", 40, 1)]
    [InlineData("D", "11=A|55=X|54=1|38=1|40=1", 60, 1)]
    [InlineData("D", "11=A|55=X|54=3|38=1|40=1|60=T", 54, 5)]
    [InlineData("D", "11=A|55=X|54=12|38=1|40=1|60=T", 54, 6)]
    [InlineData("D", "11=A|55=X|54=1|38=1e3|40=1|60=T", 38, 6)]
    [InlineData("D", "11=A|55=X|54=1|38=1|40=22|60=T", 40, 6)]
    [InlineData("D", "11=A|55=X|54=1|38=1|40=2|44=cheap|60=T", 44, 6)]
    [InlineData("D", "11=A|55=X|54=1|38=1|40=1|59=33|60=T", 59, 6)]
    [InlineData("D", "11=A|55=X|54=1|38=1|40=1|60=yesterday", 60, 6)]
    [InlineData("D", "11=Auftrag-\u00fc|55=X|54=1|38=1|40=1|60=T", 11, 6)]
    [InlineData("D", "11=tab\u0009|55=X|54=1|38=1|40=1|60=T", 11, 6)]
    [InlineData("D", "11=A|55=\u00a5|54=1|38=1|40=1|60=T", 55, 6)]
    [InlineData("F", "11=C|55=X|54=1|60=T", 41, 1)]
    [InlineData("F", "11=C|41=\u00e9|55=X|54=1|60=T", 41, 6)]
    [InlineData("H", "11=A|54=1", 55, 1)]
    public void Request_Malformed_IsRejectedByTagAndReasonAndTheNextOneIsTaken(string type, string fields, int tag, int reason)
    {
        desk.Send(type[0], fields.Replace("60=T", Time, StringComparison.Ordinal));
        desk.Send(FixMsgType.OrderStatusRequest, "11=next|55=X|54=1");

        string answer = desk.Next();

        Assert.StartsWith("35=3|45=2|", answer, StringComparison.Ordinal);
        Assert.EndsWith($"|371={tag}|372={type}|373={reason}", answer, StringComparison.Ordinal);
        Assert.Equal(new ParentStatusRequested("ALPHA", "next", "X", Side.Buy), router.Inbox.Next().Inbound);
    }

    [Theory]
    [InlineData('s')]
    [InlineData('C')]
    [InlineData('6')]
    public void Request_OfAnUnsupportedType_IsAnsweredByABusinessReject(int type)
    {
        desk.Send(type, "11=A|55=X|54=1");

        Assert.Equal($"35=j|45=2|58=this message type is not supported|372={(char)type}|380=3", desk.Next());
        Assert.Equal(0, router.Inbox.Waiting);
    }

    public void Dispose()
    {
        desk.Dispose();
        router.Dispose();
        store.Dispose();
    }

    private static decimal Number(string text) => decimal.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
}
