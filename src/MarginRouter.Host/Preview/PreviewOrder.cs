using MarginRouter.Core.Instruments;
using MarginRouter.Core.Orders;

namespace MarginRouter.Host.Preview;

/// <summary>The order whose route is wanted, as the command line says it; what is not said is taken from the journal or has a default.</summary>
/// <param name="Desk">Whose rules; null for the first desk of the configuration.</param>
/// <param name="Symbol">The product; null for the desk's first.</param>
/// <param name="Side">Which way; null for that of the journaled decision, else buy.</param>
/// <param name="Quantity">Base units; null for that of the journaled decision.</param>
/// <param name="LimitPrice">In the pricing asset; null for a market order.</param>
/// <param name="Instructions">Wishes about the routing; null for none.</param>
internal sealed record PreviewOrder(
    string? Desk, string? Symbol, Side? Side, decimal? Quantity, decimal? LimitPrice, RouteInstructions? Instructions);
