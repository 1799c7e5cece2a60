using MarginRouter.Core.Margin;

namespace MarginRouter.Simulation.Accounts;

/// <summary>What a venue says about an account's margin, in the account's reporting asset.</summary>
/// <param name="Asset">The reporting asset.</param>
/// <param name="Wallet">Balance without unrealised profit.</param>
/// <param name="Equity">Wallet plus unrealised profit and loss.</param>
/// <param name="InitialMargin">Collateral that the open positions bind; not negative.</param>
/// <param name="MaintenanceMargin">Collateral below which liquidation starts; not negative.</param>
/// <param name="Available">What a new order may use; not negative.</param>
public sealed record MarginFigures(
    string Asset,
    decimal Wallet,
    decimal Equity,
    decimal InitialMargin,
    decimal MaintenanceMargin,
    decimal Available)
{
    /// <summary>What the figures were made of, for questions about single positions; null where no rule set made them.</summary>
    internal MarginPicture? Picture { get; init; }

    /// <summary>The model's own answer; null where no rule set made the figures.</summary>
    internal MarginAssessment? Assessment { get; init; }
}
