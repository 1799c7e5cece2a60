using MarginRouter.Core.Orders.Quotes;

namespace MarginRouter.Core.Engine.Events;

/// <summary>No further quote comes from a maker, or none at all, for a request. Quotes that came before stay good.</summary>
/// <param name="Request">The request.</param>
/// <param name="Maker">The maker, as the request named it; null when it holds for all.</param>
/// <param name="Ending">How it ended.</param>
/// <param name="Reason">The maker's or venue's words; may be empty.</param>
public sealed record QuoteRequestEnded(QuoteRequestId Request, string? Maker, QuoteRequestEnding Ending, string Reason) : InboundEvent;
