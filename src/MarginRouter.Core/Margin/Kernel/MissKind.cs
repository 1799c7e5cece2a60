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

    /// <summary>Price of the underlying of a risk unit.</summary>
    Index = 13,

    /// <summary>Price moves of a risk unit.</summary>
    PriceMoves = 14,

    /// <summary>Extreme moves of a risk unit.</summary>
    ExtremeMoves = 15,

    /// <summary>Charge on the contracts of a risk unit.</summary>
    ContractCharge = 16,

    /// <summary>Charge on a dated contract.</summary>
    DatedContract = 17,

    /// <summary>Shocks or charges of the options of a risk unit.</summary>
    Options = 18,

    /// <summary>Charge on an option sold.</summary>
    SoldOption = 19,

    /// <summary>Charge on options of several expiries of a risk unit.</summary>
    OptionSpreads = 20,

    /// <summary>Volatility rise of an option.</summary>
    VolatilityRise = 21,

    /// <summary>Charge on a delta as large as that of a risk unit.</summary>
    DeltaShock = 22,

    /// <summary>Basis charge of a risk unit.</summary>
    Basis = 23,

    /// <summary>Basis charge of a dated contract.</summary>
    DatedBasis = 24,

    /// <summary>Bound up to which extreme losses of a risk unit count nothing.</summary>
    Dampener = 25,

    /// <summary>How an extreme loss as large as that of a risk unit counts.</summary>
    ExtremeLoss = 26,

    /// <summary>Charge on hedges across stable currencies of a risk unit.</summary>
    StableMismatch = 27,

    /// <summary>Minimum charge of a risk unit.</summary>
    MinimumCharge = 28,
}
