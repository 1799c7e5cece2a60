namespace MarginRouter.Core.Margin.Scenarios;

/// <summary>The scenario that sets the scan of an underlying.</summary>
/// <param name="Underlying">The underlying.</param>
/// <param name="PriceMove">Relative price move.</param>
/// <param name="VolatilityMove">Relative volatility move at 30 days: the rise, zero, or minus the fall.</param>
/// <param name="Loss">What the book of this underlying loses there (extreme moves in part), in the reporting currency; not negative.</param>
public sealed record WorstScenario(string Underlying, decimal PriceMove, decimal VolatilityMove, decimal Loss);
