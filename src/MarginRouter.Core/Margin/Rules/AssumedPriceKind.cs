namespace MarginRouter.Core.Margin.Rules;

/// <summary>Which price a venue takes when it reserves margin for an open order.</summary>
public enum AssumedPriceKind
{
    /// <summary>The order's own limit price.</summary>
    Limit = 1,

    /// <summary>The instrument's mark.</summary>
    Mark = 2,
}
