using MarginRouter.Core.Engine.Events;
using MarginRouter.Core.Orders;
using MarginRouter.Fix.Codec;
using MarginRouter.Fix.Passwords;
using MarginRouter.Fix.Store;
using MarginRouter.Testing;

namespace MarginRouter.Gateway.Tests;

/// <summary>Nothing is lost and nothing repeated over disconnects and restarts; only the right desk gets in.</summary>
public sealed class RestartTests : IDisposable
{
    private const string Order = "55=BTC-USD|54=1|38=1|40=1|60=20260102-03:04:05";
    private readonly MemoryFixMessageStore store = new();

    [Fact]
    public void Send_ReportsAgainAfterARestart_SendsOnlyThoseThatWereNotSent()
    {
        using TestRouter router = new();
        using (TestDesk desk = new TestDesk(store).LogOn(router.EndPoint))
        {
            for (int number = 1; number <= 3; number++)
                router.Gateway.Send(Reports.Of(number));
            router.Gateway.Send(Reports.Reject(4, "C1", "A1", null, ParentStatus.Rejected, RefusalReason.UnknownOrder));
            Assert.Equal(["k3f-1", "k3f-2", "k3f-3"], Enumerable.Range(0, 3).Select(_ => ExecId(desk.Next())));
            Assert.StartsWith("35=9|", desk.Next(), StringComparison.Ordinal);
        }

        router.Restart();
        using TestDesk again = new TestDesk(store).LogOn(router.EndPoint);
        for (int number = 1; number <= 3; number++)
            router.Gateway.Send(Reports.Of(number));
        router.Gateway.Send(Reports.Reject(4, "C1", "A1", null, ParentStatus.Rejected, RefusalReason.UnknownOrder));
        router.Gateway.Send(Reports.Reject(5, "C2", "A2", null, ParentStatus.Rejected, RefusalReason.UnknownOrder));
        router.Gateway.Send(Reports.Of(6));

        Assert.StartsWith("35=9|37=NONE|11=C2|", again.Next(), StringComparison.Ordinal);
        Assert.Equal("k3f-6", ExecId(again.Next()));
        Assert.Equal(0, again.Waiting);
    }

    [Fact]
    public void Send_AgainAfterAResetByTheDeskAndARestart_SendsOnlyThoseThatWereNotSent()
    {
        using TestRouter router = new();
        using (TestDesk desk = new TestDesk(store).LogOn(router.EndPoint))
        {
            router.Gateway.Send(Reports.Of(1));
            Assert.Equal("k3f-1", ExecId(desk.Next()));
        }

        using (new TestDesk(store) { ResetOnLogon = true }.LogOn(router.EndPoint))
        {
        }

        router.Restart();
        using TestDesk again = new TestDesk(store).LogOn(router.EndPoint);
        router.Gateway.Send(Reports.Of(1));
        router.Gateway.Send(Reports.Of(2));

        Assert.Equal("k3f-2", ExecId(again.Next()));
        Assert.Equal(0, again.Waiting);
    }

    [Fact]
    public void Send_WhileTheDeskIsAway_ReachesItOnceAfterARestart()
    {
        using TestRouter router = new();
        using (TestDesk desk = new TestDesk(store).LogOn(router.EndPoint))
        {
            router.Gateway.Send(Reports.Of(1));
            desk.Next();
        }

        router.Restart();
        router.Gateway.Send(Reports.Of(1));
        router.Gateway.Send(Reports.Of(2));
        router.Restart();
        router.Gateway.Send(Reports.Of(1));
        router.Gateway.Send(Reports.Of(2));
        router.Gateway.Send(Reports.Of(3));
        using TestDesk again = new TestDesk(store).LogOn(router.EndPoint);

        Assert.Equal("k3f-2", ExecId(again.Next()));
        Assert.Equal("k3f-3", ExecId(again.Next()));
        router.Gateway.Send(Reports.Of(4));
        Assert.Equal("k3f-4", ExecId(again.Next()));
    }

    [Fact]
    public void Order_NotJournaledBeforeARestart_IsAskedForAgainAsAPossibleDuplicate()
    {
        using TestRouter router = new(journalsAtOnce: false);
        using (TestDesk desk = new TestDesk(store).LogOn(router.EndPoint))
        {
            desk.Send(FixMsgType.NewOrderSingle, $"11=A1|{Order}").Send(FixMsgType.NewOrderSingle, $"11=A2|{Order}");
            router.Inbox.Next().Journaled();
            router.Inbox.Next();
        }

        router.Restart();
        using TestDesk again = new TestDesk(store).LogOn(router.EndPoint);

        ParentReceived received = Assert.IsType<ParentReceived>(router.Inbox.Next().Inbound);
        Assert.Equal("A2", received.Request.ClientOrderId);
        Assert.True(received.PossibleDuplicate);
        again.Send(FixMsgType.NewOrderSingle, $"11=A3|{Order}");
        received = Assert.IsType<ParentReceived>(router.Inbox.Next().Inbound);
        Assert.Equal("A3", received.Request.ClientOrderId);
        Assert.False(received.PossibleDuplicate);
    }

