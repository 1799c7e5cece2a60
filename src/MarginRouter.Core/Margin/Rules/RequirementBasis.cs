namespace MarginRouter.Core.Margin.Rules;

/// <summary>At which price a position is valued for its requirement.</summary>
public enum RequirementBasis
{
    /// <summary>At its mark.</summary>
    Mark = 1,

    /// <summary>At its entry price, so that the requirement does not follow the market.</summary>
    Entry = 2,
}
