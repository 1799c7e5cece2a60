using MarginRouter.Core.Instruments;

namespace MarginRouter.Core.Orders.Quotes;

/// <summary>The firm quote that a child takes instead of trading on the venue's book.</summary>
/// <param name="Request">The question that it answers.</param>
/// <param name="QuoteId">The maker's or venue's id of it.</param>
/// <param name="Maker">Who quotes.</param>
/// <param name="ValidUntil">Last moment at which taking it may reach the maker.</param>
/// <param name="AllOrNothing">True when it fills whole or not at all.</param>
public sealed record ChildQuote(QuoteRequestId Request, string QuoteId, string Maker, Instant ValidUntil, bool AllOrNothing);
