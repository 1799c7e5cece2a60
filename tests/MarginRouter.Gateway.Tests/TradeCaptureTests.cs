using System.Globalization;
using MarginRouter.Core.Engine.Events;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Ledger;
using MarginRouter.Core.Orders;
using MarginRouter.Fix.Codec;
using MarginRouter.Fix.Store;
using MarginRouter.Testing.Sessions;

namespace MarginRouter.Gateway.Tests;

/// <summary>Historical fills (AD, AQ, AE): what was told by execution reports comes again, filtered, in pages, and after a restart.</summary>
public sealed class TradeCaptureTests : IDisposable
{
    private readonly MemoryFixMessageStore store = new();
    private readonly TestSession session = new();
    private readonly EngineDesk engine;
    private readonly TestRouter router;
    private readonly TestDesk desk;
    private int trades;

    public TradeCaptureTests()
    {
        engine = new EngineDesk(session);
        router = new TestRouter(engine);
        OpenMarket.Open(engine, session.Now);
        desk = new TestDesk(store).LogOn(router.EndPoint);
    }

    [Fact]
    public void Trade_AskedFor_RepeatsTheFieldsOfItsExecutionReport()
    {
        Buy("A1", 0.5m);
        string report = Fill(0, 0, 1);

        string[] answer = Ask("568=T1|569=0");

        Assert.Equal("35=AQ|568=T1|569=0|748=1|749=0|750=0", answer[0]);
        string trade = answer[1];
        Assert.StartsWith($"35=AE|571={Field(report, 17)}|487=0|568=T1|150=F|748=1|912=Y|17={Field(report, 17)}|570=N|55=BTC-USD|", trade, StringComparison.Ordinal);
        foreach (int tag in (int[])[5107, 32, 31, 5100, 30, 60, 54, 37, 11, 1, 12, 13, 479])
            Assert.Equal(Field(report, tag), Field(trade, tag));
        Assert.Equal(Field(report, 60)[..8], Field(trade, 75));
    }

    [Fact]
    public void Trades_Filtered_AreThoseOfTheNaiveSelection()
    {
        List<string> reports = [];
        for (int i = 0; i < 6; i++)
        {
            Buy($"A{i}", i == 1 ? 9m : 0.5m);
            for (int child = 0; child < session.Engine.Parents[i].Children.Count; child++)
            {
                reports.Add(Fill(i, child, 1));
                session.Pass(100);
            }
        }

        Assert.True(reports.Select(report => Field(report, 1)).Distinct().Count() > 1, "fills in several accounts are needed");
        Expect("1=", reports, "568=R|569=0");
        foreach (string report in reports)
        {
            Expect($"11={Field(report, 11)}", reports.Where(other => Field(other, 11) == Field(report, 11)), $"568=R|569=1|11={Field(report, 11)}");
            Expect("37", reports.Where(other => Field(other, 37) == Field(report, 37)), $"568=R|569=1|37={Field(report, 37)}");
            Expect("17", [report], $"568=R|569=1|17={Field(report, 17)}");
            Expect("since", reports.Where(other => string.CompareOrdinal(Field(other, 60), Field(report, 60)) >= 0), $"568=R|569=1|580=1|60={Field(report, 60)}");
            Expect("range", reports.Where(other => string.CompareOrdinal(Field(other, 60), Field(reports[1], 60)) >= 0 && string.CompareOrdinal(Field(other, 60), Field(report, 60)) <= 0),
                $"568=R|569=1|580=2|60={Field(reports[1], 60)}|60={Field(report, 60)}");
        }

        foreach (string account in reports.Select(report => Field(report, 1)).Distinct())
            Expect(account, reports.Where(report => Field(report, 1) == account), $"568=R|569=1|453=1|448={account}|447=D|452=24");
        Expect("sold", [], "568=R|569=1|54=2");
        Expect("symbol", [], "568=R|569=1|55=ETH-USD");
        Expect("foreign", [], "568=R|569=1|17=zzz-1");
        Expect("day", reports, $"568=R|569=1|580=1|75={Field(reports[0], 60)[..8]}");
        Expect("other day", [], "568=R|569=1|580=1|75=20200101");
        Expect("other order", [], "568=R|569=1|11=A1|37=k3f-1");
    }

    [Fact]
    public void Trades_OfAReplacedOrder_AreFoundUnderEveryIdItHad()
    {
        desk.Send(FixMsgType.NewOrderSingle, "11=B1|55=BTC-USD|54=1|60=20270115-08:00:00|38=0.5|40=2|44=60500|59=0");
        NextReport();
        Fill(0, 0, 1);
        engine.Apply(new ChildEnded(session.Engine.Parents[0].Children[0].Terms.Id, new QuantityLots(1), "rest"));
        desk.Send(FixMsgType.OrderCancelReplaceRequest, "11=B2|41=B1|55=BTC-USD|54=1|60=20270115-08:00:01|38=0.6|40=2|44=60500|59=0");
        while (Field(NextReport(), 150) != "5")
        {
        }

        Assert.Equal(Ask("568=T|569=1|11=B1").Skip(1).Select(trade => Field(trade, 17)), Ask("568=T|569=1|11=B2").Skip(1).Select(trade => Field(trade, 17)));
        Assert.Equal(2, Ask("568=T|569=1|11=B1").Length);
    }

