namespace MarginRouter.Simulation.Matching;

/// <summary>What happened to an order.</summary>
public enum ExecutionUpdateKind
{
    /// <summary>The venue accepted it.</summary>
    Accepted = 1,

    /// <summary>It was filled in part or wholly.</summary>
    Filled = 2,

    /// <summary>What was left of it expired.</summary>
    Expired = 3,

    /// <summary>Its owner cancelled it.</summary>
    Cancelled = 4,

    /// <summary>Its owner changed its price or size.</summary>
    Replaced = 5,
}
