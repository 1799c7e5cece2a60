using MarginRouter.Core.Instruments;
using MarginRouter.Core.Orders;
using MarginRouter.Core.Orders.Quotes;

namespace MarginRouter.Core.Engine.Quotes;

/// <summary>A quote that a parent has been given, and what has become of it.</summary>
internal sealed class HeldQuote(FirmQuote quote)
{
    /// <summary>The quote as the maker last stated it.</summary>
    public FirmQuote Quote { get; set; } = quote;

    /// <summary>True once a child has taken it: it is never used again, whatever becomes of the child.</summary>
    public bool IsUsed { get; set; }

    /// <summary>Why the maker or venue says that it is good no more; null while nobody does.</summary>
    public Refusal? Ended { get; set; }

    /// <summary>Why it may not be taken now, beside its having been used; null when it may.</summary>
    public Refusal? Refusal(Instant now) => Ended
        ?? (Quote.ValidUntil > now ? null : new Refusal(RefusalReason.QuoteExpired, $"quote {Quote.QuoteId} of {Quote.Maker}", now.ToMilliseconds(), Quote.ValidUntil.ToMilliseconds()));
}
