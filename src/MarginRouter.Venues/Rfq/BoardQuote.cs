using MarginRouter.Core.Instruments;
using MarginRouter.Core.Orders;

namespace MarginRouter.Venues.Rfq;

/// <summary>A quote on a <see cref="QuoteBoard"/>.</summary>
/// <param name="Terms">The quote.</param>
/// <param name="State">Where it is in its life.</param>
/// <param name="TakenBy">The child that took it.</param>
internal readonly record struct BoardQuote(QuoteTerms Terms, BoardQuoteState State, ChildOrderId? TakenBy)
{
    /// <summary>True while it may be taken by the venue's clock.</summary>
    /// <param name="latest">The latest time that it can be at the venue when an acceptance arrives there.</param>
    public bool IsGood(Instant latest) => State == BoardQuoteState.Standing && latest < Terms.ValidUntil;
}