    [Fact]
    public void Order_JournaledBeforeARestart_IsNotAskedForAgain()
    {
        using TestRouter router = new(journalsAtOnce: false);
        using (TestDesk desk = new TestDesk(store).LogOn(router.EndPoint))
        {
            desk.Send(FixMsgType.NewOrderSingle, $"11=A1|{Order}");
            router.Inbox.Next().Journaled();
        }

        router.Restart();
        using TestDesk again = new TestDesk(store).LogOn(router.EndPoint);
        again.Send(FixMsgType.NewOrderSingle, $"11=A2|{Order}");

        Assert.Equal("A2", Assert.IsType<ParentReceived>(router.Inbox.Next().Inbound).Request.ClientOrderId);
    }

    [Fact]
    public void Order_NotJournaledBeforeARefusedMessage_IsNotLostInARestart()
    {
        using TestRouter router = new(journalsAtOnce: false);
        using (TestDesk desk = new TestDesk(store).LogOn(router.EndPoint))
        {
            desk.Send(FixMsgType.NewOrderSingle, $"11=A1|{Order}").Send(FixMsgType.NewOrderSingle, "11=malformed");
            router.Inbox.Next();
            Assert.StartsWith("35=3|", desk.Next(), StringComparison.Ordinal);
        }

        router.Restart();
        using TestDesk again = new TestDesk(store).LogOn(router.EndPoint);

        Assert.Equal("A1", Assert.IsType<ParentReceived>(router.Inbox.Next().Inbound).Request.ClientOrderId);
    }

    [Theory]
    [InlineData("wrong", "alpha")]
    [InlineData("open sesame", "bravo")]
    [InlineData("open sesame ", "alpha")]
    public void Logon_WithWrongCredentials_IsRefusedAndTheRightDeskStillGetsIn(string password, string username)
    {
        using TestRouter router = new();
        using (MemoryFixMessageStore other = new())
        using (TestDesk stranger = new(other, password, username))
        {
            stranger.Connect(router.EndPoint);
            Assert.Contains("wrong username or password", stranger.NextEnd(), StringComparison.Ordinal);
            Assert.Equal(0, router.Inbox.Waiting);
        }

        // The refused Logon used a number of the router's session, not of its application messages.
        using TestDesk desk = new TestDesk(store).LogOn(router.EndPoint);
        router.Gateway.Send(Reports.Of(1));
        Assert.Equal("k3f-1", ExecId(desk.Next()));
    }

    [Fact]
    public void Logon_WithANewPasswordAndAFileOfPasswords_HoldsOverARestart()
    {
        using TemporaryDirectory folder = new();
        using TestRouter router = new(with: options => options with { Passwords = new FixPasswordStore(folder.PathOf("passwords")) });
        using (TestDesk changing = new(store) { NewPassword = "sesame, close" })
            changing.LogOn(router.EndPoint);
        router.Restart();
        using (TestDesk old = new(store))
        {
            old.Connect(router.EndPoint);
            Assert.Contains("wrong username or password", old.NextEnd(), StringComparison.Ordinal);
        }

        using TestDesk changed = new(store, "sesame, close");
        changed.LogOn(router.EndPoint);
    }

    [Fact]
    public void Logon_WithANewPassword_IsRefusedByNameAndTheOldOneStillHolds()
    {
        using TestRouter router = new();
        using (TestDesk changing = new(store) { NewPassword = "sesame, close" })
        {
            changing.Connect(router.EndPoint);
            Assert.Contains("NewPassword (925) is not taken", changing.NextEnd(), StringComparison.Ordinal);
        }

        using TestDesk desk = new TestDesk(store).LogOn(router.EndPoint);
        router.Gateway.Send(Reports.Of(1));
        Assert.Equal("k3f-1", ExecId(desk.Next()));
    }

    [Fact]
    public void Send_ToADeskThatIsNotConfigured_TouchesNoOtherDesk()
    {
        using TestRouter router = new();
        using TestDesk desk = new TestDesk(store).LogOn(router.EndPoint);

        router.Gateway.Send(Reports.Of(1) with { Desk = "NOBODY" });
        router.Gateway.Send(Reports.Of(2));

        Assert.Equal("k3f-2", ExecId(desk.Next()));
    }

    public void Dispose() => store.Dispose();

    private static string ExecId(string report) => report.Split('|').Single(field => field.StartsWith("17=", StringComparison.Ordinal))[3..];
}
