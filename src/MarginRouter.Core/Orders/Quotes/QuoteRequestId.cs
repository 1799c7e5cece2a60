namespace MarginRouter.Core.Orders.Quotes;

/// <summary>One question for firm quotes. It derives from its parent, so that a restart never gives an id again.</summary>
/// <param name="Parent">The parent that wants to trade.</param>
/// <param name="Round">Which time the parent asks, from 1.</param>
/// <param name="Number">Place among the requests of the round, from 0.</param>
public readonly record struct QuoteRequestId(ParentOrderId Parent, int Round, int Number);
