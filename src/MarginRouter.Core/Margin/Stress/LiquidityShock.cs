namespace MarginRouter.Core.Margin.Stress;

/// <summary>What is left of the books in a stress.</summary>
/// <param name="Depth">Share of today's depth that is left; in (0, 1].</param>
/// <param name="Spread">Whole spread as a share of the mid price; in [0, 2). Books that are wider today stay as wide as they are.</param>
public readonly record struct LiquidityShock(decimal Depth, decimal Spread);
