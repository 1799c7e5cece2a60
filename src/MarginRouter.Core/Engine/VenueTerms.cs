namespace MarginRouter.Core.Engine;

/// <summary>What the firm has decided about a venue, as configured.</summary>
public sealed record VenueTerms
{
    /// <summary>Surcharge for holding more there, in basis points of value; not negative, default 0.</summary>
    public decimal RiskBasisPoints { get; init; }

    /// <summary>True when the venue is regulated where it is.</summary>
    public bool IsRegulated { get; init; }

    /// <summary>Where the venue is under supervision, for example EU; null when not stated.</summary>
    public string? Jurisdiction { get; init; }

    /// <summary>Most children in a window; null for no such budget.</summary>
    public int? OrdersPerWindow { get; init; }

    /// <summary>Length of the window in milliseconds; positive.</summary>
    public long WindowMilliseconds { get; init; } = 1000;
}
