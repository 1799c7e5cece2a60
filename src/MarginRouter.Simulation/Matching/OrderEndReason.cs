namespace MarginRouter.Simulation.Matching;

/// <summary>Why an order ended with a remainder.</summary>
public enum OrderEndReason
{
    /// <summary>It was to be filled at once, and the book did not hold it.</summary>
    NotFilledAtOnce = 1,

    /// <summary>Its owner cancelled it.</summary>
    Cancelled = 2,

    /// <summary>It was post-only and would have traded at once.</summary>
    WouldTake = 3,

    /// <summary>It would have traded with an order of its own account.</summary>
    SelfMatch = 4,

    /// <summary>It was reduce-only and nothing is left to reduce.</summary>
    NothingToReduce = 5,

    /// <summary>The venue took it away before it liquidated a position.</summary>
    Liquidation = 6,

    /// <summary>It took a maker's quote, and the maker refused at its last look.</summary>
    MakerRejected = 7,

    /// <summary>It took a maker's quote that ran out before it was executed.</summary>
    QuoteExpired = 8,
}
