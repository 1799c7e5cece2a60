namespace MarginRouter.Storage;

/// <summary>How a <see cref="GroupCommitLog"/> commits.</summary>
public sealed record GroupCommitOptions
{
    /// <summary>What "committed" means. Default <see cref="CommitDurability.Durable"/>.</summary>
    public CommitDurability Durability { get; init; } = CommitDurability.Durable;

    /// <summary>
    /// Bytes that may wait for the writer beside those it is writing, 4 KiB or more; when full, appending blocks until
    /// the writer has taken them. Default 1 MiB; at least one longest payload fits in any case.
    /// </summary>
    public int QueueBytes { get; init; } = 1024 * 1024;

    /// <summary>
    /// How long an idle writer looks for work before it blocks, and a waiting caller for its commit, 0 to 1 ms.
    /// Default 20 microseconds: about what waking a blocked thread costs.
    /// </summary>
    public TimeSpan Spin { get; init; } = TimeSpan.FromMicroseconds(20);

    /// <summary>
    /// Called on the writer's thread after each commit with the last position committed; must be short and must not
    /// append. An exception from it stops the log.
    /// </summary>
    public Action<long>? Committed { get; init; }

    /// <summary>
    /// Called once on the writer's thread when the log stops after a failure. Later appends and waits throw the same.
    /// An exception from it ends the process.
    /// </summary>
    public Action<SegmentLogFaultedException>? Faulted { get; init; }

    /// <summary>Refuses settings that no log can work with.</summary>
    /// <exception cref="ArgumentException">A setting is outside its range.</exception>
    internal void Validate()
    {
        if (!Enum.IsDefined(Durability))
            throw new ArgumentException($"Durability {Durability} is not one of its values");
        ArgumentOutOfRangeException.ThrowIfLessThan(QueueBytes, 4 * 1024);
        ArgumentOutOfRangeException.ThrowIfLessThan(Spin, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Spin, TimeSpan.FromMilliseconds(1));
    }
}
