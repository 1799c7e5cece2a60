namespace MarginRouter.Core.Routing;

/// <summary>How exposures of several positions are summed up (FIX 1530).</summary>
public enum ExposureKind
{
    /// <summary>Longs and shorts offset each other.</summary>
    Net = 1,

    /// <summary>Every position counts with its size.</summary>
    Gross = 2,
}
