namespace MarginRouter.Host.CheckVenue;

/// <summary>How one step of a venue check ended.</summary>
internal enum VenueCheckOutcome
{
    /// <summary>It works.</summary>
    Ok = 1,

    /// <summary>It does not work; the detail says what was tried and what came back.</summary>
    Failed = 2,

    /// <summary>It was not tried, because something before it is missing; the detail names that.</summary>
    Skipped = 3,

    /// <summary>The venue did not state it in the time given, and the router can trade without it.</summary>
    NotStated = 4,
}
