using MarginRouter.Fix.Codec;
using MarginRouter.Fix.Session;
using MarginRouter.Fix.Transport;

namespace MarginRouter.Fix.Tests.Acceptance;

/// <summary>
/// The application that the scripts talk to: it sends back orders, security definitions, quote requests and marked news, and does not know
/// other types, except that trade capture requests are taken silently. A possible resend (97) of a known ClOrdID is taken silently.
/// </summary>
internal sealed class ScriptApplication : IFixApplication
{
    private readonly HashSet<string> _orders = [];
    private readonly FixMessageWriter _writer = new();

    public void OnLogon(FixSession session)
    {
    }

    public void OnLogout(FixSession session, string reason)
    {
    }

    public FixRefusal? FromApp(FixSession session, FixMessage message)
    {
        switch (message.MessageType)
        {
            case FixMsgType.NewOrderSingle:
                bool known = !_orders.Add(message.GetText(FixTag.ClOrdID) ?? "");
                if (!known || !message.Equals(FixTag.PossResend, "Y"u8))
                    SendBack(session, message);
                return null;
            case 'd' or 'R':
                SendBack(session, message);
                return null;
            case 'B':
                string headline = message.GetText(148) ?? "";
                if (headline.StartsWith("echo:", StringComparison.Ordinal))
                    SendBack(session, message, headline[5..].Trim());
                return null;
            case 'A' | ('D' << 8):
                return null;
            case 'n':
                session.Send(_writer.Begin('B').Append(148, $"Successfully received 'n' message with seqNo={message.GetText(FixTag.MsgSeqNum)}"));
                return null;
            default:
                return FixRefusal.Business(FixBusinessRejectReason.UnsupportedMessageType, "Unsupported Message Type");
        }
    }

    private void SendBack(FixSession session, FixMessage message, string? headline = null)
    {
        _writer.Begin(message.MessageType);
        for (int i = 0; i < message.FieldCount; i++)
        {
            int tag = message.TagAt(i);
            if (tag == 148 && headline is not null)
                _writer.Append(tag, headline);
            else if (tag is not (8 or 9 or 35 or 49 or 56 or 34 or 52 or 43 or 122 or 10))
                _writer.Append(tag, message.ValueAt(i));
        }

        session.Send(_writer);
    }
}
