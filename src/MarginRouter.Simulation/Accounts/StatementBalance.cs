namespace MarginRouter.Simulation.Accounts;

/// <summary>A balance in a statement.</summary>
/// <param name="Asset">Asset code as the instruments of the venue spell it.</param>
/// <param name="Quantity">Wallet balance; negative is owed.</param>
public readonly record struct StatementBalance(string Asset, decimal Quantity);
