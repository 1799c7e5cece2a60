using MarginRouter.Core.Orders.Quotes;

namespace MarginRouter.Core.Engine.Events;

/// <summary>A maker quotes.</summary>
/// <param name="Quote">The quote; one with the id of an earlier one of the same request and maker replaces that, unless it was taken.</param>
public sealed record QuoteReceived(FirmQuote Quote) : InboundEvent;
