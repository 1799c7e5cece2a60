namespace MarginRouter.Venues.Recordings;

/// <summary>The three line formats of recordings.</summary>
internal enum RecordingLineFormat
{
    /// <summary><c>&lt;receive time&gt; &lt;space&gt; &lt;venue JSON&gt;</c>.</summary>
    Stamped = 1,

    /// <summary>One JSON object a line with the members t, conn, ts, data and url.</summary>
    Session = 2,

    /// <summary>The venue's JSON alone.</summary>
    Bare = 3,
}