    [Fact]
    public void Trades_MoreThanAPage_ComeByAskingOnBehindTheLast()
    {
        Buy("A1", 5m);
        List<string> told = [];
        for (int i = 0; i < 503; i++)
            told.Add(Field(Fill(0, i % session.Engine.Parents[0].Children.Count, 1), 17));

        string[] first = Ask("568=T|569=0");
        Assert.Equal($"35=AQ|568=T|569=0|748=500|749=0|750=0|5405={told[499]}", first[0]);
        string[] second = Ask($"568=T|569=0|5405={told[499]}");
        Assert.Equal("35=AQ|568=T|569=0|748=3|749=0|750=0", second[0]);
        Assert.Equal(told, [.. first.Skip(1).Concat(second.Skip(1)).Select(trade => Field(trade, 17))]);
        Assert.Equal(["Y"], first.Skip(1).Where((_, i) => i == 499).Select(trade => Field(trade, 912)));
        Assert.All(first.Skip(1).Take(499), trade => Assert.Equal("N", Field(trade, 912)));
    }

    [Fact]
    public void Trades_AfterARestart_AreTheSame()
    {
        Buy("A1", 9m);
        for (int child = 0; child < session.Engine.Parents[0].Children.Count; child++)
            Fill(0, child, 2);
        string[] before = Ask("568=T|569=0");

        TestSession recovered = TestSession.Recover(session.Journal);
        using TestRouter again = new(new EngineDesk(recovered));
        using MemoryFixMessageStore other = new();
        using TestDesk returned = new TestDesk(other).LogOn(again.EndPoint);
        returned.Send(FixMsgType.TradeCaptureReportRequest, "568=T|569=0");

        Assert.Equal(before, Enumerable.Range(0, before.Length).Select(_ => returned.Next()));
        Assert.True(before.Length > 2);
    }

    [Theory]
    [InlineData("568=T|569=2", "35=AQ|568=T|569=2|748=0|749=8|750=2|58=UnsupportedScope: TradeRequestType 2: 0 or 1 is expected")]
    [InlineData("569=0", "|371=568|372=AD|373=1")]
    [InlineData("568=T", "|371=569|372=AD|373=1")]
    [InlineData("568=T|569=0|263=1", "|371=263|372=AD|373=5")]
    [InlineData("568=T|569=1|580=1|75=yesterday", "|371=75|372=AD|373=6")]
    [InlineData("568=T|569=1|580=2|75=20270115", "|371=580|372=AD|373=16")]
    [InlineData("568=T|569=1|453=1|448=x|447=D|452=1", "|371=452|372=AD|373=5")]
    [InlineData("568=T|569=1|54=7", "|371=54|372=AD|373=5")]
    public void Request_ThatCannotBeAnswered_IsRefusedByName(string body, string expected)
    {
        desk.Send(FixMsgType.TradeCaptureReportRequest, body);
        Assert.EndsWith(expected, desk.Next(), StringComparison.Ordinal);
    }

    public void Dispose()
    {
        desk.Dispose();
        router.Dispose();
        store.Dispose();
    }

    private void Buy(string id, decimal quantity)
    {
        int parents = session.Engine.Parents.Count;
        desk.Send(FixMsgType.NewOrderSingle, string.Create(CultureInfo.InvariantCulture, $"11={id}|55=BTC-USD|54=1|60=20270115-08:00:00|38={quantity}|40=2|44=60500|59=0"));
        Assert.Equal("0", Field(NextReport(), 150));
        Assert.NotEmpty(session.Engine.Parents[parents].Children);
    }

    /// <summary>Fills lots of a child and gives the report that the desk gets.</summary>
    private string Fill(int parent, int child, long lots)
    {
        ChildOrder order = session.Engine.Parents[parent].Children[child];
        decimal price = TestFirm.Reference[order.Terms.Instrument].Price(order.Terms.LimitPrice);
        string id = string.Create(CultureInfo.InvariantCulture, $"trade-{++trades}");
        engine.Apply(new ChildFilled(new Fill(order.Terms.Id, id, new QuantityLots(lots), price, 0.01m * trades, new Asset("USD"), session.Now)));
        return NextReport();
    }

    private string NextReport()
    {
        string report = desk.Next();
        Assert.StartsWith("35=8|", report, StringComparison.Ordinal);
        return report;
    }

    private string[] Ask(string body)
    {
        desk.Send(FixMsgType.TradeCaptureReportRequest, body);
        string acknowledged = desk.Next();
        int count = int.Parse(Field(acknowledged, 748), CultureInfo.InvariantCulture);
        return [acknowledged, .. Enumerable.Range(0, count).Select(_ => desk.Next())];
    }

    private void Expect(string what, IEnumerable<string> reports, string body) =>
        Assert.Equal((what, string.Join(' ', reports.Select(report => Field(report, 17)))), (what, string.Join(' ', Ask(body).Skip(1).Select(trade => Field(trade, 17)))));

    private static string Field(string report, int tag) =>
        report.Split('|').Single(field => field.StartsWith(string.Create(CultureInfo.InvariantCulture, $"{tag}="), StringComparison.Ordinal)).Split('=', 2)[1];
}
