using System.Collections.Immutable;

namespace MarginRouter.Core.Margin.Scenarios;

/// <summary>Margin of a scenario book in the reporting currency.</summary>
/// <param name="Equity">Collateral, unrealised profit and option value.</param>
/// <param name="Initial">Initial margin.</param>
/// <param name="Maintenance">Maintenance margin without the closing fee.</param>
/// <param name="ClosingFee">Fee that the venue's ratio adds to the maintenance margin.</param>
/// <param name="Worst">The scenario of the underlying that loses most; null without positions.</param>
/// <param name="Terms">Addends of equity and maintenance margin.</param>
internal sealed record ScenarioFigures(
    decimal Equity,
    decimal Initial,
    decimal Maintenance,
    decimal ClosingFee,
    WorstScenario? Worst,
    ImmutableArray<MarginTerm> Terms)
{
    /// <summary>What must be kept: liquidation when equity reaches it.</summary>
    public decimal Kept => Maintenance + ClosingFee;
}
