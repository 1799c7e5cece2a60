namespace MarginRouter.Core.Routing.Transfers;

/// <summary>What a transfer costs, in the asset that moves, and how long it takes.</summary>
/// <param name="Fixed">Whatever the amount; in units of the asset, not negative.</param>
/// <param name="Rate">Of the amount that leaves, as a plain fraction; in [0, 1).</param>
/// <param name="ExpectedMilliseconds">From asking for it until it counts as collateral, as a rule; not negative.</param>
/// <param name="WorstMilliseconds">The same in a bad case; not below what is expected.</param>
public readonly record struct TransferFee(decimal Fixed, decimal Rate, long ExpectedMilliseconds, long WorstMilliseconds)
{
    /// <summary>The fee on an amount that leaves, at most all of it; in units of the asset.</summary>
    public decimal On(decimal amount) => Math.Min(amount, Fixed + (amount * Rate));
}
