namespace MarginRouter.Venues.FixVenue.Dialects;

/// <summary>How a lost update of a book shows.</summary>
public enum FixContinuity
{
    /// <summary>RptSeq (83) rises by one for each update of a symbol.</summary>
    ReportSequence = 1,

    /// <summary>
    /// Each update states the first and last book update that it holds (25043, 25044), the snapshot the last (25044): the next update begins
    /// at most one later. A message may come in fragments (LastFragment 893).
    /// </summary>
    BookUpdateIds = 2,

    /// <summary>Each update states a CRC-32 over the ten best levels of each side (5041), written at the instrument's tick and lot precision.</summary>
    Checksum = 3,

    /// <summary>Not at all; the session's own numbers are all there is.</summary>
    Session = 4,
}
