using MarginRouter.Core.Instruments;

namespace MarginRouter.Venues.FixVenue;

/// <summary>One account at the venue.</summary>
public sealed record FixVenueAccountOptions
{
    /// <summary>The subaccount it serves.</summary>
    public required SubaccountId Subaccount { get; init; }

    /// <summary>The venue's name of it, sent as Account (1).</summary>
    public required string Account { get; init; }

    /// <summary>The session over which it trades; several accounts may share one.</summary>
    public required FixVenueSessionOptions Session { get; init; }

    /// <summary>A session that copies the account's reports, where the venue has such; null for none.</summary>
    public FixVenueSessionOptions? DropCopy { get; init; }
}
