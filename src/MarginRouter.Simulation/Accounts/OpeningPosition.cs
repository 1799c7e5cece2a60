namespace MarginRouter.Simulation.Accounts;

/// <summary>A position held at the start.</summary>
/// <param name="Symbol">The venue's symbol.</param>
/// <param name="Quantity">Signed size in contracts (base units for a margined spot pair); not zero.</param>
/// <param name="EntryPrice">Average entry price in the quote asset; positive.</param>
public sealed record OpeningPosition(string Symbol, decimal Quantity, decimal EntryPrice)
{
    /// <summary>Margin put aside for it beside the wallet, in an account with isolated margin; null for its value over its leverage.</summary>
    public decimal? IsolatedMargin { get; init; }
}
