using MarginRouter.Core.Orders;

namespace MarginRouter.Core.Margin.Comparison;

/// <summary>A book under one model in one scenario, in the reporting currency of the model's rules.</summary>
/// <param name="Model">The model.</param>
/// <param name="Scenario">The scenario; calm is today.</param>
/// <param name="Equity">What the model counts as equity; null when nothing is known.</param>
/// <param name="Initial">Initial margin; null where the rules do not give it.</param>
/// <param name="Maintenance">Maintenance margin.</param>
/// <param name="Utilisation">Maintenance over equity of the part that is nearest to liquidation; null with equity at or below zero.</param>
/// <param name="Distance">Smallest relative move of one underlying that liquidates; null when none does.</param>
/// <param name="Refusal">Why nothing is known; null when something is.</param>
public sealed record ModelFigures(
    string Model,
    string Scenario,
    decimal? Equity,
    decimal? Initial,
    decimal? Maintenance,
    decimal? Utilisation,
    decimal? Distance,
    Refusal? Refusal)
{
    /// <summary>Initial margin saved against a base, as a share of the base's; negative when it needs more; null where one is not known or zero.</summary>
    public decimal? InitialSaving(ModelFigures @base) => Saving(Initial, @base.Initial);

    /// <summary>The same for maintenance margin.</summary>
    public decimal? MaintenanceSaving(ModelFigures @base) => Saving(Maintenance, @base.Maintenance);

    private static decimal? Saving(decimal? own, decimal? other) => other is > 0m ? 1m - (own / other) : null;
}
