using System.Collections.Concurrent;
using MarginRouter.Fix.Codec;
using MarginRouter.Fix.Session;
using MarginRouter.Fix.Transport;

namespace MarginRouter.Host.Commands;

/// <summary>An application for trying sessions: it says what happens and supports no business message.</summary>
internal sealed class SessionTrial(TextWriter output, TimeProvider time) : IFixApplication
{
    private readonly ConcurrentDictionary<FixSessionId, bool> loggedOn = new();

    public bool LoggedOn(FixSessionId id) => loggedOn.ContainsKey(id);

    public void OnLogon(FixSession session)
    {
        loggedOn[session.Id] = true;
        Say(session, $"logged on, next out {session.NextOutbound}, next in {session.NextInbound}");
    }

    public void OnLogout(FixSession session, string reason) => Say(session, $"logged out: {reason}");

    public void OnDisconnected(FixSession session, string reason) => Say(session, $"disconnected: {reason}");

    public FixRefusal? FromAdmin(FixSession session, FixMessage message)
    {
        if (message.MessageType is FixMsgType.Reject or FixMsgType.Logout)
            Say(session, $"{FixMsgType.ToText(message.MessageType)}: {message.GetText(FixTag.Text) ?? "no text"}");
        return null;
    }

    public FixRefusal? FromApp(FixSession session, FixMessage message)
    {
        Say(session, $"message {FixMsgType.ToText(message.MessageType)} number {message.GetText(FixTag.MsgSeqNum)}");

        // A reject is not answered: two sides that refuse each other's rejects would never end.
        return message.MessageType == FixMsgType.BusinessMessageReject
            ? null
            : FixRefusal.Business(FixBusinessRejectReason.UnsupportedMessageType, "this is a trial of the session: business is not supported");
    }

    private void Say(FixSession session, string text) => output.WriteLine($"{time.GetUtcNow():HH:mm:ss.fff} {session.Id} {text}");
}
