using System.Collections.Immutable;
using MarginRouter.Fix.Dictionaries;
using MarginRouter.Fix.Session;
using MarginRouter.Gateway.Permissions;
using MarginRouter.Gateway.Versions;

namespace MarginRouter.Host.Configuration;

/// <summary>A FIX session beside a desk's own.</summary>
/// <param name="Name">Its name, unique among sessions and desks.</param>
/// <param name="Desk">The desk in whose name it asks.</param>
/// <param name="CompId">Its SenderCompID(49).</param>
/// <param name="Username">Username(553).</param>
/// <param name="PasswordSecret">Reference of the Password(554) secret.</param>
public sealed record SessionSettings(string Name, string Desk, string CompId, string Username, string PasswordSecret)
{
    /// <summary>The FIX version that it speaks.</summary>
    public DeskVersion Version { get; init; } = DeskVersion.Fix44;

    /// <summary>When it may be logged on, and where its numbers begin anew; null for the gateway's.</summary>
    public FixSessionSchedule? Schedule { get; init; }

    /// <summary>What it may ask for.</summary>
    public SessionRole Permission { get; init; } = SessionRole.CopiesOnly;

    /// <summary>Subaccounts that it may ask about; empty for all of the desk's.</summary>
    public ImmutableArray<string> Accounts { get; init; } = [];

    /// <summary>Desks whose execution reports it gets copies of.</summary>
    public ImmutableArray<string> Copies { get; init; } = [];

    /// <summary>How strictly its messages are judged; null: as the gateway says.</summary>
    public FixStrictness? Strictness { get; init; }
}
