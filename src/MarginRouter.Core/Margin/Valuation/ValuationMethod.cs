namespace MarginRouter.Core.Margin.Valuation;

/// <summary>A way to make one price of several sources. A rule names its ways in order: each later one is the fall-back of the earlier.</summary>
public enum ValuationMethod
{
    /// <summary>Weighted median of the usable sources, of which there must be as many as the rule asks for.</summary>
    WeightedMedian = 1,

    /// <summary>Time-weighted average of the weighted medians of the rule's window, of which at least half must be covered.</summary>
    TimeWeightedAverage = 2,

    /// <summary>The first usable source in the order of the rule.</summary>
    FirstSource = 3,
}
