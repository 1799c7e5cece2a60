namespace MarginRouter.Host.Journal;

/// <summary>Kinds of journal records. The numbers are stable; a new layout of a kind gets a new number.</summary>
internal enum RecordKind : byte
{
    /// <summary>The first record: format, tag, creation time, configuration hash.</summary>
    Header = 1,

    // 10 was ParentReceived before it had routing instructions, 16 before it had a life beyond the day, parties and allocations; 11 and 12 were ParentUnsupported and ParentCancelRequested before they had
    // PossDupFlag.

    /// <summary>ParentStatusRequested.</summary>
    ParentStatusRequested = 13,

    /// <summary>ParentUnsupported.</summary>
    ParentUnsupported = 14,

    /// <summary>ParentCancelRequested.</summary>
    ParentCancelRequested = 15,

    /// <summary>ParentReceived.</summary>
    ParentReceived = 17,

    /// <summary>ParentReplaceRequested.</summary>
    ParentReplaceRequested = 18,

    /// <summary>ParentsCancelRequested.</summary>
    ParentsCancelRequested = 19,

    // 60 was BasketReceived before it had a side, a life beyond the day, an account and parties.

    /// <summary>BasketReceived.</summary>
    BasketReceived = 61,

    /// <summary>ChildAccepted.</summary>
    ChildAccepted = 20,

    /// <summary>ChildFilled.</summary>
    ChildFilled = 21,

    /// <summary>ChildEnded.</summary>
    ChildEnded = 22,

    /// <summary>ChildRefused.</summary>
    ChildRefused = 23,

    /// <summary>ChildDropped.</summary>
    ChildDropped = 24,

    /// <summary>ChildLost.</summary>
    ChildLost = 25,

    /// <summary>ChildStatusReported.</summary>
    ChildStatusReported = 26,

    /// <summary>ChildTradeBusted.</summary>
    ChildTradeBusted = 27,

    /// <summary>ChildTradeCorrected.</summary>
    ChildTradeCorrected = 28,

    /// <summary>ParentsStatusRequested.</summary>
    ParentsStatusRequested = 50,

    /// <summary>ListStatusRequested.</summary>
    ListStatusRequested = 51,

    /// <summary>ListCancelRequested.</summary>
    ListCancelRequested = 52,

    /// <summary>ExpiryReached.</summary>
    ExpiryReached = 53,

    /// <summary>AllocationReceived.</summary>
    AllocationReceived = 54,

    /// <summary>QuoteReceived.</summary>
    QuoteReceived = 70,

    /// <summary>QuoteEnded.</summary>
    QuoteEnded = 71,

    /// <summary>QuoteRequestEnded.</summary>
    QuoteRequestEnded = 72,

    /// <summary>A request for quotes that was sent.</summary>
    QuotesRequested = 73,

    // 30 was AccountReported before it carried the venue's margin figures, 32 before positions carried their deleveraging rank.

    /// <summary>VenueConnectionChanged.</summary>
    VenueConnectionChanged = 31,

    /// <summary>AccountReported.</summary>
    AccountReported = 35,

    /// <summary>MarginTablesReceived.</summary>
    MarginTablesReceived = 33,

    /// <summary>MarginRulesExpired.</summary>
    MarginRulesExpired = 34,

    /// <summary>InstrumentTermsReceived.</summary>
    InstrumentTermsReceived = 36,

    /// <summary>TickFollowed.</summary>
    TickFollowed = 37,

    /// <summary>FeeRatesReceived.</summary>
    FeeRatesReceived = 38,

    /// <summary>KillSwitchChanged.</summary>
    KillSwitchChanged = 40,

    /// <summary>RecoveryCompleted.</summary>
    RecoveryCompleted = 41,

    // 100 was a decision before it counted every cost and limit, 110 before it could suggest a transfer, 111 before deleveraging ranks, 112 before
    // firm quotes.

    /// <summary>A routing decision with its slice.</summary>
    Decision = 113,

    // 120 was a basket's before deleveraging ranks, 121 before firm quotes.

    /// <summary>A decision about a basket with its slice.</summary>
    BasketDecision = 122,

    /// <summary>A change of a valuation price or one of its sources.</summary>
    Valuation = 101,

    /// <summary>A comparison of local margin with a venue's.</summary>
    Comparison = 102,
}
