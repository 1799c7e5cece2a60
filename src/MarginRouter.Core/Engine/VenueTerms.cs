using MarginRouter.Core.Margin.Liquidation;
using MarginRouter.Core.Margin.Rules;

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

    /// <summary>The insurance fund as configured, until the venue publishes it; null when nothing is known.</summary>
    public InsuranceFund? Fund { get; init; }

    /// <summary>When the venue deleverages, by the rule set of its accounts; null where the sources do not say.</summary>
    public DeleveragingRule? Deleveraging { get; init; }

    /// <summary>Surcharge, in basis points of value, when deleveraging is due; it rises linearly as the fund nears its trigger. Default 0.</summary>
    public decimal DeleveragingBasisPoints { get; init; }

    /// <summary>The whole surcharge with a fund in this state.</summary>
    /// <param name="published">What the venue has published; null for the configured one.</param>
    internal decimal Surcharge(InsuranceFund? published) =>
        Deleveraging is { } rule && (published ?? Fund) is { } fund
            ? RiskBasisPoints + VenueRisk.Of(rule, fund).Charge(DeleveragingBasisPoints)
            : RiskBasisPoints;
}
