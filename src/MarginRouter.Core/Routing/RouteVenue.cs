using MarginRouter.Core.Instruments;

namespace MarginRouter.Core.Routing;

/// <summary>What a decision knows and wants of a venue, beside its books.</summary>
/// <param name="Venue">The venue.</param>
public sealed record RouteVenue(VenueId Venue)
{
    /// <summary>Surcharge for holding more there, in basis points of value (deleveraging, insurance, custody); not negative, default 0.</summary>
    public decimal RiskBasisPoints { get; init; }

    /// <summary>
    /// What the trader's preferences add to its price in the comparison, in basis points of value; negative prefers it. No money.
    /// </summary>
    public decimal PreferenceBasisPoints { get; init; }
}
