using System.Text;
using MarginRouter.Fix.Codec;

namespace MarginRouter.Fix.Session;

/// <summary>Checks the standard header of received messages against the session's identity and the clock.</summary>
internal sealed class HeaderCheck(FixSessionOptions options)
{
    private readonly byte[] _beginString = Encoding.ASCII.GetBytes(options.Id.BeginString);
    private readonly byte[] _expectedSender = Encoding.ASCII.GetBytes(options.Id.TargetCompId);
    private readonly byte[] _expectedTarget = Encoding.ASCII.GetBytes(options.Id.SenderCompId);

    /// <summary>Judges the header.</summary>
    /// <param name="message">The message.</param>
    /// <param name="now">Our clock, UTC.</param>
    /// <param name="sequenceNumber">MsgSeqNum (34); 0 when it cannot be read.</param>
    /// <param name="faultTag">The tag to blame in a Reject; 0 for none.</param>
    public HeaderVerdict Judge(FixMessage message, DateTime now, out long sequenceNumber, out int faultTag)
    {
        faultTag = 0;
        bool numbered = message.TryGetLong(FixTag.MsgSeqNum, out sequenceNumber) && sequenceNumber >= 0;
        if (!message.Equals(FixTag.BeginString, _beginString))
            return HeaderVerdict.WrongBeginString;
        if (!numbered)
            return HeaderVerdict.NoSequenceNumber;
        bool hasSender = message.TryGetSpan(FixTag.SenderCompID, out ReadOnlySpan<byte> sender);
        bool hasTarget = message.TryGetSpan(FixTag.TargetCompID, out ReadOnlySpan<byte> target);
        if (!hasSender || !hasTarget)
        {
            faultTag = hasSender ? FixTag.TargetCompID : FixTag.SenderCompID;
            return HeaderVerdict.CompIdMissing;
        }

        if (!sender.SequenceEqual(_expectedSender) || !target.SequenceEqual(_expectedTarget))
            return HeaderVerdict.WrongCompId;
        return JudgeTime(message, now, out faultTag);
    }

    private HeaderVerdict JudgeTime(FixMessage message, DateTime now, out int faultTag)
    {
        faultTag = FixTag.SendingTime;
        if (!message.TryGetSpan(FixTag.SendingTime, out ReadOnlySpan<byte> text))
            return HeaderVerdict.SendingTimeMissing;
        if (!FixTimestamp.TryRead(text, out DateTime sendingTime))
            return HeaderVerdict.SendingTimeMalformed;
        faultTag = 0;
        bool accurate = options.SendingTimeTolerance is not { } tolerance || (now - sendingTime).Duration() <= tolerance;
        return accurate ? HeaderVerdict.Good : HeaderVerdict.SendingTimeInaccurate;
    }
}
