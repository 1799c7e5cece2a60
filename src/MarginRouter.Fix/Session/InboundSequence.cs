using MarginRouter.Fix.Store;

namespace MarginRouter.Fix.Session;

/// <summary>
/// The two inbound numbers: the next one expected on this connection, and the one up to which everything is safely processed, which the
/// store holds. They differ only while the application has messages that it has not committed.
/// </summary>
internal sealed class InboundSequence(IFixMessageStore store, FixInboundCommit mode)
{
    private int _generation = 1;
    private long _lastDelivered;
    private long _deliveredBefore;

    /// <summary>MsgSeqNum of the next message in order.</summary>
    public long Expected { get; private set; } = store.NextInbound;

    /// <summary>Notes that the expected message goes to the application, and returns its mark.</summary>
    public FixInboundMark Deliver()
    {
        _deliveredBefore = _lastDelivered;
        _lastDelivered = Expected;
        return new FixInboundMark(_generation, Expected);
    }

    /// <summary>The application refused the message given out last: there is nothing that it will commit.</summary>
    public void Refused() => _lastDelivered = _deliveredBefore;

    /// <summary>Moves the expected number, after a message in order or a SequenceReset.</summary>
    public void Advance(long next)
    {
        Expected = next;
        if (mode == FixInboundCommit.AfterCallback || _lastDelivered < store.NextInbound)
            store.SetNextInbound(next);
    }

    /// <summary>Commits a message and all before it; with the last one delivered, also the session-level messages behind it.</summary>
    public void Commit(FixInboundMark mark)
    {
        if (mark.Generation != _generation)
            return;
        long next = mark.SequenceNumber >= _lastDelivered ? Math.Max(Expected, mark.SequenceNumber + 1) : mark.SequenceNumber + 1;
        if (next > store.NextInbound)
            store.SetNextInbound(next);
    }

    /// <summary>Follows a reset of the store: number 1 is expected and all marks are void.</summary>
    public void Reset()
    {
        Expected = store.NextInbound;
        _lastDelivered = 0;
        _deliveredBefore = 0;
        _generation++;
    }
}
