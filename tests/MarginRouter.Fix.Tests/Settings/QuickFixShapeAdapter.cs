using System.Text;
using MarginRouter.Fix.Codec;
using MarginRouter.Fix.Session;
using MarginRouter.Fix.Transport;

namespace MarginRouter.Fix.Tests.Settings;

/// <summary>The whole adapter: our seam runs such an application unchanged.</summary>
internal sealed class QuickFixShapeAdapter(IQuickFixShape application) : IFixApplication
{
    public void OnCreate(FixSession session) => application.OnCreate(session.Id);

    public void OnLogon(FixSession session) => application.OnLogon(session.Id);

    public void OnLogout(FixSession session, string reason) => application.OnLogout(session.Id);

    public void ToAdmin(FixSession session, FixMessageWriter message)
    {
        StringBuilder fields = new($"35={FixMsgType.ToText(message.MessageType)}|");
        int own = fields.Length;
        application.ToAdmin(fields, session.Id);
        foreach (string field in fields.ToString(own, fields.Length - own).Split('|', StringSplitOptions.RemoveEmptyEntries))
            message.Append(int.Parse(field.Split('=')[0], System.Globalization.CultureInfo.InvariantCulture), field.Split('=')[1]);
    }

    public FixRefusal? FromAdmin(FixSession session, FixMessage message)
    {
        try
        {
            application.FromAdmin(Text(message.Bytes), session.Id);
            return null;
        }
        catch (RejectLogonShape refusal)
        {
            return FixRefusal.Logon(refusal.Message);
        }
    }

    public void ToApp(FixSession session, FixMessageWriter message) => application.ToApp($"35={FixMsgType.ToText(message.MessageType)}|", session.Id);

    public FixRefusal? FromApp(FixSession session, FixMessage message)
    {
        try
        {
            application.FromApp(Text(message.Bytes), session.Id);
            return null;
        }
        catch (UnsupportedTypeShape)
        {
            return FixRefusal.Business(FixBusinessRejectReason.UnsupportedMessageType, "unsupported message type");
        }
    }

    private static string Text(ReadOnlySpan<byte> message) => Encoding.Latin1.GetString(message).Replace('\u0001', '|');
}
