namespace MarginRouter.Simulation.Matching;

/// <summary>What changed an account without an order.</summary>
public enum AccountChangeKind
{
    /// <summary>A deposit, or a withdrawal when the quantity is negative.</summary>
    Deposit = 1,

    /// <summary>The leverage of a symbol was chosen anew.</summary>
    Leverage = 2,
}
