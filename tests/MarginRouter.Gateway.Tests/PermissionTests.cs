using MarginRouter.Core.Engine.Events;
using MarginRouter.Core.Orders;
using MarginRouter.Fix.Codec;
using MarginRouter.Fix.Store;
using MarginRouter.Gateway.Permissions;
using MarginRouter.Gateway.Rules;
using MarginRouter.Testing.Sessions;

namespace MarginRouter.Gateway.Tests;

/// <summary>Sessions with fewer rights than their desk: what they may not is refused by name, what they may is answered to them.</summary>
public sealed class PermissionTests : IDisposable
{
    private const string Order = "55=BTC-USD|54=1|60=20270115-08:00:00|38=1|40=2|44=60000";
    private readonly MemoryFixMessageStore store = new();

    [Theory]
    [InlineData(SessionRole.NoNewOrders)]
    [InlineData(SessionRole.ReadOnly)]
    [InlineData(SessionRole.QuotesOnly)]
    public void OwnSession_EveryMessageOfTheDocument_PassesOrIsRefusedAsTheTableSays(SessionRole permission)
    {
        using TestRouter router = new(with: options => options with
        {
            Desks = [new DeskSessionOptions(TestFirm.Desk, "ALPHA", "alpha", TestDesk.RightPassword) { Permission = permission }],
        });
        using TestDesk desk = new TestDesk(store).LogOn(router.EndPoint);
        SessionRights rights = RightsTable.Of(permission);
        int refused = 0;
        foreach (MessageRule rule in MessageRules.Inbound)
        {
            SessionRights needed = RightsTable.NeededFor(rule.Type);
            Assert.NotEqual(SessionRights.None, needed);
            bool allowed = (rights & needed) == needed;
            desk.Send(rule.Type, rule.Sample);
            if (needed == SessionRights.Orders)
            {
                AssertRejected(router.Inbox, rule, permission);
                refused++;
            }
            else if (!allowed)
            {
                string answer = desk.Next();
                Assert.StartsWith("35=j|", answer, StringComparison.Ordinal);
                Assert.Contains($"|58=PermissionDenied: {FixMsgType.ToText(rule.Type)} on session {TestFirm.Desk} ({permission})|", answer, StringComparison.Ordinal);
                Assert.EndsWith("|380=6", answer, StringComparison.Ordinal);
                refused++;
            }
            else if (rule.Type != FixMsgType.SecurityListRequest)
            {
                Assert.NotNull(router.Inbox.Next().Inbound);
            }
            else
            {
                Assert.StartsWith("35=y|", desk.Next(), StringComparison.Ordinal);
            }
        }

        Assert.True(refused >= 5);
        Assert.Equal(0, router.Inbox.Waiting);
    }

    [Fact]
    public void OwnSession_WithoutNewOrders_GetsARejectedOrderWithTheReason()
    {
        TestSession session = new();
        EngineDesk engine = new(session);
        using TestRouter router = new(engine, with: options => options with { Desks = [options.Desks[0] with { Permission = SessionRole.NoNewOrders }] });
        OpenMarket.Open(engine, session.Now);
        using TestDesk desk = new TestDesk(store).LogOn(router.EndPoint);

        desk.Send(FixMsgType.NewOrderSingle, $"11=A1|{Order}");
        string report = desk.Next();
        Assert.Contains("|150=8|39=8|", report, StringComparison.Ordinal);
        Assert.Contains($"|58=PermissionDenied: orders on session {TestFirm.Desk} (NoNewOrders)|5101={(int)RefusalReason.PermissionDenied}|", report, StringComparison.Ordinal);
        desk.Send(FixMsgType.OrderMassCancelRequest, "11=M1|530=7|60=20270115-08:00:04");
        Assert.StartsWith("35=r|", desk.Next(), StringComparison.Ordinal);
    }

    [Fact]
    public void Session_LimitedToAccounts_TradesAndSeesThemAlone()
    {
        TestSession session = new();
        EngineDesk engine = new(session);
        string only = TestFirm.Firm.Subaccounts[TestFirm.Firm.FindDesk(TestFirm.Desk)!.Subaccounts[0].Value].Name;
        string other = TestFirm.Firm.Subaccounts[TestFirm.Firm.FindDesk(TestFirm.Desk)!.Subaccounts[1].Value].Name;
        using TestRouter router = new(engine, with: options => options with { Desks = [options.Desks[0] with { Accounts = [only] }] });
        OpenMarket.Open(engine, session.Now);
        using TestDesk desk = new TestDesk(store).LogOn(router.EndPoint);

        desk.Send(FixMsgType.NewOrderSingle, $"11=A1|{Order}");
        Assert.Contains($"|58=PermissionDenied: Account(1) is needed: session {TestFirm.Desk} has {only}|", desk.Next(), StringComparison.Ordinal);
        desk.Send(FixMsgType.NewOrderSingle, $"11=A2|1={other}|{Order}");
        Assert.Contains($"|58=PermissionDenied: Account {other} on session {TestFirm.Desk}|", desk.Next(), StringComparison.Ordinal);
        desk.Send(FixMsgType.NewOrderSingle, $"11=A3|1={only}|{Order}");
        Assert.Contains("|150=0|", desk.Next(), StringComparison.Ordinal);
        desk.Send(FixMsgType.QuoteRequest, "131=Q1|146=1|55=BTC-USD|54=1|38=0.5");
        Assert.StartsWith("35=AG|131=Q1|", desk.Next(), StringComparison.Ordinal);
        desk.Send(FixMsgType.CollateralInquiry, $"909=C1|1={other}");
        Assert.Contains($"|58=PermissionDenied: Account {other} on", desk.Next(), StringComparison.Ordinal);
        desk.Send(FixMsgType.CollateralInquiry, "909=C2");
        string collateral = desk.Next();
        Assert.Contains("|911=1|912=Y|", collateral, StringComparison.Ordinal);
        Assert.Contains($"|1={only}|", collateral, StringComparison.Ordinal);
    }

