namespace MarginRouter.Venues.Feeds;

/// <summary>
/// What a book message did to its book. After <see cref="Applied"/> and <see cref="Stale"/> the book is live and complete; after anything
/// else it has no levels.
/// </summary>
internal enum BookOutcome
{
    /// <summary>The book is live and complete.</summary>
    Applied = 1,

    /// <summary>An update without a snapshot before it: discarded, or kept until the snapshot comes where the venue needs that.</summary>
    AwaitingSnapshot = 2,

    /// <summary>A price or size lies between two steps of the instrument's grid.</summary>
    OffGrid = 3,

    /// <summary>The message's checksum is not that of the book.</summary>
    ChecksumFailed = 4,

    /// <summary>An update was lost.</summary>
    SequenceGap = 5,

    /// <summary>Best bid at or above best ask.</summary>
    Crossed = 6,

    /// <summary>The book contains the message already: discarded.</summary>
    Stale = 7,

    /// <summary>A snapshot whose levels are out of order or name a price twice.</summary>
    Unsorted = 8,

    /// <summary>A snapshot older than the first update that was kept for it: another one is needed.</summary>
    SnapshotTooOld = 9,
}
