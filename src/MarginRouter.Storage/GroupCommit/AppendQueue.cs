using System.Buffers.Binary;

namespace MarginRouter.Storage.GroupCommit;

/// <summary>
/// Where producers leave records for the writer: one buffer is being filled while the writer works off the other,
/// and taking swaps them. Positions are given out under the same lock, so queue order is position order.
/// Full policy: the producer blocks until the writer swaps; nothing is dropped.
/// </summary>
internal sealed class AppendQueue
{
    private const int EntryHeaderBytes = sizeof(int) + 1;
    private readonly object gate = new();
    private readonly TimeSpan spin;
    private byte[] filling;
    private byte[] working;
    private int filled;
    private int submitted;
    private long lastPosition;
    private bool writerBlocked;
    private int blockedProducers;
    private bool closed;
    private SegmentLogFaultedException? fault;

    public AppendQueue(int capacityBytes, int maxPayloadBytes, long lastPosition, TimeSpan spin)
    {
        int capacity = Math.Max(capacityBytes, EntryHeaderBytes + maxPayloadBytes);
        filling = new byte[capacity];
        working = new byte[capacity];
        this.lastPosition = lastPosition;
        this.spin = spin;
    }

    /// <summary>Position given out last.</summary>
    public long LastPosition => Volatile.Read(ref lastPosition);

    /// <summary>
    /// Copies a record in and returns its position; blocks while there is no room. A record that is not submitted waits for one that is,
    /// for <see cref="Submit"/>, or for a full queue.
    /// </summary>
    public long Enqueue(byte kind, ReadOnlySpan<byte> payload, bool submit)
    {
        int size = EntryHeaderBytes + payload.Length;
        lock (gate)
        {
            while (!closed && fault is null && filling.Length - filled < size)
            {
                blockedProducers++;
                SubmitAll();
                Monitor.Wait(gate);
                blockedProducers--;
            }

            if (fault is not null)
                throw new SegmentLogFaultedException(fault);
            ObjectDisposedException.ThrowIf(closed, typeof(GroupCommitLog));

            Span<byte> entry = filling.AsSpan(filled, size);
            BinaryPrimitives.WriteInt32LittleEndian(entry, payload.Length);
            entry[sizeof(int)] = kind;
            payload.CopyTo(entry[EntryHeaderBytes..]);
            filled += size;
            long position = lastPosition + 1;
            Volatile.Write(ref lastPosition, position);
            if (submit)
                SubmitAll();
            return position;
        }
    }

    /// <summary>Lets the writer have all that waits.</summary>
    public void Submit()
    {
        lock (gate)
        {
            if (submitted != filled)
                SubmitAll();
        }
    }

    /// <summary>Takes all that waits, blocking while that is nothing; false when closed and empty.</summary>
    public bool TryTake(out QueuedBatch batch)
    {
        SpinBudget budget = new(spin);
        while (Volatile.Read(ref submitted) == 0 && !Volatile.Read(ref closed) && budget.Spend())
        {
        }

        lock (gate)
        {
            while (submitted == 0 && !closed)
            {
                writerBlocked = true;
                Monitor.Wait(gate);
                writerBlocked = false;
            }

            batch = new QueuedBatch(filling, filled, lastPosition);
            if (filled == 0)
                return false;
            (filling, working) = (working, filling);
            filled = 0;
            submitted = 0;
            if (blockedProducers > 0)
                Monitor.PulseAll(gate);
            return true;
        }
    }

    /// <summary>Refuses further records; the writer still takes what waits.</summary>
    public void Close()
    {
        lock (gate)
        {
            closed = true;
            Monitor.PulseAll(gate);
        }
    }

    /// <summary>Refuses further records with the failure, blocked producers included.</summary>
    public void Fail(SegmentLogFaultedException exception)
    {
        lock (gate)
        {
            fault = exception;
            Monitor.PulseAll(gate);
        }
    }

    private void SubmitAll()
    {
        Volatile.Write(ref submitted, filled);
        if (writerBlocked)
            Monitor.PulseAll(gate);
    }

    /// <summary>Records as they wait in the buffer; valid until the next taking.</summary>
    internal ref struct QueuedBatch(byte[] buffer, int length, long lastPosition)
    {
        private ReadOnlySpan<byte> rest = buffer.AsSpan(0, length);

        /// <summary>Position that was given out for the batch's last record.</summary>
        public long LastPosition { get; } = lastPosition;

        /// <summary>Takes the next record; false at the end.</summary>
        public bool TryNext(out byte kind, out ReadOnlySpan<byte> payload)
        {
            kind = 0;
            payload = default;
            if (rest.IsEmpty)
                return false;
            int payloadLength = BinaryPrimitives.ReadInt32LittleEndian(rest);
            kind = rest[sizeof(int)];
            payload = rest.Slice(EntryHeaderBytes, payloadLength);
            rest = rest[(EntryHeaderBytes + payloadLength)..];
            return true;
        }
    }
}
