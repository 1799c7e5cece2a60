using MarginRouter.Fix.Codec;

namespace MarginRouter.Fix.Session;

/// <summary>The answers to session-level messages other than Logon and Logout. Each returns why the message is refused, or null.</summary>
internal sealed class AdminRules(InboundSequence inbound, OutboundChannel outbound)
{
    private readonly FixMessageWriter _writer = new();

    /// <summary>A message that stands in order.</summary>
    /// <param name="message">The message, which has no structural fault.</param>
    /// <param name="number">Its MsgSeqNum; consumed here unless the message is refused.</param>
    /// <param name="now">Our clock, UTC.</param>
    public FixRefusal? Answer(FixMessage message, long number, DateTime now)
    {
        FixRefusal? refusal = message.MessageType switch
        {
            FixMsgType.TestRequest => AnswerTestRequest(message, now),
            FixMsgType.ResendRequest => AnswerResendRequest(message),
            FixMsgType.SequenceReset => FillGap(message, number),
            FixMsgType.Logon => FixRefusal.Session(FixRejectReason.Other, null, "Already logged on"),
            _ => null,
        };
        if (refusal is null && message.MessageType != FixMsgType.SequenceReset)
            inbound.Advance(number + 1);
        return refusal;
    }

    /// <summary>Starts the replay that a ResendRequest asks for.</summary>
    public FixRefusal? AnswerResendRequest(FixMessage message)
    {
        if (!message.TryGetLong(FixTag.BeginSeqNo, out long from))
            return FixRefusal.MissingOrMalformed(message, FixTag.BeginSeqNo);
        if (!message.TryGetLong(FixTag.EndSeqNo, out long through))
            return FixRefusal.MissingOrMalformed(message, FixTag.EndSeqNo);
        if (from < 1 || from > outbound.Next)
            return FixRefusal.Session(FixRejectReason.ValueIncorrect, FixTag.BeginSeqNo);
        if (through != 0 && through < from)
            return FixRefusal.Session(FixRejectReason.ValueIncorrect, FixTag.EndSeqNo);
        if (from < outbound.Next)
            outbound.StartReplay(from, through);
        return null;
    }

    /// <summary>
    /// SequenceReset in reset mode: its own MsgSeqNum does not count, and it may only move the expected number forward.
    /// </summary>
    public FixRefusal? ResetSequence(FixMessage message)
    {
        if (!message.TryGetLong(FixTag.NewSeqNo, out long next))
            return FixRefusal.MissingOrMalformed(message, FixTag.NewSeqNo);
        if (next < inbound.Expected)
            return FixRefusal.Session(FixRejectReason.ValueIncorrect);
        if (next > inbound.Expected)
            inbound.Advance(next);
        return null;
    }

    /// <summary>
    /// A possible duplicate that is a gap fill: it may begin with numbers that were meanwhile taken from the held messages and still reach
    /// beyond them.
    /// </summary>
    public void FollowLateGapFill(FixMessage message)
    {
        if (message.MessageType == FixMsgType.SequenceReset && message.TryGetLong(FixTag.NewSeqNo, out long next) && next > inbound.Expected)
            inbound.Advance(next);
    }

    private FixRefusal? AnswerTestRequest(FixMessage message, DateTime now)
    {
        if (!message.TryGetSpan(FixTag.TestReqID, out ReadOnlySpan<byte> id))
            return FixRefusal.Session(FixRejectReason.RequiredTagMissing, FixTag.TestReqID);
        outbound.SendAdmin(AdminMessages.Heartbeat(_writer, id), now);
        return null;
    }

    private FixRefusal? FillGap(FixMessage message, long number)
    {
        if (!message.TryGetLong(FixTag.NewSeqNo, out long next))
            return FixRefusal.MissingOrMalformed(message, FixTag.NewSeqNo);
        if (next <= number)
            return FixRefusal.Session(FixRejectReason.ValueIncorrect, FixTag.NewSeqNo);
        inbound.Advance(next);
        return null;
    }
}
