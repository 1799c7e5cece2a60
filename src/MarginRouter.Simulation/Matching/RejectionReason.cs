namespace MarginRouter.Simulation.Matching;

/// <summary>Why a simulated venue refuses an order.</summary>
public enum RejectionReason
{
    /// <summary>The venue does not list the symbol.</summary>
    UnknownSymbol = 1,

    /// <summary>The price is not a positive whole number of ticks.</summary>
    PriceOffGrid = 2,

    /// <summary>The size is not a positive whole number of lots.</summary>
    QuantityOffGrid = 3,

    /// <summary>The size is below the venue's least size.</summary>
    BelowMinimumQuantity = 4,

    /// <summary>The value is below the venue's least value.</summary>
    BelowMinimumNotional = 5,

    /// <summary>The account has sent an order with this client id before.</summary>
    DuplicateClientOrderId = 6,

    /// <summary>A spot order needs more of an asset than the account holds.</summary>
    InsufficientBalance = 7,

    /// <summary>The order needs more margin than is available.</summary>
    InsufficientMargin = 8,

    /// <summary>The position would be larger than the venue allows at the account's leverage.</summary>
    PositionLimit = 9,

    /// <summary>A reduce-only order would not shrink a position.</summary>
    ReduceOnly = 10,

    /// <summary>A fault asked for the refusal.</summary>
    Injected = 11,

    /// <summary>A post-only order would have traded at once, at a venue that refuses it then.</summary>
    WouldTake = 12,

    /// <summary>There is no such order, or it has ended.</summary>
    UnknownOrder = 13,

    /// <summary>The account has sent too many orders in too short a time.</summary>
    TooManyOrders = 14,

    /// <summary>The venue is under maintenance.</summary>
    Maintenance = 15,
}
