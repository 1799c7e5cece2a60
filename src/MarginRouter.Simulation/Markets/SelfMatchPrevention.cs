namespace MarginRouter.Simulation.Markets;

/// <summary>What happens when an order would trade with a resting order of its own account.</summary>
public enum SelfMatchPrevention
{
    /// <summary>They trade.</summary>
    Allow = 1,

    /// <summary>What is left of the incoming order ends.</summary>
    CancelIncoming = 2,

    /// <summary>The resting order ends and the incoming one goes on.</summary>
    CancelResting = 3,

    /// <summary>Both end.</summary>
    CancelBoth = 4,
}
