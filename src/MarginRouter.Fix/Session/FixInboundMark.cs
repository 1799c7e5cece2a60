namespace MarginRouter.Fix.Session;

/// <summary>
/// Names one received application message for a later commit. Marks of one session are ordered: committing one commits all before it.
/// </summary>
/// <param name="Generation">Counts the sequence resets since the process started; marks from before a reset are void.</param>
/// <param name="SequenceNumber">MsgSeqNum (34) of the message.</param>
public readonly record struct FixInboundMark(int Generation, long SequenceNumber);
