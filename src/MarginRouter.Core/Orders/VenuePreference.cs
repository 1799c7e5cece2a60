namespace MarginRouter.Core.Orders;

/// <summary>What a trader or desk wants of one venue.</summary>
/// <param name="Venue">The venue's name.</param>
public sealed record VenuePreference(string Venue)
{
    /// <summary>True when nothing may go there.</summary>
    public bool Excluded { get; init; }

    /// <summary>Weight: added to its price in the comparison, in basis points of value; negative prefers it. No money. Default 0.</summary>
    public decimal PenaltyBasisPoints { get; init; }

    /// <summary>Largest share of the parent's quantity that may go there, in (0, 1]; null for no such limit.</summary>
    public decimal? MaximumShare { get; init; }

    /// <summary>
    /// Place in the trader's order of venues, from 1: a later one is used only for what the earlier ones cannot take. Null comes after all
    /// that have one.
    /// </summary>
    public int? Rank { get; init; }
}
