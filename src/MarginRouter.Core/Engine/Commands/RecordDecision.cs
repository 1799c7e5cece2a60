using MarginRouter.Core.Routing;

namespace MarginRouter.Core.Engine.Commands;

/// <summary>Put a routing decision into the journal. It stands before the children that it decided: they leave only once it is durable.</summary>
/// <param name="Decision">The decision with its slice and explanation.</param>
public sealed record RecordDecision(RouteDecision Decision) : OutboundCommand;
