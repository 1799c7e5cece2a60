using System.Collections.Immutable;

namespace MarginRouter.Core.Routing.Search.Model;

/// <summary>A cost of capital: a rate on the change of the largest of some functions.</summary>
/// <param name="Rate">Plain fraction, not negative.</param>
/// <param name="Before">The largest of the functions before the trade.</param>
/// <param name="Rows">The functions.</param>
internal sealed record CostGroup(decimal Rate, decimal Before, ImmutableArray<ConvexRow> Rows);