    [Fact]
    public void SessionBesideTheDesk_GetsItsOwnAnswersAndNoReports()
    {
        TestSession session = new();
        EngineDesk engine = new(session);
        using TestRouter router = new(engine, with: options => options with
        {
            Desks = [.. options.Desks, new DeskSessionOptions(TestFirm.Desk, "VIEWER", "view", TestDesk.RightPassword) { Name = "VIEW", Permission = SessionRole.Full }],
        });
        OpenMarket.Open(engine, session.Now);
        using MemoryFixMessageStore viewStore = new();
        using TestDesk desk = new TestDesk(store).LogOn(router.EndPoint);
        using TestDesk view = new TestDesk(viewStore, username: "view") { CompId = "VIEWER" }.LogOn(router.EndPoint);

        view.Send(FixMsgType.QuoteRequest, "131=Q1|146=1|55=BTC-USD|54=1|38=0.5");
        Assert.StartsWith("35=S|131=Q1|", view.Next(), StringComparison.Ordinal);
        view.Send(FixMsgType.TradingSessionStatusRequest, "335=T1|263=0");
        Assert.StartsWith("35=h|335=T1|", view.Next(), StringComparison.Ordinal);
        view.Send(FixMsgType.MarketDataRequest, "262=B1|263=0|264=5|265=0|267=2|269=0|269=1|146=1|55=BTC-USD");
        Assert.StartsWith("35=W|262=B1|", view.Next(), StringComparison.Ordinal);
        foreach ((int type, string body) in ((int, string)[])
            [(FixMsgType.NewOrderSingle, $"11=A1|{Order}"), (FixMsgType.OrderCancelRequest, "11=C1|41=A1|55=BTC-USD|54=1|60=20270115-08:00:00")])
        {
            view.Send(type, body);
            Assert.Contains("|58=PermissionDenied: ", view.Next(), StringComparison.Ordinal);
        }

        desk.Send(FixMsgType.NewOrderSingle, $"11=A1|{Order}");
        Assert.Contains("|150=0|", desk.Next(), StringComparison.Ordinal);
        desk.Send(FixMsgType.TradingSessionStatusRequest, "335=T2|263=0");
        Assert.StartsWith("35=h|335=T2|", desk.Next(), StringComparison.Ordinal);
        view.Send(FixMsgType.OrderStatusRequest, "11=A1|55=BTC-USD|54=1");
        Assert.Contains("|17=0|11=A1|150=I|39=0|", view.Next(), StringComparison.Ordinal);
        view.Send(FixMsgType.OrderStatusRequest, "11=A9|55=BTC-USD|54=1");
        Assert.Contains("|17=0|11=A9|150=I|39=8|", view.Next(), StringComparison.Ordinal);
        view.Send(FixMsgType.OrderMassStatusRequest, "584=S1|585=7");
        Assert.Contains("|17=0|11=A1|584=S1|911=1|912=Y|150=I|39=0|", view.Next(), StringComparison.Ordinal);
        view.Send(FixMsgType.ListStatusRequest, "66=L9");
        Assert.Matches(@"^35=N\|66=L9\|.*\|68=0\|73=0$", view.Next());
        view.Send(FixMsgType.SecurityListRequest, "320=END|559=4");
        Assert.StartsWith("35=y|320=END|", view.Next(), StringComparison.Ordinal);

        // The desk's next report has the next number: what another session asked took none, and the desk was told nothing of it.
        desk.Send(FixMsgType.OrderCancelRequest, "11=C1|41=A1|55=BTC-USD|54=1|60=20270115-08:00:00");
        Assert.Contains("|17=k3f-2|11=C1|41=A1|150=6|", desk.Next(), StringComparison.Ordinal);
    }

    public void Dispose() => store.Dispose();

    private static void AssertRejected(DeskRecorder inbox, MessageRule rule, SessionRole permission)
    {
        int events = rule.Type == FixMsgType.NewOrderList ? 3 : 1;
        for (int i = 0; i < events; i++)
        {
            Refusal? refusal = inbox.Next().Inbound switch
            {
                ParentUnsupported unsupported => unsupported.Refusal,
                ParentReplaceRequested replace => replace.Unsupported,
                BasketReceived basket => basket.Unsupported,
                ListStatusRequested => new Refusal(RefusalReason.PermissionDenied, $"orders on session {TestFirm.Desk} ({permission})"),
                _ => null,
            };
            Assert.Equal(new Refusal(RefusalReason.PermissionDenied, $"orders on session {TestFirm.Desk} ({permission})"), refusal);
        }
    }
}
