namespace MarginRouter.Core.Orders;

/// <summary>
/// Why an order, a cancel or a candidate was not taken. The numbers are stable: they stand in journals and in FIX reports.
/// 1-19 concern the request, 20-39 missing or stale inputs, 40-59 limits, 60-79 the market, 80-99 the state of an order, 100-109 a suggested transfer of collateral, 120-129 what venues state of
/// instruments and fees.
/// </summary>
public enum RefusalReason
{
    /// <summary>No product has this symbol.</summary>
    UnknownProduct = 1,

    /// <summary>The quantity is not positive or not a whole number of product lots.</summary>
    InvalidQuantity = 2,

    /// <summary>The limit price is not positive, or missing on a limit order.</summary>
    InvalidPrice = 3,

    /// <summary>The order type is not one that the router works.</summary>
    UnsupportedOrderType = 4,

    /// <summary>The time in force is not one that the router works.</summary>
    UnsupportedTimeInForce = 5,

    /// <summary>The session has used this client order id before.</summary>
    DuplicateClientOrderId = 6,

    /// <summary>The desk may not trade this product or account.</summary>
    PermissionDenied = 7,

    /// <summary>The kill switch is on: nothing new leaves.</summary>
    KillSwitchEngaged = 8,

    /// <summary>The parent's value is above the desk's largest order.</summary>
    MaximumOrderNotional = 9,

    /// <summary>A routing instruction of the parent cannot be followed: an unknown venue, or a figure out of range.</summary>
    InvalidInstruction = 10,

    /// <summary>A field asks for something that the router does not do: it is named, never passed over.</summary>
    UnsupportedField = 11,

    /// <summary>A good-till-date order without an expiry, or with one that has passed; or an expiry on another order.</summary>
    InvalidExpiry = 12,

    /// <summary>A condition on the quantity that cannot hold: a minimum, a display size or allocations that do not fit the order.</summary>
    InvalidQuantityCondition = 13,

    /// <summary>A replacement that changes what no replacement may: product or side.</summary>
    InvalidReplacement = 14,

    /// <summary>A mass cancel, mass status or list request of a kind that the router does not do.</summary>
    UnsupportedScope = 15,

    /// <summary>The instrument has no live book.</summary>
    BookUnavailable = 20,

    /// <summary>The venue's liveness signal is older than allowed.</summary>
    BookStale = 21,

    /// <summary>A valuation price (mark) is missing.</summary>
    PriceMissing = 22,

    /// <summary>A valuation price is older than allowed.</summary>
    PriceStale = 23,

    /// <summary>The margin rule set has no tier table for an instrument, or none for this size.</summary>
    TierMissing = 24,

    /// <summary>The margin rule set named by the subaccount is not loaded.</summary>
    RuleSetMissing = 25,

    /// <summary>An asset has no conversion price into the reporting currency.</summary>
    CurrencyMissing = 26,

    /// <summary>The subaccount has never been reported by its venue in this run.</summary>
    AccountSnapshotMissing = 27,

    /// <summary>The venue's last report of the subaccount is older than allowed.</summary>
    AccountSnapshotStale = 28,

    /// <summary>The venue's order connection is down.</summary>
    VenueDisconnected = 29,

    /// <summary>The leverage chosen for an instrument is not known.</summary>
    LeverageMissing = 30,

    /// <summary>Open orders can pass through more fill states, or in more orders that matter, than can be proven.</summary>
    FillStatesUnproven = 31,

    /// <summary>A firm quote's time is over. Required is now, available its end, both in milliseconds since 1970.</summary>
    QuoteExpired = 32,

    /// <summary>The maker has withdrawn a firm quote.</summary>
    QuoteWithdrawn = 33,

    /// <summary>The venue does not trade the instrument: suspended, settling, not listed any more.</summary>
    InstrumentClosed = 120,

    /// <summary>The venue has changed the price step of the instrument, and orders or its book are still in the old one.</summary>
    InstrumentChanging = 121,

    /// <summary>What the venue states about the instrument differs too much from what is configured: it is not applied.</summary>
    InstrumentTermsRefused = 122,

    /// <summary>The venue's terms of the instrument are not known, or were read too long ago, and the configured ones no longer serve.</summary>
    InstrumentTermsMissing = 123,

    /// <summary>The rule file is older than its configuration allows in live trading, and the venue has sent no tables.</summary>
    RuleSetExpired = 36,

    /// <summary>A tier table that a venue sent is no table, or differs too much from the one in use: the old one stays.</summary>
    TablesRefused = 37,

    /// <summary>A dated contract or option is past its expiry: it has no margin of its own any more.</summary>
    InstrumentExpired = 38,

    /// <summary>The fees that the venue takes from its accounts are not known, or were read too long ago, and the configured ones no longer serve.</summary>
    FeeRatesMissing = 124,

    /// <summary>The maintenance utilisation limit of the desk.</summary>
    MaintenanceUtilisation = 40,

    /// <summary>The venue would not accept the order: initial margin above what it grants.</summary>
    VenueAcceptance = 41,

    /// <summary>The position would be larger than the venue allows at the leverage chosen.</summary>
    LeverageBracket = 42,

    /// <summary>An unmargined account does not hold what the order pays with.</summary>
    BalanceInsufficient = 43,

    /// <summary>The account is over a limit and the order would take it further.</summary>
    WouldWorsenBreach = 44,

