namespace MarginRouter.Core.Routing;

/// <summary>Which state of a venue's insurance fund a surcharge rests on.</summary>
public enum FundState
{
    /// <summary>What the venue has published, young enough.</summary>
    Published = 1,

    /// <summary>What the configuration says: the venue has published nothing.</summary>
    Configured = 2,

    /// <summary>What the configuration says, if anything: what the venue has published is too old.</summary>
    Stale = 3,
}
