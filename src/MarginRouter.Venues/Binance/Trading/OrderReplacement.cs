using MarginRouter.Core.Instruments;
using MarginRouter.Core.Orders;
using MarginRouter.Venues.Trading;

namespace MarginRouter.Venues.Binance.Trading;

/// <summary>A change of an order that stands.</summary>
/// <param name="Terms">The order as it was last asked for.</param>
/// <param name="Instrument">Its instrument.</param>
/// <param name="Change">What it is changed to.</param>
/// <param name="ClientOrderId">Its id in our format.</param>
/// <param name="Orders">Which order of the venue stands for which child.</param>
internal sealed record OrderReplacement(
    ChildOrderTerms Terms, Instrument Instrument, OrderChange Change, string ClientOrderId, OrderSuccession Orders)
{
    /// <summary>The new whole size in contracts or base units.</summary>
    public decimal Quantity => Instrument.Quantity(Change.Quantity);

    /// <summary>The new price in the quote asset.</summary>
    public decimal Price => Instrument.Price(Change.LimitPrice);
}
