namespace MarginRouter.Simulation.Matching;

/// <summary>What changed an account without an order.</summary>
public enum AccountChangeKind
{
    /// <summary>A deposit, or a withdrawal when the quantity is negative.</summary>
    Deposit = 1,

    /// <summary>The leverage of a symbol was chosen anew.</summary>
    Leverage = 2,

    /// <summary>Funding was paid, or received when the quantity is positive.</summary>
    Funding = 3,

    /// <summary>Interest was charged.</summary>
    Interest = 4,

    /// <summary>The account came to a worse step of the venue's ladder.</summary>
    MarginCall = 5,

    /// <summary>The insurance fund paid what a liquidation lost beyond the account's margin.</summary>
    Insurance = 6,
}
