namespace MarginRouter.Venues.Trading;

/// <summary>What a frame of a private stream was.</summary>
internal enum PrivateFrame
{
    /// <summary>An event, or a sign of life: it has been dealt with.</summary>
    Event = 1,

    /// <summary>The answer that grants a request.</summary>
    Granted = 2,

    /// <summary>The answer that refuses one: the stream is of no use.</summary>
    Refused = 3,

    /// <summary>The venue is about to close the connection.</summary>
    Closing = 4,
}
