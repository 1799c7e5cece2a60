using System.Net;
using System.Net.Sockets;
using MarginRouter.Fix.Codec;
using MarginRouter.Fix.Session;
using MarginRouter.Fix.Transport;

namespace MarginRouter.Fix.Tests.Transport;

/// <summary>Both sides ours, over loopback.</summary>
public sealed class LoopbackTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    [Fact]
    public void LogonSendLogout_BothSides_SeeEachStep()
    {
        using LoopbackFixture fixture = new();
        FixSession router = fixture.Accept();
        FixInitiator initiator = fixture.Initiate();
        fixture.LogOn(initiator);

        Assert.Equal(FixSendResult.Sent, initiator.Session.Send(LoopbackFixture.News("hello")));
        Assert.Equal("app 2 hello", fixture.Router.Next());
        Assert.Equal(FixSendResult.Sent, router.Send(LoopbackFixture.News("one"), LoopbackFixture.News("two")));
        Assert.Equal("app 2 one", fixture.Desk.Next());
        Assert.Equal("app 3 two", fixture.Desk.Next());

        initiator.Session.Logout("good night");
        Assert.Equal("logout", fixture.Router.Next());
        Assert.Equal("disconnected: logged out", fixture.Router.Next());
        Assert.Equal("logout", fixture.Desk.Next());
        Assert.Equal("disconnected: logged out", fixture.Desk.Next());
        Assert.Equal(4, initiator.Session.NextOutbound);
        Assert.Equal(4, router.NextInbound);
        Assert.False(router.IsLoggedOn);
    }

    [Fact]
    public void Reconnect_AfterMessagesWereStored_BringsThemByResend()
    {
        using LoopbackFixture fixture = new();
        FixSession router = fixture.Accept();
        FixInitiator initiator = fixture.Initiate();
        fixture.LogOn(initiator);
        initiator.Session.Disconnect("cut by the test");
        fixture.ExpectEnd();

        Assert.Equal(FixSendResult.Stored, router.Send(LoopbackFixture.News("while away")));
        initiator.Start();

        Assert.Equal("logon", fixture.Desk.Next());
        Assert.Equal("app 2 while away dup", fixture.Desk.Next());
        Assert.Equal("logon", fixture.Router.Next());
    }

    [Fact]
    public void Reconnect_WithALongBacklog_DeliversItOnceAndInOrderWhileNewMessagesAreSent()
    {
        const int Backlog = 20_000, Live = 2_000;
        using LoopbackFixture fixture = new();
        FixSession router = fixture.Accept();
        FixMessageWriter writer = new();
        for (int i = 0; i < Backlog; i++)
            router.Send(writer.Begin(FixMsgType.News).Append(FixTag.RptSeq, i));
        int next = 0;
        using ManualResetEventSlim complete = new();
        fixture.Desk.OnFromApp = (_, message) =>
        {
            Assert.True(message.TryGetInt(FixTag.RptSeq, out int value) && value == next, $"expected {next}, got {value}");
            if (++next == Backlog + Live)
                complete.Set();
            return null;
        };
        fixture.LogOn(fixture.Initiate());
        for (int i = Backlog; i < Backlog + Live; i++)
            Assert.Equal(FixSendResult.Sent, router.Send(writer.Begin(FixMsgType.News).Append(FixTag.RptSeq, i)));

        Assert.True(complete.Wait(Patience), $"{next} of {Backlog + Live} messages came");
    }

    [Fact]
    public void Send_FromManyThreads_GivesEveryMessageItsOwnNumber()
    {
        const int Threads = 4, Each = 500;
        using LoopbackFixture fixture = new();
        FixSession router = fixture.Accept();
        int[] seen = new int[Threads];
        int total = 0;
        using ManualResetEventSlim complete = new();
        fixture.Desk.OnFromApp = (_, message) =>
        {
            message.TryGetInt(FixTag.RptSeq, out int value);
            Assert.Equal(seen[value / Each]++, value % Each);
            if (++total == Threads * Each)
                complete.Set();
            return null;
        };
        fixture.LogOn(fixture.Initiate());

        Thread[] threads = [.. Enumerable.Range(0, Threads).Select(thread => new Thread(() =>
        {
            FixMessageWriter writer = new();
            for (int i = 0; i < Each; i++)
                router.Send(writer.Begin(FixMsgType.News).Append(FixTag.RptSeq, (thread * Each) + i));
        }))];
        foreach (Thread thread in threads)
            thread.Start();
        foreach (Thread thread in threads)
            thread.Join();

        Assert.True(complete.Wait(Patience), $"{total} messages came");
        Assert.Equal(2 + (Threads * Each), router.NextOutbound);
    }

    [Fact]
    public void FromApp_ThatBlocks_DoesNotKeepOthersFromSending()
    {
        using LoopbackFixture fixture = new();
        FixSession router = fixture.Accept();
        using ManualResetEventSlim sent = new();
        bool inTime = false;
        fixture.Router.OnFromApp = (_, _) =>
        {
            inTime = sent.Wait(Patience);
            return null;
        };
        FixInitiator initiator = fixture.Initiate();
        fixture.LogOn(initiator);
        initiator.Session.Send(LoopbackFixture.News("block"));
        router.Send(LoopbackFixture.News("meanwhile"));
        sent.Set();

        Assert.Equal("app 2 meanwhile", fixture.Desk.Next());
        Assert.Equal("app 2 block", fixture.Router.Next());
        Assert.True(inTime);
    }

    [Fact]
    public void FromApp_ThatThrows_EndsTheConnectionAndSeesTheMessageAgain()
    {
        using LoopbackFixture fixture = new();
        fixture.Accept();
        int attempts = 0;
        fixture.Router.OnFromApp = (_, _) => ++attempts == 1 ? throw new InvalidOperationException("disk full") : null;
        FixInitiator initiator = fixture.Initiate(reconnectDelay: TimeSpan.FromMilliseconds(1));
        fixture.LogOn(initiator);
        initiator.Session.Send(LoopbackFixture.News("important"));

        Assert.Equal("logout", fixture.Router.Next());
        Assert.Equal("disconnected: failed: disk full", fixture.Router.Next());
        Assert.Equal("logon", fixture.Router.Next());
        Assert.Equal("app 2 important dup", fixture.Router.Next());
    }

    [Fact]
    public void Heartbeats_FollowTheClock()
    {
        ManualTimeProvider time = new();
        using LoopbackFixture fixture = new(time);
        using ManualResetEventSlim deskHeard = new(), routerHeard = new();
        fixture.Desk.OnFromAdmin = message => Hear(message, deskHeard);
        fixture.Router.OnFromAdmin = message => Hear(message, routerHeard);
        fixture.Accept();
        fixture.LogOn(fixture.Initiate());
        Assert.False(deskHeard.IsSet || routerHeard.IsSet);

        time.Advance(TimeSpan.FromSeconds(30));

        Assert.True(deskHeard.Wait(Patience) && routerHeard.Wait(Patience));
    }

    [Fact]
    public void Logon_WithWrongPassword_IsRefusedWithItsReason()
    {
        using LoopbackFixture fixture = new();
        fixture.Router.OnFromAdmin = message => message.Equals(FixTag.Password, "secret"u8) ? null : FixRefusal.Logon("bad credentials");
        fixture.Accept();
        fixture.Initiate(LoopbackFixture.DeskOptions with { Password = "guess" }).Start();
        Assert.Equal("disconnected: the logon was refused: bad credentials", fixture.Desk.Next());
        Assert.Equal("disconnected: bad credentials", fixture.Router.Next());
    }

    [Fact]
    public void Initiator_WithoutAcceptor_TriesAgainUntilThereIsOne()
    {
        int port;
        using (Socket reserved = new(SocketType.Stream, ProtocolType.Tcp))
        {
            reserved.Bind(new IPEndPoint(IPAddress.Loopback, 0));
            port = ((IPEndPoint)reserved.LocalEndPoint!).Port;
        }

        using LoopbackFixture fixture = new();
        fixture.Initiate(reconnectDelay: TimeSpan.FromMilliseconds(1), port: port).Start();
        Assert.StartsWith("disconnected: connect failed", fixture.Desk.Next(), StringComparison.Ordinal);
        Assert.StartsWith("disconnected: connect failed", fixture.Desk.Next(), StringComparison.Ordinal);
    }

    private static FixRefusal? Hear(FixMessage message, ManualResetEventSlim heard)
    {
        if (message.MessageType == FixMsgType.Heartbeat)
            heard.Set();
        return null;
    }
}
