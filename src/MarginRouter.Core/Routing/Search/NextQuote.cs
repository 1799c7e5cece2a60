using MarginRouter.Core.Instruments;

namespace MarginRouter.Core.Routing.Search;

/// <summary>The next base unit of an instrument for accounts that pay nothing beside its price and fee.</summary>
/// <param name="Side">The parent's side.</param>
/// <param name="Price">Price of the level.</param>
/// <param name="PerTick">Pricing asset per base unit for one tick.</param>
/// <param name="Arrival">The arrival price.</param>
/// <param name="Marginal">Its cost in the measure of the ladders.</param>
/// <param name="Unit">The parts of its cost.</param>
/// <param name="BasisPoints">Its cost against arrival.</param>
internal sealed record NextQuote(Side Side, PriceTicks Price, decimal PerTick, decimal Arrival, decimal Marginal, CandidateCost Unit, decimal? BasisPoints)
{
    /// <summary>True when it is for these figures, their last digits included: what is recorded must not depend on what was asked before.</summary>
    public bool IsFor(Side side, PriceTicks price, decimal perTick, decimal arrival) =>
        Side == side && Price == price && IsSame(PerTick, perTick) && IsSame(Arrival, arrival);

    /// <summary>True for the same number written with the same decimals.</summary>
    public static bool IsSame(decimal left, decimal right) => left == right && left.Scale == right.Scale;
}
