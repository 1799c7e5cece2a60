using System.Net;
using MarginRouter.Fix.Codec;
using MarginRouter.Fix.Session;
using MarginRouter.Fix.Store;
using MarginRouter.Fix.Transport;
using Microsoft.Extensions.Logging.Abstractions;

namespace MarginRouter.Fix.Tests.Transport;

public sealed class LoopbackTests : IDisposable
{
    private readonly TestApplication _desk = new();
    private readonly TestApplication _router = new();
    private readonly MemoryFixMessageStore _deskStore = new();
    private readonly MemoryFixMessageStore _routerStore = new();
    private readonly List<IDisposable> _open = [];
    private readonly FixAcceptor _acceptor = new(
        new FixAcceptorOptions { EndPoint = new IPEndPoint(IPAddress.Loopback, 0) }, TimeProvider.System, NullLogger<FixAcceptor>.Instance);

    public void Dispose()
    {
        foreach (IDisposable open in _open)
            open.Dispose();
        _acceptor.Dispose();
        _deskStore.Dispose();
        _routerStore.Dispose();
    }

    [Fact]
    public void LogonSendLogout_BothSides_SeeEachStep()
    {
        FixSession router = Accept(new FixSessionOptions { Id = new FixSessionId("ROUTER", "DESK"), Role = FixRole.Acceptor });
        FixInitiator initiator = Initiate();
        initiator.Start();
        Assert.Equal("logon", _desk.Next());
        Assert.Equal("logon", _router.Next());

        Assert.Equal(FixSendResult.Sent, initiator.Session.Send(News("hello")));
        Assert.Equal("app 2 hello", _router.Next());
        Assert.Equal(FixSendResult.Sent, router.Send(News("one"), News("two")));
        Assert.Equal("app 2 one", _desk.Next());
        Assert.Equal("app 3 two", _desk.Next());

        initiator.Session.Logout("good night");
        Assert.Equal("logout", _router.Next());
        Assert.Equal("disconnected: logged out", _router.Next());
        Assert.Equal("logout", _desk.Next());
        Assert.Equal("disconnected: logged out", _desk.Next());
        Assert.Equal(4, initiator.Session.NextOutbound);
        Assert.Equal(4, router.NextInbound);
    }

    [Fact]
    public void Reconnect_AfterMessagesWereStored_BringsThemByResend()
    {
        FixSession router = Accept(new FixSessionOptions { Id = new FixSessionId("ROUTER", "DESK"), Role = FixRole.Acceptor });
        FixInitiator initiator = Initiate();
        initiator.Start();
        Assert.Equal("logon", _router.Next());
        Assert.Equal("logon", _desk.Next());
        initiator.Session.Disconnect("cut by the test");
        Assert.Equal("logout", _router.Next());
        Assert.StartsWith("disconnected", _router.Next(), StringComparison.Ordinal);
        Assert.Equal("logout", _desk.Next());
        Assert.StartsWith("disconnected", _desk.Next(), StringComparison.Ordinal);

        Assert.Equal(FixSendResult.Stored, router.Send(News("while away")));
        initiator.Start();

        Assert.Equal("logon", _desk.Next());
        Assert.Equal("app 2 while away dup", _desk.Next());
        Assert.Equal("logon", _router.Next());
    }

    [Fact]
    public void Logon_WithWrongPassword_IsRefusedWithItsReason()
    {
        _router.OnFromAdmin = message => message.Equals(FixTag.Password, "secret"u8) ? null : FixRefusal.Logon("bad credentials");
        Accept(new FixSessionOptions { Id = new FixSessionId("ROUTER", "DESK"), Role = FixRole.Acceptor });
        FixInitiator initiator = Initiate("guess");
        initiator.Start();
        Assert.Equal("disconnected: the logon was refused: bad credentials", _desk.Next());
        Assert.Equal("disconnected: bad credentials", _router.Next());
    }

    private static FixMessageWriter News(string text) => new FixMessageWriter().Begin(FixMsgType.News).Append(FixTag.Text, text);

    private FixSession Accept(FixSessionOptions options)
    {
        FixSession session = _acceptor.AddSession(options, _routerStore, _router);
        _acceptor.Start();
        return session;
    }

    private FixInitiator Initiate(string? password = null)
    {
        FixInitiator initiator = new(
            new FixInitiatorOptions { Host = "127.0.0.1", Port = _acceptor.EndPoint.Port, ReconnectDelay = null },
            new FixSessionOptions { Id = new FixSessionId("DESK", "ROUTER"), Role = FixRole.Initiator, Password = password },
            (_deskStore, _desk), TimeProvider.System, NullLogger<FixInitiator>.Instance);
        _open.Add(initiator);
        return initiator;
    }
}
