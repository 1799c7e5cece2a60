namespace MarginRouter.Venues.Amm.Chain;

/// <summary>A transaction that can be sent.</summary>
/// <param name="Raw">Its bytes.</param>
/// <param name="Hash">Its hash, by which the chain knows it.</param>
internal sealed record SignedTransaction(byte[] Raw, string Hash);
