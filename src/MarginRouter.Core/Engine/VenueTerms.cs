using MarginRouter.Core.Engine.Events;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Margin.Liquidation;
using MarginRouter.Core.Margin.Rules;
using MarginRouter.Core.Routing;

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

    /// <summary>The insurance fund as configured, which counts while the venue has published nothing recent enough; null when nothing is known.</summary>
    public InsuranceFund? Fund { get; init; }

    /// <summary>When the venue deleverages, by the rule set of its accounts; null where the sources do not say.</summary>
    public DeleveragingRule? Deleveraging { get; init; }

    /// <summary>Surcharge, in basis points of value, when deleveraging is due; it rises linearly as the fund nears its trigger. Default 0.</summary>
    public decimal DeleveragingBasisPoints { get; init; }

    /// <summary>
    /// Surcharge, in basis points of value, for adding to a position that stands first in the venue's queue for auto-deleveraging; see
    /// <see cref="RouteVenue.AdlRankBasisPoints"/>. Default 0.
    /// </summary>
    public decimal AdlRankBasisPoints { get; init; }

    /// <summary>
    /// How old, by the venue's time, a published state of the fund may be to count; older ones leave the configured state. Positive; 26 hours
    /// unless stated, because pools that are shared between contracts are brought up to date once a day.
    /// </summary>
    public long FundMilliseconds { get; init; } = 26L * 3_600_000L;

    /// <summary>
    /// How old the venue's own statement of instruments and fees may be, by our time of its arrival: beyond it nothing is sent there. Positive;
    /// null where the venue is not read and the configured values serve.
    /// </summary>
    public long? ReferenceMilliseconds { get; init; }

    /// <summary>Until when the configured values serve while the venue's are missing or too old; null when they never do.</summary>
    public Instant? ConfiguredUntil { get; init; }

    /// <summary>The whole surcharge, in basis points of value, and which state of the fund it rests on; no state where it rests on none.</summary>
    /// <param name="published">What the venue has last published; null when it has not.</param>
    /// <param name="now">Now.</param>
    internal (decimal BasisPoints, FundState? State) Surcharge(InsuranceFundReceived? published, Instant now)
    {
        if (Deleveraging is not { } rule)
            return (RiskBasisPoints, null);
        bool counts = published is not null && now.NanosecondsSince(published.VenueTime) / Instant.NanosecondsPerMillisecond <= FundMilliseconds;
        InsuranceFund? fund = counts ? InsuranceFund.Of(published!.Balance, published.Peak) : Fund;
        FundState? state = counts ? FundState.Published : published is not null ? FundState.Stale : fund is not null ? FundState.Configured : null;
        return (RiskBasisPoints + (fund is null ? 0m : VenueRisk.Of(rule, fund).Charge(DeleveragingBasisPoints)), state);
    }
}
