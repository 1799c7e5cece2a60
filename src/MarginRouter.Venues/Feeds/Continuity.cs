namespace MarginRouter.Venues.Feeds;

/// <summary>How an update stands to the book that it is for, by the venue's sequence rule.</summary>
internal enum Continuity
{
    /// <summary>It is the next one.</summary>
    Follows = 1,

    /// <summary>The book contains it.</summary>
    Stale = 2,

    /// <summary>Something between them is missing.</summary>
    Gap = 3,
}
