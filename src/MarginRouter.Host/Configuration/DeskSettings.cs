using System.Collections.Immutable;
using MarginRouter.Gateway.Permissions;

namespace MarginRouter.Host.Configuration;

/// <summary>The FIX side of a desk.</summary>
/// <param name="Name">The desk.</param>
/// <param name="CompId">Its SenderCompID(49).</param>
/// <param name="Username">Username(553).</param>
/// <param name="PasswordSecret">Reference of the Password(554) secret.</param>
public sealed record DeskSettings(string Name, string CompId, string Username, string PasswordSecret)
{
    /// <summary>What the session may ask for.</summary>
    public SessionRole Permission { get; init; } = SessionRole.Full;

    /// <summary>Subaccounts that the session may trade with and ask about; empty for all of the desk's.</summary>
    public ImmutableArray<string> Accounts { get; init; } = [];

    /// <summary>How long the desk may be away before its orders are cancelled; null leaves them working.</summary>
    public TimeSpan? CancelOnDisconnect { get; init; }
}
