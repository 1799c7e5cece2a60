namespace MarginRouter.Fix.Store;

/// <summary>How a durable store keeps what it is given.</summary>
public sealed record FixStoreOptions
{
    /// <summary>
    /// False (default): a message has reached the operating system before it is sent, so it survives the death of the process. True: it has
    /// reached the disk, so it survives a loss of power too, at the price of one disk flush a message.
    /// </summary>
    public bool SyncEachMessage { get; init; }

    /// <summary>
    /// Most records (sent messages and number changes) that are kept, from 1,000. Older messages are dropped with their segments and
    /// are gap-filled when asked for. The index takes 24 bytes of memory a message.
    /// </summary>
    public int MaximumRecords { get; init; } = 1_000_000;
}
