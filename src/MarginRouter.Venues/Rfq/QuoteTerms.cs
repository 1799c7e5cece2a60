using MarginRouter.Core.Instruments;

namespace MarginRouter.Venues.Rfq;

/// <summary>A quote as its venue states it, on the grid of its instrument.</summary>
/// <param name="QuoteId">The maker's or venue's id of it; not empty.</param>
/// <param name="Maker">Who quotes; empty when the message does not say.</param>
/// <param name="Price">Its price on our side.</param>
/// <param name="Quantity">Most that may be taken; positive.</param>
/// <param name="Minimum">Least that may be taken; from 1 to <paramref name="Quantity"/>.</param>
/// <param name="ValidUntil">Until when it is good, by the venue's clock.</param>
internal readonly record struct QuoteTerms(
    string QuoteId, string Maker, PriceTicks Price, QuantityLots Quantity, QuantityLots Minimum, Instant ValidUntil);
