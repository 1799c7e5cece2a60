using System.Collections.Immutable;

namespace MarginRouter.Core.Margin;

/// <summary>Margin of an account in one state, all amounts in its reporting currency.</summary>
/// <param name="Equity">What the venue counts as equity; may be negative.</param>
/// <param name="InitialMargin">Initial margin of positions and orders.</param>
/// <param name="MaintenanceMargin">Maintenance requirement; liquidation when it reaches equity.</param>
/// <param name="AcceptanceRequired">What the venue asks for before it accepts the state.</param>
/// <param name="AcceptanceAvailable">What it grants towards that.</param>
/// <param name="Terms">Addends of the maintenance requirement and equity, for explanation.</param>
public sealed record MarginAssessment(
    decimal Equity,
    decimal InitialMargin,
    decimal MaintenanceMargin,
    decimal AcceptanceRequired,
    decimal AcceptanceAvailable,
    ImmutableArray<MarginTerm> Terms)
{
    /// <summary>
    /// What equity must exceed where that is not the maintenance margin as the venue shows it (fees beside it, a threshold other than
    /// one); null where it is.
    /// </summary>
    public decimal? LiquidationRequirement { get; init; }

    /// <summary>Equity of the part of the account that is nearest to liquidation; null where the account is one part.</summary>
    public decimal? LiquidationEquity { get; init; }

    /// <summary>Maintenance requirement over equity, 1 = liquidation; zero without a requirement; null when equity is at or below zero with one.</summary>
    public decimal? Utilisation => Over(LiquidationRequirement ?? MaintenanceMargin, LiquidationEquity ?? Equity);

    private static decimal? Over(decimal requirement, decimal equity) =>
        requirement == 0 ? 0 : equity > 0 ? requirement / equity : null;
}
