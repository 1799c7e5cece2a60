using System.Collections.Immutable;
using MarginRouter.Fix.Dictionaries;
using MarginRouter.Fix.Session;
using MarginRouter.Gateway.Permissions;
using MarginRouter.Gateway.Versions;

namespace MarginRouter.Gateway;

/// <summary>One FIX session of a desk: its own, which carries its orders, or one beside it.</summary>
/// <param name="Desk">The desk's name in the firm.</param>
/// <param name="CompId">Its SenderCompID(49).</param>
/// <param name="Username">Username(553) that its Logon must carry.</param>
/// <param name="Password">Password(554) that its Logon must carry.</param>
public sealed record DeskSessionOptions(string Desk, string CompId, string Username, string Password)
{
    /// <summary>The session's name, unique among sessions and desks; the desk's for its own session.</summary>
    public string Name { get; init; } = Desk;

    /// <summary>True for the session that carries the desk's orders and reports.</summary>
    public bool IsOwn => Name == Desk;

    /// <summary>The FIX version that it speaks.</summary>
    public DeskVersion Version { get; init; } = DeskVersion.Fix44;

    /// <summary>What it may ask for.</summary>
    public SessionRole Permission { get; init; } = SessionRole.Full;

    /// <summary>Subaccounts that it may trade with and ask about, by name; empty for all of the desk's. Cancels and states of orders are not limited by it.</summary>
    public ImmutableArray<string> Accounts { get; init; } = [];

    /// <summary>Desks whose execution reports it gets copies of; empty for none, and always for a desk's own session.</summary>
    public ImmutableArray<string> Copies { get; init; } = [];

    /// <summary>How strictly its messages are judged by the gateway's dictionary.</summary>
    public FixStrictness Strictness { get; init; } = FixStrictness.Lenient;

    /// <summary>When it may be logged on, and where its numbers begin anew; null: as the gateway says for all.</summary>
    public FixSessionSchedule? Schedule { get; init; }

    /// <summary>
    /// How long the desk may stay away before all its orders are cancelled, counted from the loss of its session or from the gateway's start;
    /// null leaves them working. Only for the desk's own session.
    /// </summary>
    public TimeSpan? CancelOnDisconnect { get; init; }
}
