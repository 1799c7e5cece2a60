namespace MarginRouter.Fix.Store;

/// <summary>
/// What a session must remember between messages and connections: both next sequence numbers and the application messages it has sent.
/// Numbers that went to session-level messages are not kept; on a resend they are gap-filled. One thread uses a store at a time.
/// </summary>
public interface IFixMessageStore : IDisposable
{
    /// <summary>MsgSeqNum (34) of the next message to send, from 1.</summary>
    long NextOutbound { get; }

    /// <summary>MsgSeqNum (34) from which the counterparty's messages are not yet safely processed, from 1.</summary>
    long NextInbound { get; }

    /// <summary>Start, UTC, of the scheduled session to which numbers and messages belong; null when none was ever begun.</summary>
    DateTime? SessionStart { get; }

    /// <summary>
    /// A short ASCII text of the application's, which it would else find in the messages. It is written with each reset and so outlives them;
    /// null when there is none.
    /// </summary>
    string? Mark { get; set; }

    /// <summary>Keeps a message and moves <see cref="NextOutbound"/> to the number behind it. Called before the message is sent.</summary>
    /// <param name="sequenceNumber">Its MsgSeqNum: <see cref="NextOutbound"/>.</param>
    /// <param name="message">The whole message as sent.</param>
    void Append(long sequenceNumber, ReadOnlySpan<byte> message);

    /// <summary>Moves <see cref="NextOutbound"/> forward without a message, for session-level messages.</summary>
    void SetNextOutbound(long value);

    /// <summary>Sets <see cref="NextInbound"/>.</summary>
    void SetNextInbound(long value);

    /// <summary>The smallest kept number in <c>[first, limit)</c>, or <paramref name="limit"/> when there is none.</summary>
    long FindStored(long first, long limit);

    /// <summary>A kept message's bytes, valid until the next call; empty when the number is not kept.</summary>
    ReadOnlySpan<byte> Read(long sequenceNumber);

    /// <summary>Forgets all messages and sets both numbers to 1, within the same scheduled session.</summary>
    void Reset();

    /// <summary>Forgets all messages, sets both numbers to 1 and keeps <see cref="SessionStart"/>, in one step that survives as a whole.</summary>
    /// <param name="start">Start of the session, UTC.</param>
    void BeginSession(DateTime start);
}
