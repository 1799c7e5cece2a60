namespace MarginRouter.Venues.Recordings;

/// <summary>What a line of a recording holds.</summary>
public enum RecordedKind
{
    /// <summary>A message that the venue sent over a socket; every line of the formats that record nothing else.</summary>
    Received = 1,

    /// <summary>A message that the recorder sent.</summary>
    Sent = 2,

    /// <summary>A connection was opened.</summary>
    Connected = 3,

    /// <summary>The answer to an HTTP request.</summary>
    HttpAnswer = 4,

    /// <summary>Notes of the recorder about the recording.</summary>
    Header = 5,
}
