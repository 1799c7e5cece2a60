namespace MarginRouter.Core.Margin.Rules;

/// <summary>One of the prices that a venue compares when it reserves margin for an open order; the highest of its list is taken.</summary>
/// <param name="Of">Which price.</param>
/// <param name="Times">Factor on it; positive, usually 1.</param>
public readonly record struct AssumedPrice(AssumedPriceKind Of, decimal Times);
