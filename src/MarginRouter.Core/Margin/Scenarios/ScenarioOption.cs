namespace MarginRouter.Core.Margin.Scenarios;

/// <summary>Terms of an option position.</summary>
/// <param name="IsCall">True for a call.</param>
/// <param name="Strike">Strike in the reporting currency; positive.</param>
/// <param name="Volatility">Implied volatility per year as a plain fraction; positive.</param>
public sealed record ScenarioOption(bool IsCall, decimal Strike, decimal Volatility);
