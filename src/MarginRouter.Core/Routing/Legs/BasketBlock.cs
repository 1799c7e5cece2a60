using MarginRouter.Core.Instruments;
using MarginRouter.Core.Orders;

namespace MarginRouter.Core.Routing.Legs;

/// <summary>What holds a basket back.</summary>
/// <param name="Leg">The leg, from 0; null when it is the basket as a whole (its net price).</param>
/// <param name="Subaccount">The account; null when it is none.</param>
/// <param name="Limit">The limit and its figures.</param>
public sealed record BasketBlock(int? Leg, SubaccountId? Subaccount, Refusal Limit);
