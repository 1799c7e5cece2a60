namespace MarginRouter.Venues.Kraken.Books;

/// <summary>What a book message did to its book. Whatever is not <see cref="Applied"/> leaves the book without levels.</summary>
internal enum BookOutcome
{
    /// <summary>The book is live and complete.</summary>
    Applied = 1,

    /// <summary>An update without a snapshot before it: discarded.</summary>
    AwaitingSnapshot = 2,

    /// <summary>A price or size lies between two steps of the instrument's grid.</summary>
    OffGrid = 3,

    /// <summary>The message's checksum is not that of the book.</summary>
    ChecksumFailed = 4,

    /// <summary>An update was lost.</summary>
    SequenceGap = 5,

    /// <summary>Best bid at or above best ask.</summary>
    Crossed = 6,
}
