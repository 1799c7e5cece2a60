namespace MarginRouter.Simulation.Quotes;

/// <summary>The refusal of a wish to trade on a quote.</summary>
/// <param name="Reason">Why.</param>
/// <param name="Text">In words.</param>
internal sealed record QuoteRefusal(QuoteRefusalReason Reason, string Text);
