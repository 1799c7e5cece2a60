using MarginRouter.Core.Instruments;
using MarginRouter.Core.Orders;

namespace MarginRouter.Core.Routing;

/// <summary>What a decision knows and wants of a venue, beside its books.</summary>
/// <param name="Venue">The venue.</param>
public sealed record RouteVenue(VenueId Venue)
{
    /// <summary>Surcharge for holding more there, in basis points of value (deleveraging, insurance, custody); not negative, default 0.</summary>
    public decimal RiskBasisPoints { get; init; }

    /// <summary>Which state of the venue's insurance fund the surcharge rests on; null where it rests on none.</summary>
    public FundState? Fund { get; init; }

    /// <summary>
    /// Surcharge for adding to a position that stands first in the venue's queue for auto-deleveraging, in basis points of value; it falls
    /// linearly to nothing for the safest place. Not negative, default 0.
    /// </summary>
    public decimal AdlRankBasisPoints { get; init; }

    /// <summary>
    /// What the trader's preferences add to its price in the comparison, in basis points of value; negative prefers it. No money.
    /// </summary>
    public decimal PreferenceBasisPoints { get; init; }

    /// <summary>Why nothing may go there (excluded, not of the class asked for); null when it may.</summary>
    public Refusal? Unavailable { get; init; }

    /// <summary>Most product lots that may go there; null for no such limit.</summary>
    public QuantityLots? Most { get; init; }

    /// <summary>Orders that may still be sent there in the current window; null for no such limit.</summary>
    public int? OrdersLeft { get; init; }
}
