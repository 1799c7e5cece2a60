using MarginRouter.Core.Instruments;

namespace MarginRouter.Core.Ledger;

/// <summary>On what terms an account borrows an asset.</summary>
/// <param name="Asset">What is borrowed.</param>
/// <param name="RatePerDay">Interest for a day as a plain fraction of the amount (0.0003 = 3 basis points); not negative.</param>
/// <param name="Maximum">Most that may be owed, in units of the asset; null when only margin limits it.</param>
public sealed record BorrowTerms(Asset Asset, decimal RatePerDay, decimal? Maximum);
