namespace MarginRouter.Simulation.Matching;

/// <summary>State of an order that was accepted.</summary>
public enum OrderState
{
    /// <summary>Accepted, nothing filled yet.</summary>
    New = 1,

    /// <summary>Partly filled, more may follow.</summary>
    PartiallyFilled = 2,

    /// <summary>Wholly filled.</summary>
    Filled = 3,

    /// <summary>Ended by the venue with a remainder.</summary>
    Expired = 4,

    /// <summary>Ended by its owner with a remainder.</summary>
    Cancelled = 5,
}
