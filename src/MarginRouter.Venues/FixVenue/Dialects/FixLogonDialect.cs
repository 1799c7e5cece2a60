using System.Collections.Immutable;

namespace MarginRouter.Venues.FixVenue.Dialects;

/// <summary>Logons of a venue, and what they agree on.</summary>
public sealed record FixLogonDialect
{
    /// <summary>The proof of identity of sessions with orders or copies of them.</summary>
    public FixLogonProof Proof { get; init; } = FixLogonProof.Password;

    /// <summary>The proof of sessions that carry market data alone.</summary>
    public FixLogonProof MarketDataProof { get; init; } = FixLogonProof.Password;

    /// <summary>
    /// True: both numbers start at 1 at every logon (ResetSeqNumFlag 141 = Y), and what was lost with a connection is learnt by asking.
    /// False: the venue resends it.
    /// </summary>
    public bool ResetsNumbers { get; init; }

    /// <summary>Further fields of Logons of sessions with orders.</summary>
    public ImmutableArray<FixExtraField> OrderFields { get; init; } = [];

    /// <summary>Further fields of Logons of market data sessions.</summary>
    public ImmutableArray<FixExtraField> MarketDataFields { get; init; } = [];

    /// <summary>Further fields of Logons of drop copy sessions; null where the venue has no such sessions.</summary>
    public ImmutableArray<FixExtraField>? DropCopyFields { get; init; }

    /// <summary>The field by which a Logon asks that the session's orders are cancelled when its connection breaks; null where there is none.</summary>
    public FixExtraField? CancelOnDisconnect { get; init; }

    /// <summary>The field by which a Logon asks that they are kept; null where that is what happens without a field.</summary>
    public FixExtraField? KeepOnDisconnect { get; init; }
}
