namespace MarginRouter.Venues.Binance.MarketData;

/// <summary>What became of a depth event or snapshot.</summary>
internal enum SpliceOutcome
{
    /// <summary>Kept until a snapshot comes.</summary>
    Buffered = 1,

    /// <summary>In the book, which is live.</summary>
    Applied = 2,

    /// <summary>The book already contained it.</summary>
    Stale = 3,

    /// <summary>The book was dropped and a snapshot is needed.</summary>
    Dropped = 4,

    /// <summary>The snapshot ends before the first buffered event begins; a newer one is needed.</summary>
    SnapshotTooOld = 5,
}
