namespace MarginRouter.Simulation.Faults;

/// <summary>Which connections of a simulated venue a fault concerns.</summary>
[Flags]
public enum ConnectionKinds
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>Market data streams.</summary>
    Public = 1,

    /// <summary>Order entry and account streams.</summary>
    Private = 2,
}
