using MarginRouter.Storage.GroupCommit;

namespace MarginRouter.Storage;

/// <summary>
/// Appends from many threads, committed in groups by one writer thread: it takes all that waits, writes it at once,
/// syncs once and publishes the position. The longer a sync takes, the more records share the next one.
/// Appending allocates nothing and does not wait for the device unless the queue is full.
/// Records of one producer keep their order; nothing is dropped, and after a failure everybody is told.
/// </summary>
public sealed class GroupCommitLog : IDisposable
{
    private readonly SegmentLog log;
    private readonly GroupCommitOptions options;
    private readonly AppendQueue queue;
    private readonly CommitSignal signal;
    private readonly Thread writer;
    private readonly int maxPayloadBytes;
    private long durablePosition;
    private SegmentLogFaultedException? fault;
    private int disposed;

    /// <summary>Takes over an open log and starts the writer thread.</summary>
    /// <param name="log">
    /// The log; from now on nobody else may call it. Read what it holds before, or with
    /// <see cref="SegmentReader.Open"/> beside the writer.
    /// </param>
    /// <param name="options">How to commit.</param>
    /// <exception cref="ArgumentException">An option is out of range.</exception>
    public GroupCommitLog(SegmentLog log, GroupCommitOptions options)
    {
        ArgumentNullException.ThrowIfNull(log);
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        this.log = log;
        this.options = options;
        maxPayloadBytes = log.MaxPayloadBytes;
        durablePosition = log.DurablePosition;
        queue = new AppendQueue(options.QueueBytes, maxPayloadBytes, log.LastPosition, options.Spin);
        signal = new CommitSignal(log.WrittenPosition, options.Spin);
        log.PrepareSegmentsAhead();
        writer = new Thread(Run) { IsBackground = true, Name = "log writer" };
        writer.Start();
    }

    /// <summary>Position of the record queued last.</summary>
    public long LastPosition => queue.LastPosition;

    /// <summary>Up to here records are committed in the sense of <see cref="GroupCommitOptions.Durability"/>.</summary>
    public long CommittedPosition => signal.Position;

    /// <summary>Up to here records survive a loss of power. With <see cref="CommitDurability.Written"/> it moves only when a segment ends.</summary>
    public long DurablePosition => Volatile.Read(ref durablePosition);

    /// <summary>Longest payload accepted, in bytes.</summary>
    public int MaxPayloadBytes => maxPayloadBytes;

    /// <summary>The failure that stopped the log; null while it works.</summary>
    public SegmentLogFaultedException? Fault => Volatile.Read(ref fault);

    /// <summary>
    /// Queues a record and returns at once; blocks only while the queue is full. Any thread.
    /// </summary>
    /// <param name="kind">The caller's kind of record.</param>
    /// <param name="payload">The caller's bytes, 0 to <see cref="MaxPayloadBytes"/>; copied.</param>
    /// <returns>The record's position; committed when <see cref="CommittedPosition"/> reaches it.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The payload is too long.</exception>
    /// <exception cref="SegmentLogFaultedException">A write or sync failed; the record was not taken.</exception>
    /// <exception cref="ObjectDisposedException">The log is closed.</exception>
    public long Append(byte kind, ReadOnlySpan<byte> payload)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(payload.Length, maxPayloadBytes, nameof(payload));
        return queue.Enqueue(kind, payload, submit: true);
    }

    /// <summary>
    /// As <see cref="Append"/>, but the writer is not woken: for the first of several records that belong together, so that they share one
    /// sync. The record is committed with the next one appended, at <see cref="Submit"/>, or when the queue is full or closed.
    /// </summary>
    /// <param name="kind">The caller's kind of record.</param>
    /// <param name="payload">The caller's bytes, 0 to <see cref="MaxPayloadBytes"/>; copied.</param>
    /// <returns>The record's position.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The payload is too long.</exception>
    /// <exception cref="SegmentLogFaultedException">A write or sync failed; the record was not taken.</exception>
    /// <exception cref="ObjectDisposedException">The log is closed.</exception>
    public long AppendDeferred(byte kind, ReadOnlySpan<byte> payload)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(payload.Length, maxPayloadBytes, nameof(payload));
        return queue.Enqueue(kind, payload, submit: false);
    }

    /// <summary>Lets the writer commit what was deferred. Does nothing when nothing was. Any thread.</summary>
    public void Submit() => queue.Submit();

    /// <summary>Waits until a record is committed. Any thread but the writer's own (the callbacks).</summary>
    /// <param name="position">Position that an append returned.</param>
    /// <param name="timeout">Longest wait, 0 or more.</param>
    /// <returns>False when the time ran out first.</returns>
    /// <exception cref="SegmentLogFaultedException">The log stopped before it committed the record.</exception>
    public bool WaitCommitted(long position, TimeSpan timeout) => signal.Wait(position, timeout);

    /// <summary>
    /// Commits all that is queued, makes it durable and closes. After a failure it only closes: whoever listens was told.
    /// </summary>
    /// <exception cref="SegmentLogFaultedException">The closing sync failed.</exception>
    public void Dispose()
    {
        if (Thread.CurrentThread == writer)
            throw new InvalidOperationException("the log cannot be closed from its own callbacks");
        if (Interlocked.Exchange(ref disposed, 1) != 0)
            return;
        queue.Close();
        writer.Join();
        log.Dispose();
        Volatile.Write(ref durablePosition, log.DurablePosition);
    }

    private void Run()
    {
        try
        {
            while (queue.TryTake(out AppendQueue.QueuedBatch batch))
                Commit(batch);
        }
        catch (Exception exception)
        {
            Stop(exception as SegmentLogFaultedException
                ?? new SegmentLogFaultedException(log.Directory, log.DurablePosition, exception));
        }
    }

    private void Commit(AppendQueue.QueuedBatch batch)
    {
        while (batch.TryNext(out byte kind, out ReadOnlySpan<byte> payload))
            log.Stage(kind, payload);
        if (log.LastPosition != batch.LastPosition)
            throw new InvalidOperationException($"record {batch.LastPosition} of the queue became record {log.LastPosition} of the log");
        if (options.Durability == CommitDurability.Durable)
            log.Sync();
        else
            log.WriteStaged();
        Volatile.Write(ref durablePosition, log.DurablePosition);
        signal.Publish(log.WrittenPosition);
        options.Committed?.Invoke(log.WrittenPosition);
    }

    private void Stop(SegmentLogFaultedException exception)
    {
        Volatile.Write(ref fault, exception);
        queue.Fail(exception);
        signal.Fail(exception);
        options.Faulted?.Invoke(exception);
    }
}
