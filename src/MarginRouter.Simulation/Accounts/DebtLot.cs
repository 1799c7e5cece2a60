using MarginRouter.Core.Instruments;

namespace MarginRouter.Simulation.Accounts;

/// <summary>A debt on which interest runs: borrowed units of an asset, or what one order opened of a margined pair.</summary>
/// <param name="Asset">The asset owed; interest is charged in it.</param>
/// <param name="Symbol">The pair whose position it carries; null for a borrowed balance.</param>
/// <param name="Size">Units borrowed, or base units of the position; positive.</param>
/// <param name="Owed">Units of the asset on which interest runs; positive.</param>
/// <param name="Since">Venue time at which it began.</param>
internal sealed record DebtLot(string Asset, string? Symbol, decimal Size, decimal Owed, Instant Since);
