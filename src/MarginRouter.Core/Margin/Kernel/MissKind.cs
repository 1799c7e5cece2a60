namespace MarginRouter.Core.Margin.Kernel;

/// <summary>What an evaluation did not find. The subject is an asset or a position, as said.</summary>
internal enum MissKind
{
    /// <summary>Value of an asset in the reporting currency.</summary>
    Value = 1,

    /// <summary>Collateral table of an asset.</summary>
    Collateral = 2,

    /// <summary>Tier table of a position, or a rule for holding it at all.</summary>
    Tiers = 3,

    /// <summary>Row for the size of a position.</summary>
    Size = 4,

    /// <summary>Taker fee of the rule set.</summary>
    Taker = 5,

    /// <summary>Leverage of a position, for the price at which its margin is used up.</summary>
    Leverage = 6,

    /// <summary>Margin put aside for a position.</summary>
    IsolatedMargin = 7,

    /// <summary>Tier table, or row for the size, of a debt in an asset.</summary>
    Borrowing = 8,

    /// <summary>Any rule for a debt in an asset.</summary>
    Debt = 9,

    /// <summary>How open orders are reserved for under the rule set.</summary>
    Orders = 10,

    /// <summary>How open orders of a position, contract or spot pair, are reserved for.</summary>
    InstrumentOrders = 11,

    /// <summary>Price of the underlying of an option.</summary>
    Underlying = 12,
}
