namespace MarginRouter.Core.MarketData;

/// <summary>How far a venue book may be trusted. Only <see cref="Live"/> takes part in routing.</summary>
public enum BookState
{
    /// <summary>Nothing received yet, or dropped and waiting for a snapshot.</summary>
    Empty = 1,

    /// <summary>Complete and in sequence.</summary>
    Live = 2,

    /// <summary>An update was lost, or a checksum failed; dropped until resynchronised.</summary>
    Gapped = 3,

    /// <summary>Best bid at or above best ask after a whole message: corrupt until resynchronised.</summary>
    Crossed = 4,

    /// <summary>The venue's liveness signal is overdue.</summary>
    Stale = 5,
}
