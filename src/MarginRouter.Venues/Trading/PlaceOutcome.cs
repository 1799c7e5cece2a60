namespace MarginRouter.Venues.Trading;

/// <summary>What the answer to an order says for certain.</summary>
public enum PlaceOutcome
{
    /// <summary>The venue has it.</summary>
    Accepted = 1,

    /// <summary>The venue refused it; nothing of it happens.</summary>
    Refused = 2,

    /// <summary>It may have had effect: a fault inside the venue, or a refusal of an id that arrived before.</summary>
    Unknown = 3,

    /// <summary>It certainly did not leave.</summary>
    Unsent = 4,
}
