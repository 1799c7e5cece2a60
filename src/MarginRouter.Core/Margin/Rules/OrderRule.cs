using System.Collections.Immutable;

namespace MarginRouter.Core.Margin.Rules;

/// <summary>How open orders are reserved for: the larger side counts, each order at an assumed price.</summary>
/// <param name="BuyPrice">Prices for buys, the highest is taken; at least one.</param>
/// <param name="SellPrice">Prices for sells, the highest is taken; at least one.</param>
public sealed record OrderRule(ImmutableArray<AssumedPrice> BuyPrice, ImmutableArray<AssumedPrice> SellPrice)
{
    /// <summary>Every order at its own limit price.</summary>
    public static OrderRule AtLimit { get; } = new(
        [new AssumedPrice(AssumedPriceKind.Limit, 1m)],
        [new AssumedPrice(AssumedPriceKind.Limit, 1m)]);
}
