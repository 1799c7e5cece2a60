namespace MarginRouter.Core.Margin.Limits;

/// <summary>Both sides of a limit at its worst reachable state.</summary>
/// <param name="Required">What it asks for.</param>
/// <param name="Available">What there is.</param>
/// <param name="Equity">Equity in that state.</param>
internal readonly record struct LimitFigures(decimal Required, decimal Available, decimal Equity);
