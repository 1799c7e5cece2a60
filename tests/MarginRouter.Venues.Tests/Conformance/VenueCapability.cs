namespace MarginRouter.Venues.Tests.Conformance;

/// <summary>What a venue's protocol offers beyond the minimum; the scenarios that need it run over the venues that have it.</summary>
public enum VenueCapability
{
    /// <summary>Lost book updates show in the sequence of the updates.</summary>
    SequencedBook = 1,

    /// <summary>Wrong books show in a checksum.</summary>
    BookChecksum = 2,

    /// <summary>The venue reports a valuation price, or the adapter derives one.</summary>
    MarkPrices = 3,

    /// <summary>The venue keeps positions.</summary>
    Positions = 4,

    /// <summary>Orders may carry a reduce-only flag.</summary>
    ReduceOnly = 5,

    /// <summary>Changes of the account are pushed, or read again after each fill.</summary>
    AccountAfterFill = 6,

    /// <summary>A query lists single executions, not only a total.</summary>
    ListsExecutions = 7,

    /// <summary>"No such order" can be believed after some time.</summary>
    DeniesUnknownOrders = 8,

    /// <summary>The adapter has order entry and accounts, not market data alone.</summary>
    Orders = 9,

    /// <summary>The simulated venue can send frames of its book twice or in the wrong order.</summary>
    FrameFaults = 10,

    /// <summary>The adapter has orders that rest, are listed and are cancelled all at once.</summary>
    StandingOrders = 11,

    /// <summary>The adapter changes orders in place.</summary>
    AmendsOrders = 12,

    /// <summary>The venue has a dead man's switch, and the adapter keeps it set.</summary>
    CancelsWhenSilent = 13,

    /// <summary>The venue has makers that answer requests for firm quotes, and the adapter asks and takes.</summary>
    FirmQuotes = 14,
}
