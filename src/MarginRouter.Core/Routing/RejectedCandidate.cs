using MarginRouter.Core.Instruments;
using MarginRouter.Core.Orders;
using MarginRouter.Core.Orders.Quotes;

namespace MarginRouter.Core.Routing;

/// <summary>
/// A (subaccount, instrument) pair that got nothing, or less than its book offered at prices no worse than the worst price taken,
/// and the one reason.
/// </summary>
/// <param name="Subaccount">The account.</param>
/// <param name="Instrument">The instrument.</param>
/// <param name="Refusal">The one reason with its figures; for Dearer the figures are marginal prices in the pricing asset.</param>
/// <param name="MarginalCostBasisPoints">All-in marginal cost of its next unit against arrival; null when it has no price.</param>
/// <param name="NextUnit">The parts of that cost for one base unit, in the pricing asset; null when it has no price.</param>
/// <param name="Taken">What it did get, in product lots; zero when it was not used.</param>
public sealed record RejectedCandidate(
    SubaccountId Subaccount,
    InstrumentId Instrument,
    Refusal Refusal,
    decimal? MarginalCostBasisPoints,
    CandidateCost? NextUnit,
    QuantityLots Taken)
{
    /// <summary>The firm quote that the candidate would have taken; null for the instrument's book.</summary>
    public ChildQuote? Quote { get; init; }
}
