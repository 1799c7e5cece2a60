namespace MarginRouter.Simulation.Accounts;

/// <summary>A bracket of a venue's maintenance table.</summary>
/// <param name="NotionalCap">Largest notional of the bracket in the quote asset, included.</param>
/// <param name="MaximumLeverage">Largest leverage allowed in it.</param>
/// <param name="Rate">Maintenance rate of the notional, a plain fraction.</param>
/// <param name="Deduction">Amount taken off so that the requirement is continuous over the brackets.</param>
public readonly record struct MaintenanceTier(decimal NotionalCap, decimal MaximumLeverage, decimal Rate, decimal Deduction);
