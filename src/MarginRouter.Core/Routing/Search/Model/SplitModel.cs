using System.Collections.Immutable;

namespace MarginRouter.Core.Routing.Search.Model;

/// <summary>
/// The splitting problem without its origin: convex venue costs, routes, convex limits. Limits are exact decimal functions; the
/// search works on rounded copies of them and every split that leaves is checked against the exact ones.
/// </summary>
internal sealed record SplitModel
{
    /// <summary>Base units wanted.</summary>
    public required decimal Wanted { get; init; }

    /// <summary>Money per base unit that a cost of one stands against.</summary>
    public required decimal ReferencePrice { get; init; }

    public required int? MaximumChildren { get; init; }

    public required ImmutableArray<ModelVenue> Venues { get; init; }

    public required ImmutableArray<ModelRoute> Routes { get; init; }

    public required ImmutableArray<LimitGroup> Limits { get; init; }

    public required ImmutableArray<CostGroup> Costs { get; init; }

    /// <summary>Base units of a number of lots on a route.</summary>
    public decimal Quantity(int route, long lots) => lots * Venues[Routes[route].Venue].Lot;
}
