using System.Net;
using System.Net.Sockets;
using System.Text;
using MarginRouter.Fix.Codec;
using MarginRouter.Fix.Transport;

namespace MarginRouter.Fix.Tests.Transport;

/// <summary>Peers that should not come in, and peers that do not read.</summary>
public sealed class AcceptorDoorTests
{
    [Fact]
    public void UnknownSession_IsClosedWithoutAnAnswer()
    {
        using LoopbackFixture fixture = new();
        fixture.Accept();
        Socket socket = fixture.Connect();
        socket.Send(fixture.LogonOf("STRANGER"));
        Assert.Equal("", LoopbackFixture.ReadToEnd(socket));
    }

    [Theory]
    [InlineData("GET / HTTP/1.1\r\n\r\n")]
    [InlineData("8=FIX.4.4\u00019=5\u000135=0\u000110=000\u0001")]
    public void FirstBytesThatAreNoMessage_CloseTheConnection(string bytes)
    {
        using LoopbackFixture fixture = new();
        fixture.Accept();
        Socket socket = fixture.Connect();
        socket.Send(Encoding.Latin1.GetBytes(bytes));
        Assert.Equal("", LoopbackFixture.ReadToEnd(socket));
    }

    [Fact]
    public void FirstMessageThatIsNoLogon_ClosesTheConnection()
    {
        using LoopbackFixture fixture = new();
        fixture.Accept();
        Socket socket = fixture.Connect();
        socket.Send(fixture.Encode(new FixMessageWriter().Begin(FixMsgType.Heartbeat), 1, "DESK"));
        Assert.Equal("", LoopbackFixture.ReadToEnd(socket));
    }

    [Fact]
    public void SecondConnectionOfALiveSession_IsClosedAndTheFirstGoesOn()
    {
        using LoopbackFixture fixture = new();
        FixSession router = fixture.Accept();
        fixture.LogOn(fixture.Initiate());
        Socket second = fixture.Connect();
        second.Send(fixture.LogonOf("DESK"));
        Assert.Equal("", LoopbackFixture.ReadToEnd(second));
        router.Send(LoopbackFixture.News("still here"));
        Assert.Equal("app 2 still here", fixture.Desk.Next());
    }

    [Fact]
    public void TooManyConnectionsWithoutLogon_AreClosedAtOnce()
    {
        using LoopbackFixture fixture = new(door: LoopbackFixture.Door with { MaximumPendingLogons = 1 });
        fixture.Accept();
        Socket first = fixture.Connect();
        Assert.Equal("", LoopbackFixture.ReadToEnd(fixture.Connect()));
        first.Send(fixture.LogonOf("DESK"));
        Assert.Equal("logon", fixture.Router.Next());
    }

    [Fact]
    public void PeerThatDoesNotRead_IsCutOffAndGetsItsMessagesLater()
    {
        using LoopbackFixture fixture = new(door: LoopbackFixture.Door with { Connection = new FixConnectionOptions { MaximumPendingBytes = 256 * 1024, SocketSendBuffer = 16 * 1024 } });
        FixSession router = fixture.Accept();
        Socket deaf = fixture.Connect();
        deaf.Send(fixture.LogonOf("DESK"));
        Assert.Equal("logon", fixture.Router.Next());

        string large = new('x', 10_000);
        int sent = 0;
        for (; router.IsLoggedOn && sent < 10_000; sent++)
            router.Send(new FixMessageWriter().Begin(FixMsgType.News).Append(FixTag.RptSeq, sent).Append(FixTag.Text, large));
        Assert.Equal("logout", fixture.Router.Next());
        Assert.StartsWith("disconnected: slow consumer", fixture.Router.Next(), StringComparison.Ordinal);

        int last = -1;
        using ManualResetEventSlim complete = new();
        fixture.Desk.OnFromApp = (_, message) =>
        {
            Assert.True(message.TryGetInt(FixTag.RptSeq, out int value) && (last < 0 || value == last + 1), $"{value} after {last}");
            last = value;
            if (value == sent - 1)
                complete.Set();
            return null;
        };

        // The deaf peer has used number 1 for its Logon. The store keeps the newest 16 MiB; what is older is gap-filled.
        fixture.DeskStore.SetNextOutbound(2);
        fixture.Initiate().Start();
        Assert.True(complete.Wait(TimeSpan.FromSeconds(20)), $"only {last} of {sent} came");
    }

    [Fact]
    public void AddressThatIsNotAllowed_IsClosedAtOnce()
    {
        using LoopbackFixture fixture = new(door: LoopbackFixture.Door with { AllowedNetworks = [IPNetwork.Parse("10.0.0.0/8")] });
        fixture.Accept();
        Assert.Equal("", LoopbackFixture.ReadToEnd(fixture.Connect()));
        using LoopbackFixture open = new(door: LoopbackFixture.Door with { AllowedNetworks = [IPNetwork.Parse("10.0.0.0/8"), IPNetwork.Parse("127.0.0.0/8")] });
        open.Accept();
        open.LogOn(open.Initiate());
    }

    [Fact]
    public void FailedLogons_CloseTheDoorToTheAddressUntilTheWindowIsOver()
    {
        ManualTimeProvider time = new();
        LogonThrottle throttle = new(maximumFailures: 2, TimeSpan.FromSeconds(60), time);
        IPAddress guilty = IPAddress.Parse("192.0.2.1"), other = IPAddress.Parse("192.0.2.2");
        throttle.Failed(guilty);
        Assert.True(throttle.Admits(guilty));
        throttle.Failed(guilty);
        Assert.False(throttle.Admits(guilty));
        Assert.True(throttle.Admits(other));
        time.Advance(TimeSpan.FromSeconds(59));
        Assert.False(throttle.Admits(guilty));
        time.Advance(TimeSpan.FromSeconds(1));
        Assert.True(throttle.Admits(guilty));
    }

    [Fact]
    public void StrangersBeyondTheThrottle_AreNotServed()
    {
        using LoopbackFixture fixture = new(door: LoopbackFixture.Door with { MaximumFailedLogons = 3 });
        fixture.Accept();
        for (int i = 0; i < 3; i++)
        {
            Socket stranger = fixture.Connect();
            stranger.Send(fixture.LogonOf("STRANGER"));
            Assert.Equal("", LoopbackFixture.ReadToEnd(stranger));
        }

        Socket known = fixture.Connect();
        known.Send(fixture.LogonOf("DESK"));
        Assert.DoesNotContain("35=A", LoopbackFixture.ReadToEnd(known), StringComparison.Ordinal);
    }
}
