using MarginRouter.Core.Ledger;
using MarginRouter.Core.Margin;
using MarginRouter.Core.Orders;

namespace MarginRouter.Core.Engine;

/// <summary>A subaccount as the router sees it now.</summary>
/// <param name="Subaccount">Whose, with the limits in force.</param>
/// <param name="Account">Balances and positions; null when the venue has not stated them.</param>
/// <param name="Margin">Its margin, open children included as orders; null when not known.</param>
/// <param name="LiquidationDistance">Smallest relative move of one underlying that liquidates it; null when none does or it is not known.</param>
/// <param name="Unknown">Why the margin is not known; null when it is.</param>
public sealed record AccountStanding(
    Subaccount Subaccount, MarginAccount? Account, MarginAssessment? Margin, decimal? LiquidationDistance, Refusal? Unknown);
