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

    /// <summary>Ended; what was not filled at once has expired.</summary>
    Expired = 4,
}
