namespace MarginRouter.Simulation.Accounts;

/// <summary>A balance in a statement.</summary>
/// <param name="Asset">Asset code as the instruments of the venue spell it.</param>
/// <param name="Quantity">Wallet balance; negative is owed.</param>
public readonly record struct StatementBalance(string Asset, decimal Quantity)
{
    /// <summary>What of it open orders would give away; not negative.</summary>
    public decimal Locked { get; init; }

    /// <summary>What open orders leave of it.</summary>
    public decimal Free => Quantity - Locked;

    /// <summary>Borrowed beside the wallet balance; not negative.</summary>
    public decimal Borrowed { get; init; }

    /// <summary>Interest owed on it; not negative.</summary>
    public decimal Interest { get; init; }

    /// <summary>What the venue would lend on top; null where it lends nothing of the asset.</summary>
    public decimal? Borrowable { get; init; }
}
