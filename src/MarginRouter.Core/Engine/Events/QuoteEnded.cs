using MarginRouter.Core.Orders.Quotes;

namespace MarginRouter.Core.Engine.Events;

/// <summary>A quote that was not taken is good no more. What becomes of a quote that was taken is told of its child.</summary>
/// <param name="Request">The question that it answered.</param>
/// <param name="QuoteId">Its id.</param>
/// <param name="Ending">How it ended.</param>
/// <param name="Reason">The maker's or venue's words; may be empty.</param>
public sealed record QuoteEnded(QuoteRequestId Request, string QuoteId, QuoteEnding Ending, string Reason) : InboundEvent;
