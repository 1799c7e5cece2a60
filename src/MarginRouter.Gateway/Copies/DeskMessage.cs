namespace MarginRouter.Gateway.Copies;

/// <summary>Message types (MsgType 35) of our own; the standard leaves those that begin with U to the two sides.</summary>
internal static class DeskMessage
{
    /// <summary>CopyReplayRequest (U1): a drop copy asks for execution reports again.</summary>
    public const int CopyReplayRequest = 'U' | ('1' << 8);

    /// <summary>CopyReplayEnd (U2): how many were sent, and whether there are more.</summary>
    public const int CopyReplayEnd = 'U' | ('2' << 8);
}
