using System.Globalization;
using MarginRouter.Core.Engine;
using MarginRouter.Core.Engine.Commands;
using MarginRouter.Core.Engine.Events;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Ledger;
using MarginRouter.Core.Orders;
using MarginRouter.Core.Orders.Allocations;
using MarginRouter.Fix.Codec;
using MarginRouter.Fix.Store;
using MarginRouter.Testing.Sessions;

namespace MarginRouter.Gateway.Tests;

/// <summary>Fills divided over a desk's own accounts (J, P, AS), and what stands against it.</summary>
public sealed class AllocationTests : IDisposable
{
    private const string Terms = "54=1|55=BTC-USD|75=20270115";
    private readonly MemoryFixMessageStore store = new();
    private readonly TestSession session = new(Firm());
    private readonly EngineDesk engine;
    private readonly TestRouter router;
    private readonly TestDesk desk;
    private int trades;

    public AllocationTests()
    {
        engine = new EngineDesk(session);
        router = new TestRouter(engine);
        OpenMarket.Open(engine, session.Now);
        desk = new TestDesk(store).LogOn(router.EndPoint);
    }

    [Fact]
    public void Instruction_OverTwoOrders_IsAcknowledgedAndReportedWithTheExactAverage()
    {
        Fill("A1", 0.5m, 60_010m);
        Fill("A2", 1m, 60_020m);

        desk.Send(FixMsgType.AllocationInstruction, $"70=X1|71=0|626=1|857=1|73=2|11=A1|11=A2|37=k3f-2|{Terms}|53=1.2|6=60016.67|78=2|79=FUND-A|80=0.7|79=FUND-B|80=0.5");

        Assert.Matches(@"^35=P\|70=X1\|60=[^|]+\|87=0\|5106=k3f-\d+$", desk.Next());
        string report = desk.Next();
        string average = (((0.5m * 60_010m) + 60_020m) / 1.5m).ToString(CultureInfo.InvariantCulture);
        Assert.Matches(
            $@"^35=AS\|755=k3f-\d+\|70=X1\|71=0\|794=4\|87=0\|857=1\|73=2\|11=A1\|37=k3f-1\|800=0\.5000\|11=A2\|37=k3f-2\|800=0\.7000\|54=1\|55=BTC-USD\|53=1\.2\|5107=BTC\|6={average}\|75=20270115\|60=[^|]+\|78=2\|79=FUND-A\|80=0\.7\|153={average}\|79=FUND-B\|80=0\.5\|153={average}\|5106=k3f-\d+$",
            report);
    }

    [Theory]
    [InlineData("73=1|11=A9|53=0.5|6=60010.00|78=1|79=FUND-A|80=0.5", 1, 12, "UnknownOrder: A9")]
    [InlineData("73=1|11=A1|37=k3f-77|53=0.5|6=60010.00|78=1|79=FUND-A|80=0.5", 1, 12, "UnknownOrder: A1")]
    [InlineData("73=2|11=A1|11=A1|53=0.5|6=60010.00|78=1|79=FUND-A|80=0.5", 1, 11, "AllocationMismatch: A1 is named twice")]
    [InlineData("73=1|11=A1|53=0.6|6=60010.00|78=1|79=FUND-A|80=0.6", 1, 1, "AllocationQuantity: allocation X required 0.6 available 0.5")]
    [InlineData("73=1|11=A1|53=0.5|6=60010.01|78=1|79=FUND-A|80=0.5", 1, 2, "AllocationPrice: AvgPx of allocation X required 60010.01 available 60010")]
    [InlineData("73=1|11=A1|53=0.5|6=60010.4|78=1|79=FUND-A|80=0.5", 1, 2, "AllocationPrice: AvgPx of allocation X required 60010.4 available 60010")]
    [InlineData("73=1|11=A1|53=0.5|6=60010|78=2|79=FUND-A|80=0.3|79=FUND-B|80=0.1", 1, 8, "InvalidQuantity: sum of AllocQty required 0.4 available 0.5")]
    [InlineData("73=1|11=A1|53=0.5|6=60010|78=2|79=FUND-A|80=0.3|79=FUND-A|80=0.2", 1, 11, "AllocationMismatch: AllocAccount FUND-A is named twice")]
    [InlineData("73=1|11=A1|53=0.5|6=60010|78=1|79=FUND-Z|80=0.5", 2, 0, "UnknownAllocationAccount: FUND-Z")]
    [InlineData("73=1|11=A1|53=0.00001|6=60010|78=1|79=FUND-A|80=0.00001", 1, 8, "InvalidQuantity: Quantity, lot 0.0001 required 0.00001")]
    [InlineData("73=1|11=W1|53=0.5|6=60010|78=1|79=FUND-A|80=0.5", 1, 7, "OrderStillWorking: W1")]
    public void Instruction_ThatIsWrong_IsRejectedByName(string body, int status, int code, string text)
    {
        Fill("A1", 0.5m, 60_010m);
        Send("W1", 1m, 50_000m);

        desk.Send(FixMsgType.AllocationInstruction, $"70=X|71=0|626=1|857=1|{Terms}|{body}");

        Assert.Contains($"|87={status}|88={code}|58={text}|5101=", desk.Next(), StringComparison.Ordinal);
        desk.Send(FixMsgType.AllocationInstruction, $"70=X|71=0|626=1|857=1|73=1|11=A1|{Terms}|53=0.5|6=60010|78=1|79=FUND-A|80=0.5");
        Assert.Contains("|70=X|", desk.Next(), StringComparison.Ordinal);
        Assert.StartsWith("35=AS|", desk.Next(), StringComparison.Ordinal);
    }

