namespace MarginRouter.Core.Routing.Search.Model;

/// <summary>What one base unit on a route adds to a requirement.</summary>
/// <param name="Route">Index of the route.</param>
/// <param name="PerUnit">Money per base unit, signed.</param>
internal readonly record struct LimitSlope(int Route, decimal PerUnit);
