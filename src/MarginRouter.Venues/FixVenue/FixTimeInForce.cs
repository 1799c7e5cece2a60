namespace MarginRouter.Venues.FixVenue;

/// <summary>How long an order stands, by TimeInForce (59).</summary>
public enum FixTimeInForce
{
    /// <summary>It fills at once as far as it can.</summary>
    ImmediateOrCancel = 1,

    /// <summary>It fills at once as a whole or not at all.</summary>
    FillOrKill = 2,

    /// <summary>Until it is cancelled.</summary>
    GoodTillCancel = 3,

    /// <summary>For the venue's day.</summary>
    Day = 4,

    /// <summary>Until a time.</summary>
    GoodTillDate = 5,
}
