using MarginRouter.Core.Instruments;

namespace MarginRouter.Core.Routing;

/// <summary>What a little more collateral in an account whose margin binds would be worth to the parent: the account's shadow price.</summary>
/// <param name="Subaccount">The account.</param>
/// <param name="Instrument">Where it would take more: its cheapest candidate that margin holds back.</param>
/// <param name="Collateral">How much more is assumed, in the account's reporting currency: one per cent of its equity, at least one unit.</param>
/// <param name="More">Product lots that it would take more of the parent.</param>
/// <param name="CostBasisPoints">All-in cost of those lots against arrival.</param>
/// <param name="Saving">What they would save where the parent is filled at dearer prices now, in the pricing asset; zero while it is short.</param>
/// <param name="ShadowPrice">Saving per unit of collateral; zero while the parent is short.</param>
public sealed record AccountRelief(
    SubaccountId Subaccount,
    InstrumentId Instrument,
    decimal Collateral,
    QuantityLots More,
    decimal CostBasisPoints,
    decimal Saving,
    decimal ShadowPrice);
