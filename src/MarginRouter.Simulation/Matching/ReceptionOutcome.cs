namespace MarginRouter.Simulation.Matching;

/// <summary>What became of a received order request.</summary>
public enum ReceptionOutcome
{
    /// <summary>Accepted and matched.</summary>
    Accepted = 1,

    /// <summary>Refused.</summary>
    Rejected = 2,

    /// <summary>Lost by a fault: neither executed nor answered.</summary>
    Swallowed = 3,
}
