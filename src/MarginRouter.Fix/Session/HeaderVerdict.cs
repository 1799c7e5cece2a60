namespace MarginRouter.Fix.Session;

/// <summary>What the check of a received header found, in the order in which it is checked.</summary>
internal enum HeaderVerdict
{
    /// <summary>All right.</summary>
    Good = 1,

    /// <summary>BeginString is not that of the session: Logout.</summary>
    WrongBeginString = 2,

    /// <summary>MsgSeqNum is absent or no number: Logout, since nothing can be kept in order.</summary>
    NoSequenceNumber = 3,

    /// <summary>A CompID is absent: Reject.</summary>
    CompIdMissing = 4,

    /// <summary>A CompID is not that of the session: Reject and Logout.</summary>
    WrongCompId = 5,

    /// <summary>SendingTime is absent: Reject.</summary>
    SendingTimeMissing = 6,

    /// <summary>SendingTime is unreadable: Reject.</summary>
    SendingTimeMalformed = 7,

    /// <summary>SendingTime is too far from our clock: Reject and Logout.</summary>
    SendingTimeInaccurate = 8,
}
