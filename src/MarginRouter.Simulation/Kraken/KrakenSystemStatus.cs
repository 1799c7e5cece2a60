namespace MarginRouter.Simulation.Kraken;

/// <summary>State of the venue as its status channel says it.</summary>
public enum KrakenSystemStatus
{
    /// <summary>Everything works.</summary>
    Online = 1,

    /// <summary>No orders, no cancels.</summary>
    Maintenance = 2,

    /// <summary>Only cancels.</summary>
    CancelOnly = 3,

    /// <summary>Only post-only orders and cancels.</summary>
    PostOnly = 4,
}
