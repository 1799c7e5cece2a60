namespace MarginRouter.Core.Margin.Rules;

/// <summary>How well a rule set's figures are known.</summary>
public enum RuleConfidence
{
    /// <summary>Read from the venue, or reproduced from its published examples.</summary>
    High = 1,

    /// <summary>Partly read from the venue, partly from copies or older pages.</summary>
    Medium = 2,

    /// <summary>Third-party copies only.</summary>
    Low = 3,
}
