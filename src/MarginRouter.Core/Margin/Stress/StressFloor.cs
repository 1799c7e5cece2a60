namespace MarginRouter.Core.Margin.Stress;

/// <summary>A desk's limit under stress: the utilisation that no account of a decision may reach if a scenario came true after the trade.</summary>
/// <param name="Scenario">Name of the entry in a stress file; a pattern holds for each of the scenarios that it makes.</param>
/// <param name="UtilisationLimit">Most maintenance utilisation under it, in (0, 1]; 1 is the venue's liquidation.</param>
public sealed record StressFloor(string Scenario, decimal UtilisationLimit);
