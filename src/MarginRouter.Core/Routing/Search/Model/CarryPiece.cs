namespace MarginRouter.Core.Routing.Search.Model;

/// <summary>A stretch of a route's own cost.</summary>
/// <param name="Through">Base units down to and including it; the largest decimal for the last.</param>
/// <param name="PerUnit">Money per base unit on it, signed; not falling from one stretch to the next.</param>
internal readonly record struct CarryPiece(decimal Through, decimal PerUnit);
