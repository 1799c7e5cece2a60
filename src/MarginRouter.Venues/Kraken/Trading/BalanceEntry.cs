using MarginRouter.Core.Instruments;

namespace MarginRouter.Venues.Kraken.Trading;

/// <summary>One entry of the account's ledger as the balances channel states it.</summary>
/// <param name="Asset">The asset.</param>
/// <param name="Balance">The asset's balance after the entry.</param>
/// <param name="At">Time of the entry, or of its trade where that is known.</param>
/// <param name="Trade">The trade of a spot exchange, whose other half is an entry of its own; null for anything else.</param>
internal readonly record struct BalanceEntry(Asset Asset, decimal Balance, Instant At, string? Trade);
