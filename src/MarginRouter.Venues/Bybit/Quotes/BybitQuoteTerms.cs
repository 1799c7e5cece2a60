using MarginRouter.Core.Instruments;
using MarginRouter.Venues.Bybit.Trading;
using MarginRouter.Venues.Rfq;

namespace MarginRouter.Venues.Bybit.Quotes;

/// <summary>Puts a quote on the grid of the instrument that was asked for. All of it is taken or nothing.</summary>
internal static class BybitQuoteTerms
{
    /// <summary>The quote's terms; null when all is good, else the first fault.</summary>
    public static QuoteFault? Read(BybitQuote quote, Instrument instrument, out QuoteTerms terms)
    {
        terms = new QuoteTerms(quote.QuoteId, quote.Maker, default, default, default, quote.ExpiresAt ?? default);
        if (quote.Offers.Count == 0)
            return QuoteFault.MissingPrice;
        BybitQuoteLeg leg = quote.Offers[0];
        if (quote.Offers.Count > 1 || leg.Symbol != instrument.Symbol || leg.Category != BybitWords.Category(instrument))
            return QuoteFault.WrongInstrument;
        if (leg.Price is not { } price)
            return QuoteFault.MissingPrice;
        if (leg.Quantity is not { } quantity)
            return QuoteFault.MissingSize;
        return QuoteFigures.Check(instrument, price, quantity, quantity, ref terms) ?? (quote.ExpiresAt is null ? QuoteFault.MissingExpiry : null);
    }
}