    [Fact]
    public void Instruction_SentAgain_IsAnsweredAsBeforeAndChangesNothing()
    {
        Fill("A1", 0.5m, 60_010m);
        string body = $"70=X|71=0|626=1|857=1|73=1|11=A1|{Terms}|53=0.3|6=60010|78=1|79=FUND-A|80=0.3";
        desk.Send(FixMsgType.AllocationInstruction, body);
        Assert.Contains("|87=0|", desk.Next(), StringComparison.Ordinal);
        Assert.StartsWith("35=AS|", desk.Next(), StringComparison.Ordinal);

        desk.Send(FixMsgType.AllocationInstruction, body);
        Assert.Contains("|70=X|", desk.Next(), StringComparison.Ordinal);
        desk.Send(FixMsgType.AllocationInstruction, body.Replace("0.3", "0.2", StringComparison.Ordinal));
        Assert.Contains("|88=11|58=AllocationMismatch: AllocID X was another allocation's|", desk.Next(), StringComparison.Ordinal);
        desk.Send(FixMsgType.AllocationInstruction, body.Replace("70=X", "70=Y", StringComparison.Ordinal));
        Assert.Contains("|88=1|58=AllocationQuantity: allocation Y required 0.3 available 0.2|", desk.Next(), StringComparison.Ordinal);
        desk.Send(FixMsgType.AllocationInstruction, "70=Z|71=2|72=X|626=1");
        Assert.Contains("|70=Z|", desk.Next(), StringComparison.Ordinal);
        Assert.Contains("|70=Z|71=2|794=4|87=0|72=X|", desk.Next(), StringComparison.Ordinal);
        desk.Send(FixMsgType.AllocationInstruction, "70=Q|71=2|72=X|626=1");
        Assert.Contains("|88=7|58=UnknownAllocation: X|", desk.Next(), StringComparison.Ordinal);
        desk.Send(FixMsgType.AllocationInstruction, body.Replace("70=X", "70=Y", StringComparison.Ordinal));
        Assert.Contains("|87=0|", desk.Next(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(3, "79=FUND-A|80=0.0011|", "79=FUND-B|80=0.0010|", "79=FUND-C|80=0.0009|")]
    [InlineData(4, "79=FUND-A|80=0.0015|", "79=FUND-B|80=0.0013|", "79=FUND-C|80=0.0012|")]
    public void PreAllocation_OfAnOrderThatEndsShort_IsReportedInProportion(long lots, params string[] shares)
    {
        desk.Send(FixMsgType.NewOrderSingle, $"11=P1|55=BTC-USD|54=1|60=20270115-08:00:00|38=0.03|40=2|44=60500|59=3|78=3|79=FUND-A|80=0.011|79=FUND-B|80=0.01|79=FUND-C|80=0.009");
        desk.Next();
        ParentOrder parent = session.Engine.Parents[0];
        Assert.Equal(10, parent.Product.LotsPer(TestFirm.Reference[parent.Children[0].Terms.Instrument]));
        engine.Apply(new ChildFilled(new Fill(parent.Children[0].Terms.Id, "t", new QuantityLots(lots), 60_010m, 0m, new Asset("USD"), session.Now)));
        foreach (ChildOrder child in parent.Children)
            engine.Apply(new ChildEnded(child.Terms.Id, child.Filled, "rest"));
        for (int i = 0; i < 10 && !ParentTransitions.IsFinal(parent.Status); i++)
        {
            session.Pass(1_000);
            engine.Apply(new TimeAdvanced());
            foreach (ChildOrder child in parent.Children.Where(child => !ChildTransitions.IsFinal(child.Status)).ToArray())
                engine.Apply(new ChildEnded(child.Terms.Id, child.Filled, "rest"));
        }

        string report;
        do
            report = desk.Next();
        while (!report.StartsWith("35=AS|", StringComparison.Ordinal));
        Assert.Contains("|70=PRE-1|71=0|794=3|87=0|", report, StringComparison.Ordinal);
        Assert.All(shares, share => Assert.Contains(share, report, StringComparison.Ordinal));
        desk.Send(FixMsgType.AllocationInstruction, $"70=X|71=1|72=PRE-1|626=1|857=1|73=1|11=P1|{Terms}|53=0.00{lots}|6=60010|78=1|79=FUND-B|80=0.00{lots}");
        Assert.Contains("|70=X|", desk.Next(), StringComparison.Ordinal);
        Assert.Contains("|70=X|71=1|794=4|87=0|72=PRE-1|", desk.Next(), StringComparison.Ordinal);
    }

    [Fact]
    public void Allocations_AfterARestart_HoldAndAreAnsweredAsBefore()
    {
        Fill("A1", 0.5m, 60_010m);
        string body = $"70=X|71=0|626=1|857=1|73=1|11=A1|{Terms}|53=0.5|6=60010|78=1|79=FUND-A|80=0.5";
        desk.Send(FixMsgType.AllocationInstruction, body);
        desk.Next();
        desk.Next();

        TestSession recovered = TestSession.Recover(session.Journal, Firm());
        Assert.Equal(
            session.Reports.Where(report => report is AnswerAllocation or ReportAllocation).Select(report => (report.GetType(), report.ReportNumber)),
            recovered.Reports.Where(report => report is AnswerAllocation or ReportAllocation).Select(report => (report.GetType(), report.ReportNumber)));
        AllocationRequest again = recovered.Reports.OfType<AnswerAllocation>().Single().Request;
        Assert.Null(Assert.IsType<AnswerAllocation>(Assert.Single(recovered.Apply(new AllocationReceived(again, false)))).Refusal);
        Assert.Empty(recovered.Apply(new AllocationReceived(again, true)));
        AnswerAllocation over = Assert.IsType<AnswerAllocation>(Assert.Single(recovered.Apply(new AllocationReceived(again with { Id = "Y" }, false))));
        Assert.Equal(RefusalReason.AllocationQuantity, over.Refusal!.Reason);
    }

    [Fact]
    public void Allocations_AtRandom_NeverUseMoreThanIsFilledAndAcceptWhateverFits()
    {
        const int Seed = 20261122;
        Random random = new(Seed);
        Dictionary<string, decimal> free = [];
        Dictionary<string, decimal> held = [];
        foreach (string id in (string[])["A1", "A2", "A3"])
        {
            Fill(id, 0.5m, 60_010m);
            free[id] = 0.5m;
        }

        for (int i = 0; i < 300; i++)
        {
            bool cancels = held.Count > 0 && random.Next(3) == 0;
            string id = $"X{i}";
            if (cancels)
            {
                string old = held.Keys.ElementAt(random.Next(held.Count));
                Assert.Null(Answer(new AllocationRequest(TestFirm.Desk, id, AllocationAction.Cancel) { Reference = old }));
                held.Remove(old);
                continue;
            }

            // All three orders are named, so that only the sum matters to the naive model.
            decimal quantity = 0.0001m * random.Next(1, 9_000);
            decimal first = 0.0001m * random.Next(1, (int)(quantity / 0.0001m) + 1);
            OrderAllocation[] shares = first == quantity ? [new("FUND-A", first)] : [new("FUND-A", first), new("FUND-B", quantity - first)];
            Refusal? refusal = Answer(new AllocationRequest(TestFirm.Desk, id, AllocationAction.New)
            {
                Orders = [.. free.Keys.Select(order => new AllocatedOrder(order, null))],
                Symbol = "BTC-USD",
                Side = Side.Buy,
                Quantity = quantity,
                AveragePrice = 60_010m,
                Shares = [.. shares],
            });
            bool fits = held.Values.Sum() + quantity <= free.Values.Sum();
            Assert.True(fits == (refusal is null), $"seed {Seed}, step {i}: {refusal}");
            if (fits)
                held.Add(id, quantity);
        }

        Assert.True(held.Count > 0);
    }

    public void Dispose()
    {
        desk.Dispose();
        router.Dispose();
        store.Dispose();
    }

    private static Firm Firm() => TestFirm.Firm with
    {
        Desks = [.. TestFirm.Firm.Desks.Select(one => one with { AllocationAccounts = ["FUND-A", "FUND-B", "FUND-C"] })],
    };

    private Refusal? Answer(AllocationRequest request) => session.Apply(new AllocationReceived(request, false)).OfType<AnswerAllocation>().Single().Refusal;

    private void Send(string id, decimal quantity, decimal limit)
    {
        desk.Send(FixMsgType.NewOrderSingle, string.Create(CultureInfo.InvariantCulture, $"11={id}|55=BTC-USD|54=1|60=20270115-08:00:00|38={quantity}|40=2|44={limit}|59=0"));
        Assert.Contains("|150=0|", desk.Next(), StringComparison.Ordinal);
    }

    /// <summary>An order that fills whole at a price.</summary>
    private void Fill(string id, decimal quantity, decimal price)
    {
        int number = session.Engine.Parents.Count;
        Send(id, quantity, 60_500m);
        foreach (ChildOrder child in session.Engine.Parents[number].Children.ToArray())
        {
            engine.Apply(new ChildFilled(new Fill(child.Terms.Id, $"t{++trades}", child.Terms.Quantity, price, 0m, new Asset("USD"), session.Now)));
            Assert.Contains("|150=F|", desk.Next(), StringComparison.Ordinal);
        }

        Assert.Equal(ParentStatus.Filled, session.Engine.Parents[number].Status);
    }
}
