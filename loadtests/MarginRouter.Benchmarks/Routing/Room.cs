namespace MarginRouter.Benchmarks.Routing;

/// <summary>How much margin the accounts of a benchmark have.</summary>
public enum Room
{
    /// <summary>No limit is reached.</summary>
    Ample = 1,

    /// <summary>The accounts of the cheapest instruments reach their limits, the parent still fills.</summary>
    SomeBind = 2,

    /// <summary>Every account reaches its limit and a remainder is left.</summary>
    AllBind = 3,
}
