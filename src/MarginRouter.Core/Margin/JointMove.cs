using System.Collections.Immutable;
using MarginRouter.Core.Instruments;

namespace MarginRouter.Core.Margin;

/// <summary>Several underlyings that move together, each by its own factor: a correlated crash, a pair that parts.</summary>
/// <param name="Name">Its name, for reports.</param>
/// <param name="Factors">
/// Relative move of each asset at the whole of the move, by code: with -0.3 for BTC and -0.45 for ETH half of the move takes 15 % off one
/// and 22.5 % off the other. Not zero; assets that are not listed stay.
/// </param>
public sealed record JointMove(string Name, ImmutableSortedDictionary<string, decimal> Factors)
{
    /// <summary>The largest share of the move at which every price is still above a billionth of today's; null when nothing falls.</summary>
    public decimal? Farthest
    {
        get
        {
            decimal steepest = 0m;
            foreach (decimal factor in Factors.Values)
                steepest = Math.Min(steepest, factor);
            return steepest == 0m ? null : 0.999999999m / -steepest;
        }
    }

    /// <summary>Prices after a share of the move; throws <see cref="ArgumentOutOfRangeException"/> beyond <see cref="Farthest"/>.</summary>
    /// <param name="reference">The instruments of the vector.</param>
    /// <param name="prices">Today's prices.</param>
    /// <param name="share">0 is today, 1 the whole of the move; not negative.</param>
    public PriceVector Apply(ReferenceData reference, PriceVector prices, decimal share)
    {
        foreach ((string code, decimal factor) in Factors)
            prices = prices.Moved(reference, new Asset(code), 1m + (factor * share));
        return prices;
    }
}
