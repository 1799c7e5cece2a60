using MarginRouter.Core.Instruments;
using MarginRouter.Core.Orders;

namespace MarginRouter.Core.Routing;

/// <summary>A limit broken or binding at an account.</summary>
/// <param name="Subaccount">The account.</param>
/// <param name="Limit">The limit and its figures.</param>
public sealed record AccountBreach(SubaccountId Subaccount, Refusal Limit);
