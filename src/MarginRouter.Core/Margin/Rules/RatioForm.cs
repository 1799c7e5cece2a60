namespace MarginRouter.Core.Margin.Rules;

/// <summary>Which way round a venue states its own ratio.</summary>
public enum RatioForm
{
    /// <summary>Requirement over equity: high is bad.</summary>
    RequirementOverEquity = 1,

    /// <summary>Equity over requirement: low is bad.</summary>
    EquityOverRequirement = 2,
}
