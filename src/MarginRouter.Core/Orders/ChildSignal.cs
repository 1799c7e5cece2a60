namespace MarginRouter.Core.Orders;

/// <summary>What can happen to a child; together with its status this decides the next status.</summary>
public enum ChildSignal
{
    /// <summary>Its intent is durable and it was handed to the connection.</summary>
    Released = 1,

    /// <summary>Its intent became durable too late; it was dropped.</summary>
    Dropped = 2,

    /// <summary>The venue acknowledged it.</summary>
    Accepted = 3,

    /// <summary>A fill that leaves something open.</summary>
    PartlyFilled = 4,

    /// <summary>The fill that completes it.</summary>
    FullyFilled = 5,

    /// <summary>The venue ended it with a remainder.</summary>
    Ended = 6,

    /// <summary>The venue refused it.</summary>
    Refused = 7,

    /// <summary>No answer in time, or the connection broke.</summary>
    Lost = 8,

    /// <summary>A status answer: the venue has never seen it.</summary>
    NotFound = 9,
}
