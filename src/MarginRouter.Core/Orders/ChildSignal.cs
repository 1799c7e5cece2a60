namespace MarginRouter.Core.Orders;

/// <summary>What can happen to a child; together with its status this decides the next status.</summary>
public enum ChildSignal
{
    /// <summary>It certainly never left: its intent became durable too late, or it could not be handed over.</summary>
    Dropped = 1,

    /// <summary>The venue acknowledged it.</summary>
    Accepted = 2,

    /// <summary>A fill that leaves something open.</summary>
    PartlyFilled = 3,

    /// <summary>The fill that completes it.</summary>
    FullyFilled = 4,

    /// <summary>The venue ended it with a remainder.</summary>
    Ended = 5,

    /// <summary>The venue refused it.</summary>
    Refused = 6,

    /// <summary>No answer in time, or the connection broke.</summary>
    Lost = 7,

    /// <summary>A status answer: the venue has never seen it.</summary>
    NotFound = 8,

    /// <summary>The venue took a fill back.</summary>
    TakenBack = 9,
}
