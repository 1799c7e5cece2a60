using MarginRouter.Core.Instruments;

namespace MarginRouter.Venues.Rfq;

/// <summary>Checks the figures of a quote against the grid of its instrument.</summary>
internal static class QuoteFigures
{
    /// <summary>Puts the figures on the grid; null when all are good, else the first fault.</summary>
    /// <param name="instrument">The instrument.</param>
    /// <param name="price">The price on our side.</param>
    /// <param name="size">Most that may be taken.</param>
    /// <param name="minimum">Least that may be taken; zero where any part may be.</param>
    /// <param name="terms">The quote, whose figures are filled in.</param>
    public static QuoteFault? Check(Instrument instrument, decimal price, decimal size, decimal minimum, ref QuoteTerms terms)
    {
        if (!instrument.TryPrice(price, out PriceTicks ticks))
            return QuoteFault.PriceOffGrid;
        if (!instrument.TryQuantity(size, out QuantityLots lots))
            return QuoteFault.SizeOffGrid;
        if (lots.IsZero)
            return QuoteFault.ZeroSize;
        if (!instrument.TryQuantity(minimum, out QuantityLots least))
            return QuoteFault.MinimumOffGrid;
        if (least.Value > lots.Value)
            return QuoteFault.MinimumAboveSize;
        terms = terms with { Price = ticks, Quantity = lots, Minimum = least.IsZero ? new QuantityLots(1) : least };
        return null;
    }
}
