namespace MarginRouter.Core.Engine.Events;

/// <summary>What a venue says of an order when asked.</summary>
public enum VenueOrderState
{
    /// <summary>It is alive.</summary>
    Working = 1,

    /// <summary>Everything filled.</summary>
    Filled = 2,

    /// <summary>It ended with a remainder.</summary>
    Ended = 3,

    /// <summary>It was refused.</summary>
    Refused = 4,

    /// <summary>The venue has never seen it and can no longer receive it.</summary>
    NotFound = 5,
}
