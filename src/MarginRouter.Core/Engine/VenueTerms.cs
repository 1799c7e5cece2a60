namespace MarginRouter.Core.Engine;

/// <summary>What the firm has decided about a venue, as configured.</summary>
public sealed record VenueTerms
{
    /// <summary>Surcharge for holding more there, in basis points of value; not negative, default 0.</summary>
    public decimal RiskBasisPoints { get; init; }
}
