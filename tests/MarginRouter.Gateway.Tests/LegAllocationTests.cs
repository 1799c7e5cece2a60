using System.Globalization;
using MarginRouter.Core.Engine.Commands;
using MarginRouter.Core.Engine.Events;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Ledger;
using MarginRouter.Core.Orders;
using MarginRouter.Fix.Codec;
using MarginRouter.Fix.Store;
using MarginRouter.Testing.Sessions;

namespace MarginRouter.Gateway.Tests;

/// <summary>Orders of several legs afterwards: their trades name the leg (AE), and each leg is divided over the desk's accounts (J, P, AS).</summary>
public sealed class LegAllocationTests : IDisposable
{
    private const string Time = "60=20270115-08:00:01";
    private const string Terms = "55=BTC-USD|75=20270115";
    private readonly TestSession session = new();
    private readonly EngineDesk engine;
    private readonly TestRouter router;
    private readonly MemoryFixMessageStore store = new();
    private readonly TestDesk desk;

    public LegAllocationTests()
    {
        engine = new EngineDesk(session);
        router = new TestRouter(engine);
        OpenMarket.Open(engine, session.Now);
        desk = new TestDesk(store).LogOn(router.EndPoint);
        desk.Send(FixMsgType.NewOrderMultileg, $"11=B1|55=CARRY|54=B|{Time}|38=0.5|40=1|59=3|5221=3|555=2|600=BTC-USD|616=beta|623=1|624=1|654=spot|600=BTC-USD|616=alpha|623=1|624=2|654=perp");
        Assert.Contains("|150=0|", desk.Next(), StringComparison.Ordinal);
        Fill(0, 0.3m, 60_110m, "s1");
        Fill(1, 0.5m, 59_990m, "p1");
    }

    [Fact]
    public void Trades_OfLegs_NameTheLeg()
    {
        Drain();
        desk.Send(FixMsgType.TradeCaptureReportRequest, "568=T1|569=1|11=B1");
        Assert.StartsWith("35=AQ|568=T1|569=1|748=2|", desk.Next(), StringComparison.Ordinal);
        Assert.Contains("|55=BTC-USD|5107=BTC|442=2|555=1|600=BTC-USD|616=beta|623=1|624=1|687=0.5000|654=spot|637=60110", desk.Next(), StringComparison.Ordinal);
        Assert.Contains("|442=2|555=1|600=BTC-USD|616=alpha|623=1|624=2|687=0.5000|654=perp|", desk.Next(), StringComparison.Ordinal);
    }

    [Fact]
    public void Instruction_ForALeg_IsJudgedByWhatTheLegHolds()
    {
        Allocate("W", "73=1|11=B1|54=1", 0.3m, 60_110m, "|87=1|88=7|58=OrderStillWorking: B1|");
        End();
        Allocate("A", "73=1|11=B1|54=1", 0.4m, 60_110m, "|87=1|88=1|58=AllocationQuantity: allocation A required 0.4 available 0.3|");
        Allocate("B", "73=1|11=B1|54=1", 0.3m, 59_990m, "|87=1|88=2|58=AllocationPrice: AvgPx of allocation B required 59990 available 60110|");
        Allocate("C", "73=1|11=B1|526=third|54=1", 0.3m, 60_110m, "|58=AllocationMismatch: 0 legs of B1 are third|");
        Allocate("D", "73=1|11=B1|526=perp|54=1", 0.3m, 60_110m, "|58=AllocationMismatch: B1 is Sell BTC-USD|");
        Allocate("E", "73=1|11=B1|526=spot|54=1", 0.3m, 60_110m, "|87=0|");
        Assert.Matches(@"\|70=E\|71=0\|794=4\|87=0\|857=1\|73=1\|11=B1\|37=k3f-1\|526=spot\|800=0\.3000\|54=1\|55=BTC-USD\|53=0\.3\|", desk.Next());
        Allocate("F", "73=1|11=B1|54=1", 0.1m, 60_110m, "|87=1|88=1|58=AllocationQuantity: allocation F required 0.1 available 0|");
        Allocate("G", "73=1|11=B1|37=k3f-1|54=2", 0.5m, 59_990m, "|87=0|");
        Assert.Contains("|11=B1|37=k3f-1|526=perp|800=0.5000|54=2|", desk.Next(), StringComparison.Ordinal);

        // The journal gives the same answers under the same numbers.
        TestSession recovered = TestSession.Recover(session.Journal);
        Assert.Equal(session.Reports.Select(report => (report.ReportNumber, report.GetType())), recovered.Reports.Select(report => (report.ReportNumber, report.GetType())));
    }

    [Fact]
    public void Division_OfALegWhoseFillIsTakenBack_HoldsNoLonger()
    {
        End();
        Allocate("A", "73=1|11=B1|54=1", 0.3m, 60_110m, "|87=0|");
        Assert.StartsWith("35=AS|", desk.Next(), StringComparison.Ordinal);
        engine.Apply(new ChildTradeBusted(Child(0).Terms.Id, "s1", session.Now));
        string[] all = Drain();
        Assert.Contains(all, one => one.StartsWith("35=AS|", StringComparison.Ordinal) && one.Contains("|70=A|71=2|796=2|", StringComparison.Ordinal) && one.Contains("|72=A|", StringComparison.Ordinal));
        Assert.Single(session.Reports.OfType<ReportAllocation>(), report => report.FollowsFills);
    }

    public void Dispose()
    {
        desk.Dispose();
        router.Dispose();
        store.Dispose();
    }

    private ChildOrder Child(int leg) => session.Engine.Baskets[0].Legs[leg].Orders[0].Children[0];

    private void Fill(int leg, decimal quantity, decimal price, string trade)
    {
        Instrument instrument = TestFirm.Reference[Child(leg).Terms.Instrument];
        engine.Apply(new ChildFilled(new Fill(Child(leg).Terms.Id, trade, MarketEvents.Lots(instrument.Id, quantity), price, 1m, instrument.Settlement, session.Now)));
    }

    private void End()
    {
        foreach (int leg in (int[])[0, 1])
        {
            if (!ChildTransitions.IsFinal(Child(leg).Status))
                engine.Apply(new ChildEnded(Child(leg).Terms.Id, Child(leg).Filled, "EXPIRED"));
        }

        Drain();
    }

    /// <summary>What has come so far.</summary>
    private string[] Drain()
    {
        desk.Send(FixMsgType.TradingSessionStatusRequest, "335=END|263=0");
        List<string> all = [];
        for (string next = desk.Next(); !next.StartsWith("35=h|335=END|", StringComparison.Ordinal); next = desk.Next())
            all.Add(next);
        return [.. all];
    }

    private void Allocate(string id, string orders, decimal quantity, decimal price, string expected)
    {
        if (session.Engine.Baskets[0].Status is ParentStatus.New or ParentStatus.PartiallyFilled)
            Drain();
        desk.Send(FixMsgType.AllocationInstruction, string.Create(
            CultureInfo.InvariantCulture, $"70={id}|71=0|626=1|857=1|{orders}|{Terms}|53={quantity}|6={price}|78=1|79=FUND-A|80={quantity}"));
        string answer = desk.Next();
        Assert.True(answer.StartsWith("35=P|", StringComparison.Ordinal) && answer.Contains(expected, StringComparison.Ordinal), $"{expected} is not in {answer}");
    }
}
