using MarginRouter.Core.Routing.Legs;

namespace MarginRouter.Core.Engine.Commands;

/// <summary>Put a basket's decision into the journal. It stands before the children that it decided: they leave only once it is durable.</summary>
/// <param name="Decision">The decision with its slice and explanation.</param>
public sealed record RecordBasketDecision(BasketDecision Decision) : OutboundCommand;
