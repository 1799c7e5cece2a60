using System.Net;
using System.Net.Sockets;
using System.Text;
using MarginRouter.Fix.Codec;
using MarginRouter.Fix.Session;
using MarginRouter.Fix.Store;
using MarginRouter.Fix.Transport;
using Microsoft.Extensions.Logging.Abstractions;

namespace MarginRouter.Fix.Tests.Transport;

/// <summary>An acceptor (the router) and what is needed to connect desks to it, over loopback; one for each test.</summary>
internal sealed class LoopbackFixture : IDisposable
{
    private readonly TimeProvider _time;
    private readonly List<IDisposable> _open = [];

    public LoopbackFixture(TimeProvider? time = null, FixAcceptorOptions? door = null)
    {
        _time = time ?? TimeProvider.System;
        Acceptor = new FixAcceptor(door ?? Door, _time, NullLogger<FixAcceptor>.Instance);
    }

    /// <summary>What the acceptor does unless a test says otherwise.</summary>
    public static FixAcceptorOptions Door => new() { EndPoint = new IPEndPoint(IPAddress.Loopback, 0) };

    public TestApplication Desk { get; } = new();

    public TestApplication Router { get; } = new();

    public MemoryFixMessageStore DeskStore { get; } = new();

    public MemoryFixMessageStore RouterStore { get; } = new();

    public FixAcceptor Acceptor { get; }

    public static FixSessionOptions RouterOptions => new() { Id = new FixSessionId("ROUTER", "DESK"), Role = FixRole.Acceptor };

    public static FixSessionOptions DeskOptions => new() { Id = new FixSessionId("DESK", "ROUTER"), Role = FixRole.Initiator };

    public static FixMessageWriter News(string text) => new FixMessageWriter().Begin(FixMsgType.News).Append(FixTag.Text, text);

    public FixSession Accept(FixSessionOptions? options = null)
    {
        FixSession session = Acceptor.AddSession(options ?? RouterOptions, RouterStore, Router);
        Acceptor.Start();
        return session;
    }

    public FixInitiator Initiate(FixSessionOptions? options = null, TimeSpan? reconnectDelay = null, int? port = null, FixTlsOptions? tls = null)
    {
        FixInitiator initiator = new(
            new FixInitiatorOptions { Host = "127.0.0.1", Port = port ?? Acceptor.EndPoint.Port, ReconnectDelay = reconnectDelay, Tls = tls },
            options ?? DeskOptions, (DeskStore, Desk), _time, NullLogger<FixInitiator>.Instance);
        _open.Add(initiator);
        return initiator;
    }

    /// <summary>Starts an initiator and waits until both sides are logged on.</summary>
    public void LogOn(FixInitiator initiator)
    {
        initiator.Start();
        Assert.Equal("logon", Router.Next());
        Assert.Equal("logon", Desk.Next());
    }

    /// <summary>Waits until both sides have seen the end of a connection.</summary>
    public void ExpectEnd()
    {
        foreach (TestApplication side in (TestApplication[])[Router, Desk])
        {
            Assert.Equal("logout", side.Next());
            Assert.StartsWith("disconnected", side.Next(), StringComparison.Ordinal);
        }
    }

    /// <summary>A plain socket to the acceptor, for peers that misbehave.</summary>
    public Socket Connect()
    {
        Socket socket = new(SocketType.Stream, ProtocolType.Tcp) { ReceiveTimeout = 20_000, ReceiveBufferSize = 8 * 1024 };
        _open.Add(socket);
        socket.Connect(Acceptor.EndPoint);
        return socket;
    }

    public byte[] LogonOf(string sender) => Encode(new FixMessageWriter().Begin(FixMsgType.Logon).Append(FixTag.EncryptMethod, 0).Append(FixTag.HeartBtInt, 30), 1, sender);

    public byte[] Encode(FixMessageWriter message, long number, string sender) =>
        message.Encode(new FixHeaderTemplate("FIX.4.4", sender, "ROUTER"), number, _time.GetUtcNow().UtcDateTime).ToArray();

    /// <summary>Everything that the acceptor sends until it closes.</summary>
    public static string ReadToEnd(Socket socket)
    {
        StringBuilder text = new();
        byte[] buffer = new byte[4096];
        int received;
        try
        {
            while ((received = socket.Receive(buffer)) > 0)
                text.Append(Encoding.Latin1.GetString(buffer, 0, received));
        }
        catch (SocketException error) when (error.SocketErrorCode == SocketError.ConnectionReset)
        {
            text.Append("reset");
        }

        return text.ToString();
    }

    public void Dispose()
    {
        foreach (IDisposable open in _open)
            open.Dispose();
        Acceptor.Dispose();
        DeskStore.Dispose();
        RouterStore.Dispose();
    }
}
