namespace MarginRouter.Venues.FixVenue.Dialects;

/// <summary>Where the statements of a FIX venue's accounts come from.</summary>
public enum FixStatementSource
{
    /// <summary>RequestForPositions (AN) and PositionReports (AP) on the order session.</summary>
    PositionReports = 1,

    /// <summary>The venue's FIX has none; another interface of the venue, with the same key, does.</summary>
    Reader = 2,
}
