using System.Collections.Concurrent;
using System.Net;
using MarginRouter.Fix.Codec;
using MarginRouter.Fix.Session;
using MarginRouter.Fix.Store;
using MarginRouter.Fix.Transport;
using Microsoft.Extensions.Logging.Abstractions;

namespace MarginRouter.Simulation.Tests.FixVenue;

/// <summary>A raw initiator that keeps what it receives, in order, and lets a test wait for it.</summary>
internal sealed class FixTestClient : IFixApplication, IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private readonly BlockingCollection<FixMessage> received = [];
    private readonly BlockingCollection<string> events = [];
    private readonly MemoryFixMessageStore store = new();
    private readonly FixInitiator initiator;

    public FixTestClient(IPEndPoint venue, string compId, string username, string password)
    {
        initiator = new FixInitiator(
            new FixInitiatorOptions { Host = venue.Address.ToString(), Port = venue.Port, ReconnectDelay = null },
            new FixSessionOptions { Id = new FixSessionId(compId, "VENUE"), Role = FixRole.Initiator, Username = username, Password = password },
            (store, this),
            TimeProvider.System,
            NullLogger<FixInitiator>.Instance);
    }

    /// <summary>Connects and waits for the logon, or for the end of the attempt; returns "logon" or the reason.</summary>
    public string Connect()
    {
        initiator.Start();
        return NextEvent();
    }

    public void Send(FixMessageWriter message) => Assert.NotEqual(FixSendResult.NotLoggedOn, initiator.Session.Send(message));

    public void Cut() => initiator.Session.Disconnect("cut by the test");

    /// <summary>The next application message; fails when none comes in time.</summary>
    public FixMessage Next() =>
        received.TryTake(out FixMessage? message, Patience) ? message : throw new TimeoutException("no message came");

    /// <summary>The next application message of a type; any other fails.</summary>
    public FixMessage Next(int type)
    {
        FixMessage message = Next();
        Assert.Equal(FixMsgType.ToText(type), FixMsgType.ToText(message.MessageType));
        return message;
    }

    /// <summary>The next session event: logon, logout, or why the connection ended.</summary>
    public string NextEvent() => events.TryTake(out string? what, Patience) ? what : throw new TimeoutException("nothing happened");

    public void OnLogon(FixSession session) => events.Add("logon");

    public void OnLogout(FixSession session, string reason) => events.Add("logout");

    public void OnDisconnected(FixSession session, string reason) => events.Add(reason);

    public FixRefusal? FromApp(FixSession session, FixMessage message)
    {
        received.Add(message.Copy());
        return null;
    }

    public void Dispose()
    {
        initiator.Dispose();
        store.Dispose();
        received.Dispose();
        events.Dispose();
    }
}
