using System.Collections.Concurrent;
using MarginRouter.Fix.Codec;
using MarginRouter.Fix.Session;
using MarginRouter.Fix.Transport;

namespace MarginRouter.Fix.Tests.Transport;

/// <summary>Records what happens, lets a test wait for it, and lets it answer.</summary>
internal sealed class TestApplication : IFixApplication
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly BlockingCollection<string> _events = [];

    public Func<FixSession, FixMessage, FixRefusal?> OnFromApp { get; set; } = (_, _) => null;

    public Func<FixMessage, FixRefusal?> OnFromAdmin { get; set; } = _ => null;

    public Func<FixMessage, bool> OnShouldResend { get; set; } = _ => true;

    public void OnLogon(FixSession session) => _events.Add("logon");

    public void OnLogout(FixSession session, string reason) => _events.Add("logout");

    public void OnDisconnected(FixSession session, string reason) => _events.Add($"disconnected: {reason}");

    public FixRefusal? FromAdmin(FixSession session, FixMessage message) => OnFromAdmin(message);

    public bool ShouldResend(FixSession session, FixMessage message) => OnShouldResend(message);

    public FixRefusal? FromApp(FixSession session, FixMessage message)
    {
        FixRefusal? refusal = OnFromApp(session, message);
        _events.Add($"app {message.GetText(FixTag.MsgSeqNum)} {message.GetText(FixTag.Text)}{(message.Contains(FixTag.PossDupFlag) ? " dup" : "")}");
        return refusal;
    }

    /// <summary>The next thing that happened; fails when nothing happens in time.</summary>
    public string Next() => _events.TryTake(out string? what, Patience) ? what : throw new TimeoutException("nothing happened");
}
