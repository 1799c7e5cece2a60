namespace MarginRouter.Fix.Session;

/// <summary>What a Logon carries in its header, for proofs of identity that sign it.</summary>
/// <param name="SenderCompId">SenderCompID (49).</param>
/// <param name="TargetCompId">TargetCompID (56).</param>
/// <param name="SequenceNumber">MsgSeqNum (34).</param>
/// <param name="SendingTime">SendingTime (52), UTC.</param>
/// <param name="SendingTimeText">SendingTime (52) as it is written.</param>
public readonly record struct FixLogonStamp(
    string SenderCompId, string TargetCompId, long SequenceNumber, DateTime SendingTime, string SendingTimeText);
