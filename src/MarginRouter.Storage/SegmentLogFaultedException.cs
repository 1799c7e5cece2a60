namespace MarginRouter.Storage;

/// <summary>
/// The log refuses service because an earlier write or sync failed (disk full, device error). What was appended behind
/// <see cref="DurablePosition"/> may be lost. Opening the log anew repairs its tail and tells what it holds.
/// </summary>
public sealed class SegmentLogFaultedException : Exception
{
    /// <summary>Wraps the failure that stopped the log.</summary>
    /// <param name="directory">Full path of the log's directory.</param>
    /// <param name="durablePosition">Last position known to be durable, 0 or more.</param>
    /// <param name="innerException">The first failure.</param>
    public SegmentLogFaultedException(string directory, long durablePosition, Exception innerException)
        : base($"log '{directory}' stopped after a failure; durable up to record {durablePosition}: {innerException.Message}", innerException)
    {
        DurablePosition = durablePosition;
    }

    /// <summary>The same failure for another thread or a later call.</summary>
    /// <param name="first">The exception that reported it first.</param>
    internal SegmentLogFaultedException(SegmentLogFaultedException first)
        : base(first.Message, first.InnerException) => DurablePosition = first.DurablePosition;

    /// <summary>Last position known to be durable when the log stopped, 0 or more.</summary>
    public long DurablePosition { get; }
}
