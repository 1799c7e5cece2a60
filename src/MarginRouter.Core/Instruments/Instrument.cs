namespace MarginRouter.Core.Instruments;

/// <summary>
/// A tradable contract on one venue with its grid. It is the only place that converts between decimal prices or quantities and
/// whole ticks or lots, and it does so exactly or not at all.
/// </summary>
public sealed record Instrument
{
    private const decimal NanosecondsPerYear = 365m * 86_400_000_000_000m;

    /// <summary>Its place in the reference data.</summary>
    public required InstrumentId Id { get; init; }

    /// <summary>The venue that lists it.</summary>
    public required VenueId Venue { get; init; }

    /// <summary>The venue's own symbol, as it stands in the venue's messages.</summary>
    public required string Symbol { get; init; }

    /// <summary>Contract kind.</summary>
    public required InstrumentKind Kind { get; init; }

    /// <summary>The asset whose price it follows (the base asset of a spot pair).</summary>
    public required Asset Base { get; init; }

    /// <summary>The asset in which its price is expressed.</summary>
    public required Asset Quote { get; init; }

    /// <summary>The asset in which profit, loss and fees are settled; the quote asset for spot and linear contracts.</summary>
    public required Asset Settlement { get; init; }

    /// <summary>Price step in the quote asset; positive.</summary>
    public required decimal TickSize { get; init; }

    /// <summary>Size step in contracts (base units for spot); positive.</summary>
    public required decimal LotSize { get; init; }

    /// <summary>Base units in one contract for spot and linear instruments, quote units for inverse ones; positive, 1 for spot.</summary>
    public required decimal Multiplier { get; init; }

    /// <summary>Least order size; at least one lot.</summary>
    public required QuantityLots MinimumQuantity { get; init; }

    /// <summary>Least order value in the quote asset; zero when the venue sets none.</summary>
    public required decimal MinimumNotional { get; init; }

    /// <summary>Fees of the account tier in force.</summary>
    public required FeeSchedule Fees { get; init; }

    /// <summary>
    /// Funding that the firm expects a long position to pay for a day, as a plain fraction of its value; negative when shorts pay. Zero for
    /// spot.
    /// </summary>
    public decimal FundingPerDay { get; init; }

    /// <summary>Hours between funding payments of a perpetual; positive, null where the venue's published rate is not used.</summary>
    public decimal? FundingHours { get; init; }

    /// <summary>When it expires (08:00 UTC of its day at most venues); null for what does not expire, required of dated futures and options.</summary>
    public Instant? Expiry { get; init; }

    /// <summary>Terms of an option; null for every other kind.</summary>
    public OptionContract? Option { get; init; }

    /// <summary>True for kinds that end at <see cref="Expiry"/>.</summary>
    public bool Expires => Kind is InstrumentKind.LinearFuture or InstrumentKind.InverseFuture or InstrumentKind.Option;

    /// <summary>True for contracts of a fixed value in the quote asset that settle in the base asset.</summary>
    public bool IsInverse => Kind is InstrumentKind.InverseFuture or InstrumentKind.InversePerpetual;

    /// <summary>Base units in one lot of a spot or linear instrument.</summary>
    public decimal BasePerLot => LotSize * Multiplier;

    /// <summary>True for kinds that hold a position with a mark instead of moving two balances.</summary>
    public bool IsDerivative => Kind != InstrumentKind.Spot;

    /// <summary>Years of 365 days from a moment to its expiry, negative when it is over; null when it has none.</summary>
    public decimal? YearsFrom(Instant now) => Expiry is { } expiry ? (decimal)expiry.NanosecondsSince(now) / NanosecondsPerYear : null;

    /// <summary>The decimal price of a number of ticks, in the quote asset.</summary>
    public decimal Price(PriceTicks price) => price.Value * TickSize;

    /// <summary>The decimal size of a number of lots, in contracts.</summary>
    public decimal Quantity(QuantityLots quantity) => quantity.Value * LotSize;

    /// <summary>Value of a size at a price in the quote asset; spot and linear kinds.</summary>
    public decimal Notional(PriceTicks price, QuantityLots quantity) => Price(price) * quantity.Value * BasePerLot;

    /// <summary>The smallest size that the venue accepts in an order at a price: least size and least value; spot and linear kinds.</summary>
    public QuantityLots LeastOrder(PriceTicks price)
    {
        if (MinimumNotional <= 0)
            return MinimumQuantity;
        long byValue = (long)decimal.Ceiling(MinimumNotional / Notional(price, new QuantityLots(1)));
        return byValue > MinimumQuantity.Value ? new QuantityLots(byValue) : MinimumQuantity;
    }

    /// <summary>Converts a decimal price; false when it is not a whole number of ticks or not positive.</summary>
    public bool TryPrice(decimal price, out PriceTicks ticks)
    {
        ticks = default;
        if (!GridStep.TryWhole(price, TickSize, out long value) || value <= 0)
            return false;
        ticks = new PriceTicks(value);
        return true;
    }

    /// <summary>Converts a decimal size in contracts; false when it is not a whole number of lots or negative.</summary>
    public bool TryQuantity(decimal quantity, out QuantityLots lots)
    {
        lots = default;
        if (!GridStep.TryWhole(quantity, LotSize, out long value) || value < 0)
            return false;
        lots = new QuantityLots(value);
        return true;
    }

    /// <summary>Converts a signed decimal position in contracts; false when it is not a whole number of lots.</summary>
    public bool TryPosition(decimal quantity, out PositionLots lots)
    {
        lots = default;
        if (!GridStep.TryWhole(quantity, LotSize, out long value))
            return false;
        lots = new PositionLots(value);
        return true;
    }
}
