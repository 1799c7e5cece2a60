using System.Collections.Immutable;
using MarginRouter.Fix.Dictionaries;
using MarginRouter.Fix.Session;
using MarginRouter.Gateway.Permissions;
using MarginRouter.Gateway.Versions;

namespace MarginRouter.Host.Configuration;

/// <summary>The FIX side of a desk.</summary>
/// <param name="Name">The desk.</param>
/// <param name="CompId">Its SenderCompID(49).</param>
/// <param name="Username">Username(553).</param>
/// <param name="PasswordSecret">Reference of the Password(554) secret.</param>
public sealed record DeskSettings(string Name, string CompId, string Username, string PasswordSecret)
{
    /// <summary>The FIX version that the session speaks.</summary>
    public DeskVersion Version { get; init; } = DeskVersion.Fix44;

    /// <summary>When the session may be logged on, and where its numbers begin anew; null for the gateway's.</summary>
    public FixSessionSchedule? Schedule { get; init; }

    /// <summary>What the session may ask for.</summary>
    public SessionRole Permission { get; init; } = SessionRole.Full;

    /// <summary>Subaccounts that the session may trade with and ask about; empty for all of the desk's.</summary>
    public ImmutableArray<string> Accounts { get; init; } = [];

    /// <summary>How long the desk may be away before its orders are cancelled; null leaves them working.</summary>
    public TimeSpan? CancelOnDisconnect { get; init; }

    /// <summary>How strictly its messages are judged; null: as the gateway says.</summary>
    public FixStrictness? Strictness { get; init; }
}
