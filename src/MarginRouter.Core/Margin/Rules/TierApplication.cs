namespace MarginRouter.Core.Margin.Rules;

/// <summary>How a tier's rate applies to a size.</summary>
public enum TierApplication
{
    /// <summary>Each part of the size at the rate of its own row.</summary>
    Marginal = 1,

    /// <summary>The whole size at the rate of the row that it lies in.</summary>
    WholePosition = 2,

    /// <summary>The sources do not say which of the two it is: sizes beyond the first row are refused.</summary>
    Unconfirmed = 3,
}
