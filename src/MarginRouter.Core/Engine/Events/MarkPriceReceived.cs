using MarginRouter.Core.Instruments;

namespace MarginRouter.Core.Engine.Events;

/// <summary>A venue's valuation price of one of its instruments, the price at which it values margin.</summary>
/// <param name="Instrument">The instrument.</param>
/// <param name="Price">Mark price in the quote asset; positive.</param>
/// <param name="VenueTime">Venue time of the price.</param>
public sealed record MarkPriceReceived(InstrumentId Instrument, decimal Price, Instant VenueTime) : InboundEvent
{
    /// <summary>The venue's index of the underlying, in the quote asset; null where the venue states none.</summary>
    public decimal? IndexPrice { get; init; }

    /// <summary>
    /// Implied volatility of an option's mark per year, as a plain fraction; zero or less withdraws the last one, null says nothing of it.
    /// </summary>
    public decimal? ImpliedVolatility { get; init; }

    /// <summary>Price of the underlying for an option's day of expiry, in the asset of its strike; read with the volatility only.</summary>
    public decimal? ForwardPrice { get; init; }

    /// <summary>Rate of the next funding payment as a plain fraction of value, positive when longs pay; null where the venue states none.</summary>
    public decimal? FundingRate { get; init; }

    /// <summary>Time of the next funding payment; null where the venue states none.</summary>
    public Instant? NextFunding { get; init; }
}