    /// <summary>The account is over a limit and the order would turn its position past flat.</summary>
    WouldCrossFlat = 45,

    /// <summary>The account is over a limit and the order would grow a position.</summary>
    WouldGrowPosition = 46,

    /// <summary>The desk's utilisation limit under a stress scenario.</summary>
    StressUtilisation = 47,

    /// <summary>The account's local margin drifts from the venue's own figures: it may only reduce.</summary>
    MarginDrift = 48,

    /// <summary>The venue states a taker fee for the account that differs too much from the one in use: it is not applied.</summary>
    FeeRatesRefused = 125,

    /// <summary>The collateral left would break the desk's own mix: stable share or concentration.</summary>
    CollateralMix = 50,

    /// <summary>The order would borrow more of an asset than the venue or a term loan grants.</summary>
    BorrowLimit = 51,

    /// <summary>After a move of the mark against it, own impact included, the account would be liquidated: it would be too near to liquidation.</summary>
    LiquidationDistance = 53,

    /// <summary>A cap on the exposure of a group of accounts to an asset.</summary>
    ExposureCap = 54,

    /// <summary>The account would owe more of an asset than it may borrow.</summary>
    MaximumBorrow = 55,

    /// <summary>The share of a parent that a venue may get.</summary>
    VenueShare = 56,

    /// <summary>The trader or desk keeps parents off this venue.</summary>
    VenueExcluded = 57,

    /// <summary>The venue is not of a class that the parent asks for (regulated, jurisdiction).</summary>
    VenueClass = 58,

    /// <summary>The parent does not take this kind of instrument as a substitute.</summary>
    InstrumentKindExcluded = 59,

    /// <summary>As many orders as allowed in the venue's current window have been sent.</summary>
    VenueOrderRate = 71,

    /// <summary>Another candidate was cheaper, all costs included.</summary>
    Dearer = 60,

    /// <summary>The next price is beyond the parent's limit or the price collar.</summary>
    LimitPrice = 61,

    /// <summary>All displayed size is used.</summary>
    DepthExhausted = 62,

    /// <summary>What could be sent is below the instrument's least size.</summary>
    MinimumQuantity = 63,

    /// <summary>What could be sent is below the instrument's least value.</summary>
    MinimumNotional = 64,

    /// <summary>The parent has as many children as allowed.</summary>
    MaximumChildren = 65,

    /// <summary>What is left is smaller than a lot of any instrument that has room.</summary>
    LotRemainder = 66,

    /// <summary>The search's work units ended before this candidate was settled.</summary>
    SearchCutShort = 67,

    /// <summary>One more unit would cost more, everything included, than the desk pays for one.</summary>
    MaximumMarginalCost = 68,

    /// <summary>What a further order costs whatever its size is more than its better price saves.</summary>
    FixedCost = 69,

    /// <summary>The last lots, within the desk's tolerance, would cost more than they may.</summary>
    FillTolerance = 70,

    /// <summary>The account's room serves another leg of the basket better.</summary>
    LegPriority = 72,

    /// <summary>Less can be planned than the least that the parent wants at once (fill-or-kill, all-or-none, minimum quantity).</summary>
    MinimumFill = 74,

    /// <summary>No order has this id.</summary>
    UnknownOrder = 80,

    /// <summary>The order is already finished.</summary>
    TooLateToCancel = 81,

    /// <summary>A cancel of this order is under way.</summary>
    CancelPending = 82,

    /// <summary>The venue refused the child.</summary>
    VenueRejected = 83,

    /// <summary>The child became durable too late and was not sent.</summary>
    IntentExpired = 84,

    /// <summary>The router was restarted while the order was being worked.</summary>
    RouterRestarted = 85,

    /// <summary>A basket ended with legs out of ratio.</summary>
    LegsUneven = 86,

    /// <summary>The order's time is over: its day, or its expiry.</summary>
    Expired = 88,

    /// <summary>The legs of a basket have been brought back into ratio, or waited to be, as often as allowed.</summary>
    RepairLimit = 89,

    /// <summary>
    /// A basket ended with a leg off its ratio by at most one block, which no instrument takes: below its least quantity or value, completed or
    /// traded back. Required is what the leg has, available what is in ratio, threshold one block of it, in base units.
    /// </summary>
    DustExposure = 90,

    /// <summary>Risk staff has switched this way of moving collateral off.</summary>
    TransferForbidden = 100,

    /// <summary>A figure about this way of moving collateral is unknown or too old: fee, time, limits, or what must be known of the venue.</summary>
    TransferUnknown = 101,

    /// <summary>The giving account would break a limit of its own, or has not that much that it could withdraw.</summary>
    TransferDonorLimit = 102,

    /// <summary>Collateral moved this way would change nothing, or less than it costs.</summary>
    TransferNoGain = 103,

    /// <summary>More is to be allocated than the orders have filled and not allocated yet.</summary>
    AllocationQuantity = 110,

    /// <summary>The average price stated is not that of the orders' fills, at the digits stated.</summary>
    AllocationPrice = 111,

    /// <summary>No allocation that holds has this id.</summary>
    UnknownAllocation = 112,

    /// <summary>An allocation contradicts its orders, itself, or another of the same id.</summary>
    AllocationMismatch = 113,

    /// <summary>Only ended orders are allocated.</summary>
    OrderStillWorking = 114,

    /// <summary>The desk has no account of this name.</summary>
    UnknownAllocationAccount = 115,
}
