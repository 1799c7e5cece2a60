using MarginRouter.Core.Engine.Commands;
using MarginRouter.Core.Engine.Events;
using MarginRouter.Core.Instruments;
using MarginRouter.Fix.Codec;
using MarginRouter.Fix.Store;
using MarginRouter.Testing.Sessions;

namespace MarginRouter.Gateway.Tests;

/// <summary>What a desk did not ask for and is told with a reason (378): restatements over the end of a day, and cancels by switch or restart.</summary>
public sealed class UnaskedTests : IDisposable
{
    private const string Time = "60=20270115-08:00:01";
    private const long Day = 24 * 60 * 60 * 1000;
    private readonly TestSession session = new();
    private readonly EngineDesk engine;
    private readonly TestRouter router;
    private readonly MemoryFixMessageStore store = new();
    private readonly TestDesk desk;

    public UnaskedTests()
    {
        engine = new EngineDesk(session);
        router = new TestRouter(engine);
        OpenMarket.Open(engine, session.Now);
        desk = new TestDesk(store).LogOn(router.EndPoint);
    }

    [Fact]
    public void DayEnd_OfOrdersThatLiveOn_RestatesEachOnceADayAndExpiresTheOthers()
    {
        Rest("G1", "59=1");
        Rest("D1", "59=0");
        Rest("T1", "59=6|126=20270117-12:00:00");
        desk.Send(FixMsgType.NewOrderMultileg, $"11=B1|55=CARRY|54=B|{Time}|38=0.5|40=2|44=50|59=1|5221=2|555=2|600=BTC-USD|616=beta|623=1|624=1|654=spot|600=BTC-USD|616=alpha|623=1|624=2|654=perp");
        desk.Next();

        Expire(Day);
        Assert.Equal(["D1 C C -", "G1 D 0 1", "T1 D 0 1", "B1 D 0 1"], Take(4).Order(Comparer<string>.Create(ByPlace)));
        engine.Apply(new ExpiryReached());
        Expire(Day);
        Assert.Equal(["G1 D 0 1", "T1 D 0 1", "B1 D 0 1"], Take(3));

        // Away for a week: one restatement of what is left, and the expiry of the order whose time came meanwhile.
        Expire(7 * Day);
        Assert.Equal(["G1 D 0 1", "B1 D 0 1", "T1 C C -"], Take(3).Order(Comparer<string>.Create(ByPlace)));
        desk.Send(FixMsgType.OrderMassCancelRequest, $"11=M1|530=7|{Time}");
        while (session.Engine.NextExpiry is not null)
            Expire(Day);
        Assert.DoesNotContain(session.Reports.OfType<ReportParent>().TakeLast(2), report => report.Kind == ExecutionKind.Restated);

        // The same journal tells the same under the same numbers.
        TestSession recovered = TestSession.Recover(session.Journal);
        Assert.Equal(session.Reports.Select(Told), recovered.Reports.Select(Told));
    }

    [Fact]
    public void Cancel_ByTheKillSwitch_SaysThatTradingWasHalted()
    {
        Rest("G1", "59=1");
        engine.Apply(new KillSwitchChanged(Engaged: true, "operator", "test"));
        Assert.Equal(["G1 6 6 6", "G1 4 4 6"], Take(2));
    }

    [Fact]
    public void Cancel_ByARestart_SaysThatTheSystemFailed()
    {
        desk.Send(FixMsgType.NewOrderSingle, $"11=I1|55=BTC-USD|54=1|{Time}|38=0.5|40=2|44=60500|59=3");
        desk.Next();
        engine.Apply(new RecoveryCompleted());
        foreach (Core.Orders.ChildOrder child in session.Engine.Parents[0].Children)
            engine.Apply(new ChildEnded(child.Terms.Id, new QuantityLots(0), "EXPIRED"));
        Assert.Equal(["I1 4 4 7"], Take(1));
    }

    [Fact]
    public void Cancel_ThatTheDeskAskedFor_HasNoReason()
    {
        Rest("G1", "59=1");
        desk.Send(FixMsgType.OrderCancelRequest, $"11=C1|41=G1|55=BTC-USD|54=1|{Time}");
        Assert.Equal(["C1 6 6 -", "C1 4 4 -"], Take(2));
    }

    public void Dispose()
    {
        desk.Dispose();
        router.Dispose();
        store.Dispose();
    }

    private void Rest(string id, string life)
    {
        desk.Send(FixMsgType.NewOrderSingle, $"11={id}|55=BTC-USD|54=1|{Time}|38=1|40=2|44=50000|{life}");
        Assert.Contains("|150=0|", desk.Next(), StringComparison.Ordinal);
    }

    private void Expire(long milliseconds)
    {
        session.Pass(milliseconds);
        Assert.True(session.Engine.NextExpiry <= session.Now);
        engine.Apply(new ExpiryReached());
    }

    private string[] Take(int reports) =>
        [.. Enumerable.Range(0, reports).Select(_ => desk.Next()).Select(one => $"{Field(one, 11)} {Field(one, 150)} {Field(one, 39)} {Field(one, 378)}")];

    /// <summary>Orders that ended in the same moment have no order among themselves that a desk could rely on: restatements first.</summary>
    private static int ByPlace(string one, string other) => Place(one).CompareTo(Place(other));

    private static int Place(string told) => Array.IndexOf(["D1", "G1", "T1", "B1"], told[..2]) + (told is "T1 C C -" ? 10 : 0);

    private static string Told(DeskReport report) => $"{report.ReportNumber} {(report is ReportParent parent ? $"{parent.ClientOrderId} {parent.Kind} {parent.At.Nanoseconds}" : report.GetType().Name)}";

    private static string Field(string report, int tag)
    {
        string start = string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{tag}=");
        return report.Split('|').FirstOrDefault(field => field.StartsWith(start, StringComparison.Ordinal))?[start.Length..] ?? "-";
    }
}
