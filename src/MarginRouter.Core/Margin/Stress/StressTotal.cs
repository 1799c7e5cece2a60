namespace MarginRouter.Core.Margin.Stress;

/// <summary>A desk in one scenario, in the desk's currency.</summary>
/// <param name="Scenario">The scenario.</param>
/// <param name="Equity">Equity of all accounts; null when one of them is not known.</param>
/// <param name="Maintenance">Maintenance requirement of all accounts; null likewise.</param>
/// <param name="ClosingCost">Cost of closing all positions; null likewise.</param>
/// <param name="Loss">Equity of today less equity; negative is a gain; null likewise.</param>
/// <param name="Liquidated">Number of accounts that liquidate.</param>
/// <param name="Unknown">Number of accounts that could not be judged.</param>
public sealed record StressTotal(
    string Scenario, decimal? Equity, decimal? Maintenance, decimal? ClosingCost, decimal? Loss, int Liquidated, int Unknown);
