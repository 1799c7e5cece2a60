using MarginRouter.Core.Margin;

namespace MarginRouter.Core.Routing;

/// <summary>What a desk allows the router to do with a parent.</summary>
/// <param name="FillStates">At which fill states limits must hold.</param>
/// <param name="Breach">What accounts over a limit may do.</param>
/// <param name="MaximumChildren">Most children of one attempt; at least 1.</param>
/// <param name="CollarBasisPoints">Worst price of any child against the arrival price, in basis points; positive.</param>
public sealed record RoutePolicy(FillStatePolicy FillStates, BreachPolicy Breach, int MaximumChildren, decimal CollarBasisPoints);
