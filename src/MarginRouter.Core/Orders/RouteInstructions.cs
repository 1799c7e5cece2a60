using System.Collections.Immutable;
using MarginRouter.Core.Instruments;

namespace MarginRouter.Core.Orders;

/// <summary>
/// How a parent is to be routed, beyond the desk's policy. What a parent states goes before what its desk states; exclusions and classes of
/// both hold.
/// </summary>
public sealed record RouteInstructions
{
    /// <summary>Most children of one attempt, at least 1; null for the desk's. It cannot raise the desk's.</summary>
    public int? MaximumChildren { get; init; }

    /// <summary>Share that may stay unfilled where it costs too much, in basis points; null for the desk's.</summary>
    public decimal? FillToleranceBasisPoints { get; init; }

    /// <summary>Most that one more unit may cost against arrival, in basis points; null for the desk's.</summary>
    public decimal? MaximumMarginalCostBasisPoints { get; init; }

    /// <summary>Expected holding time in milliseconds; null for the desk's.</summary>
    public long? HoldingMilliseconds { get; init; }

    /// <summary>True when only regulated venues may be used.</summary>
    public bool RegulatedOnly { get; init; }

    /// <summary>Jurisdictions whose venues may be used; empty for all.</summary>
    public ImmutableArray<string> Jurisdictions { get; init; } = [];

    /// <summary>Kinds of instruments that may serve it, as substitutes for each other; empty for all of the product.</summary>
    public ImmutableArray<InstrumentKind> Kinds { get; init; } = [];

    /// <summary>What is wanted of single venues.</summary>
    public ImmutableArray<VenuePreference> Venues { get; init; } = [];
}
