using MarginRouter.Core.Orders;

namespace MarginRouter.Core.Margin.States;

/// <summary>What the limits say to candidates.</summary>
/// <param name="Refusal">The first limit that fails; null when all hold.</param>
/// <param name="Over">By how much the limits are passed at most, not above zero when all hold; null when a figure is missing.</param>
internal readonly record struct Verdict(Refusal? Refusal, decimal? Over);
