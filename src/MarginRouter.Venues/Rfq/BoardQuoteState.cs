namespace MarginRouter.Venues.Rfq;

/// <summary>Where a quote is in its life.</summary>
internal enum BoardQuoteState
{
    /// <summary>It may be taken.</summary>
    Standing = 1,

    /// <summary>A child took it; it cannot be taken again whatever becomes of that.</summary>
    Taken = 2,

    /// <summary>It was withdrawn, ran out or was passed.</summary>
    Ended = 3,
}
