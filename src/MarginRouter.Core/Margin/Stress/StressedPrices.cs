using MarginRouter.Core.Orders;

namespace MarginRouter.Core.Margin.Stress;

/// <summary>Prices under one scenario with the limit that holds there.</summary>
/// <param name="Scenario">The scenario.</param>
/// <param name="Prices">Its prices.</param>
/// <param name="UtilisationLimit">Most maintenance utilisation under it.</param>
/// <param name="Missing">Why the scenario cannot be judged; null when it can.</param>
public sealed record StressedPrices(string Scenario, PriceVector Prices, decimal UtilisationLimit, Refusal? Missing);
