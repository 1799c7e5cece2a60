using MarginRouter.Core.Engine.Commands;

namespace MarginRouter.Venues;

/// <summary>
/// An adapter whose venue has makers that answer requests for firm quotes. A quote is taken by <see cref="IVenueAdapter.Send"/> of a child
/// whose terms name it: it is sent once, not after it has run out (<c>ChildDropped</c> then), and its outcome is told as of any child. The
/// configuration asks no quotes of a venue whose adapter is not one of these.
/// </summary>
public interface IQuotingAdapter : IVenueAdapter
{
    /// <summary>
    /// Asks the makers named. Quotes follow as QuoteReceived, ends of quotes that were not taken as QuoteEnded; QuoteRequestEnded says once for
    /// each maker, or once for all, that no more will come. Never blocks and never throws for a broken connection: that is
    /// <c>QuoteRequestEnding.Lost</c>.
    /// </summary>
    void RequestQuotes(RequestQuotes command);

    /// <summary>Tells makers what was not taken. Nothing follows.</summary>
    void EndQuotes(EndQuoteRequest command);
}
