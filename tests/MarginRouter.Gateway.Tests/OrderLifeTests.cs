using MarginRouter.Fix.Codec;
using MarginRouter.Fix.Store;
using MarginRouter.Testing.Sessions;

namespace MarginRouter.Gateway.Tests;

/// <summary>The life of orders as a desk sees it, by a real engine over a real session: replaced, cancelled in sets, listed, asked for.</summary>
public sealed class OrderLifeTests : IDisposable
{
    private const string Time = "60=20270115-08:00:01";
    private readonly TestSession session = new();
    private readonly TestRouter router;
    private readonly MemoryFixMessageStore store = new();
    private readonly TestDesk desk;

    public OrderLifeTests()
    {
        EngineDesk engine = new(session);
        router = new TestRouter(engine);
        OpenMarket.Open(engine, session.Now);
        desk = new TestDesk(store).LogOn(router.EndPoint);
    }

    [Fact]
    public void Replace_OfAWaitingOrder_IsReportedPendingAndReplacedWithItsNewTerms()
    {
        Order("A1", "38=1|40=2|44=50000|59=0|453=1|448=TRADER7|447=D|452=11");
        string first = desk.Next();
        Assert.Contains("|11=A1|453=1|448=TRADER7|447=D|452=11|150=0|39=0|", first, StringComparison.Ordinal);
        Assert.Contains("|5107=BTC|40=2|44=50000|59=0|", first, StringComparison.Ordinal);

        desk.Send(FixMsgType.OrderCancelReplaceRequest, $"11=A2|41=A1|55=BTC-USD|54=1|38=2|40=2|44=50001|59=6|126=20270116-12:00:00|{Time}");

        Assert.Contains("|11=A2|41=A1|453=1|448=TRADER7|447=D|452=11|150=E|39=E|", desk.Next(), StringComparison.Ordinal);
        string replaced = desk.Next();
        Assert.Contains("|11=A2|41=A1|150=5|39=0|55=BTC-USD|54=1|38=2.0000|5107=BTC|40=2|44=50001|59=6|126=20270116-12:00:00.000|151=2.0000|14=0", replaced, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("41=A1|55=BTC-USD|54=1|38=1|40=1|99=5", 99, "UnsupportedField: StopPx(99)")]
    [InlineData("41=A9|55=BTC-USD|54=1|38=1|40=1", 1, "UnknownOrder: A9")]
    [InlineData("41=A1|55=BTC-USD|54=2|38=1|40=1", 99, "InvalidReplacement: A1 is Buy BTC-USD")]
    [InlineData("41=A1|55=BTC-USD|54=1|38=1000|40=2|44=60000", 99, "MaximumOrderNotional: desk DESK required 60000000 limit 5000000")]
    public void Replace_ThatCannotBe_IsRejectedWithTheRuleAndItsFigures(string fields, int code, string text)
    {
        Order("A1", "38=1|40=2|44=50000|59=0");
        desk.Next();

        desk.Send(FixMsgType.OrderCancelReplaceRequest, $"11=A2|{fields}|{Time}");

        string reject = desk.Next();
        Assert.StartsWith("35=9|", reject, StringComparison.Ordinal);
        Assert.Contains($"|434=2|102={code}|58={text}|5101=", reject, StringComparison.Ordinal);
    }

    [Fact]
    public void MassCancel_OfASymbol_ReportsTheSetAndEachOrder()
    {
        Order("A1", "38=1|40=2|44=50000|59=0");
        Order("A2", "38=2|40=2|44=50000|59=1");
        desk.Next();
        desk.Next();

        desk.Send(FixMsgType.OrderMassCancelRequest, $"11=M1|530=1|55=BTC-USD|{Time}");

        Assert.StartsWith("35=r|11=M1|37=k3f-3|530=1|531=1|533=2|534=2|41=A1|535=k3f-1|41=A2|535=k3f-2|55=BTC-USD|60=", desk.Next(), StringComparison.Ordinal);
        string[] reports = [desk.Next(), desk.Next(), desk.Next(), desk.Next()];
        Assert.Equal(["A1 6", "A2 6", "A1 4", "A2 4"], reports.Select(report => $"{Field(report, 11)} {Field(report, 150)}"));

        desk.Send(FixMsgType.OrderMassCancelRequest, $"11=M2|530=4|{Time}");
        Assert.StartsWith("35=r|11=M2|37=k3f-8|530=7|531=0|532=0|533=0|", desk.Next(), StringComparison.Ordinal);
    }

    [Fact]
    public void MassStatus_OfAll_AnswersEachLiveOrderAndSaysWhichIsLast()
    {
        Order("A1", "38=1|40=2|44=50000|59=0");
        Order("A2", "38=2|40=2|44=50000|59=1");
        desk.Next();
        desk.Next();

        desk.Send(FixMsgType.OrderMassStatusRequest, "584=S1|585=7");
        Assert.Contains("|11=A1|584=S1|911=2|912=N|150=I|39=0|", desk.Next(), StringComparison.Ordinal);
        Assert.Contains("|11=A2|584=S1|911=2|912=Y|150=I|39=0|", desk.Next(), StringComparison.Ordinal);

        desk.Send(FixMsgType.OrderMassStatusRequest, "584=S2|585=7|54=2");
        Assert.Contains("|584=S2|911=0|912=Y|150=I|39=8|", desk.Next(), StringComparison.Ordinal);
    }

    [Fact]
    public void List_OfOrders_IsWorkedOneByOneAcknowledgedAskedForAndCancelled()
    {
        desk.Send(
            FixMsgType.NewOrderList,
            $"66=L1|394=3|68=3|73=3|11=A1|67=1|55=BTC-USD|54=1|38=1|40=2|44=50000|59=0|11=A2|67=2|55=BTC-USD|54=2|38=1|40=2|44=70000|59=0|847=1001|5208=beta|11=A3|67=3|55=BTC-USD|54=1|38=1|40=3|{Time}");

        Assert.Contains("|11=A1|66=L1|150=0|", desk.Next(), StringComparison.Ordinal);
        Assert.Contains("|11=A2|66=L1|150=0|", desk.Next(), StringComparison.Ordinal);
        Assert.Contains("|11=A3|150=8|39=8|", desk.Next(), StringComparison.Ordinal);
        Assert.Contains("35=N|66=L1|429=1|82=1|431=3|83=1|60=", desk.Next(), StringComparison.Ordinal);
        Assert.True(Assert.Single(session.Engine.Parents[1].Request.Instructions!.Venues).Excluded);

        desk.Send(FixMsgType.ListCancelRequest, $"66=L1|{Time}");
        string[] reports = [desk.Next(), desk.Next(), desk.Next(), desk.Next(), desk.Next()];
        Assert.Equal(["8", "8", "N", "8", "8"], reports.Select(report => report[3..4]));
        desk.Send(FixMsgType.ListStatusRequest, "66=L1");
        Assert.Contains("|429=2|82=1|431=6|83=1|", desk.Next(), StringComparison.Ordinal);
        desk.Send(FixMsgType.ListStatusRequest, "66=L9");
        Assert.Contains("|431=7|83=1|444=UnknownOrder: no order of list L9|", desk.Next(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("66=L|394=3|68=2|73=1|11=A1|55=X|54=1|38=1|40=1", 73, 16)]
    [InlineData("66=L|394=3|68=1|73=1|11=A1|55=X|54=5|38=1|40=1", 54, 5)]
    [InlineData("394=3|68=1|73=1|11=A1|55=X|54=1|38=1|40=1", 66, 1)]
    public void List_Malformed_IsRefusedWhole(string fields, int tag, int reason)
    {
        desk.Send(FixMsgType.NewOrderList, fields);
        Assert.EndsWith($"|371={tag}|372=E|373={reason}", desk.Next(), StringComparison.Ordinal);
        Assert.Empty(session.Engine.Parents);
    }

    [Fact]
    public void Order_SentAgainAsPossibleResend_IsAnsweredByItsState()
    {
        Order("A1", "38=1|40=2|44=50000|59=0");
        desk.Next();
        Order("A1", "97=Y|38=1|40=2|44=50000|59=0");
        Assert.Contains("|11=A1|150=I|39=0|", desk.Next(), StringComparison.Ordinal);
        Order("A1", "38=1|40=2|44=50000|59=0");
        Assert.Contains("|150=8|39=8|", desk.Next(), StringComparison.Ordinal);
        Assert.Single(session.Engine.Parents);
    }

    [Fact]
    public void Order_WithConditions_IsRejectedByRuleWhenTheyCannotHold()
    {
        Order("A1", "38=50|40=1|59=4");
        Assert.Contains("|58=MinimumFill: FillOrKill required 50 available 14; ", desk.Next(), StringComparison.Ordinal);
        Order("A2", "38=20|40=1|59=3|18=G");
        Assert.Contains("|58=MinimumFill: MinQty required 20 available 14; ", desk.Next(), StringComparison.Ordinal);
        Order("A3", "38=2|40=1|59=3|78=2|79=F1|80=1|79=F2|80=0.5");
        Assert.Contains("|58=InvalidQuantityCondition: sum of AllocQty required 1.5 available 2|", desk.Next(), StringComparison.Ordinal);
        Order("A4", "38=2|40=1|59=6");
        Assert.Contains("|58=InvalidExpiry: no ExpireTime|", desk.Next(), StringComparison.Ordinal);
        Order("A5", "38=2|40=1|59=6|432=20270115");
        Assert.Contains("|150=0|39=0|", desk.Next(), StringComparison.Ordinal);
        Assert.Equal(new DateTime(2027, 1, 16, 0, 0, 0, DateTimeKind.Utc), DateTime.UnixEpoch.AddTicks(session.Engine.Parents[^1].ExpiresAt!.Value.Nanoseconds / 100));
    }

    public void Dispose()
    {
        desk.Dispose();
        router.Dispose();
        store.Dispose();
    }

    private void Order(string id, string fields) => desk.Send(FixMsgType.NewOrderSingle, $"11={id}|55=BTC-USD|54=1|{fields}|{Time}");

    private static string Field(string message, int tag) =>
        message.Split('|').First(field => field.StartsWith($"{tag}=", StringComparison.Ordinal)).Split('=')[1];

}
