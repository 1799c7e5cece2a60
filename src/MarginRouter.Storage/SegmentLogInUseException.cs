namespace MarginRouter.Storage;

/// <summary>Another process, or another log in this one, has the directory open for writing.</summary>
public sealed class SegmentLogInUseException : Exception
{
    /// <summary>Names the directory.</summary>
    /// <param name="directory">Full path of the log's directory.</param>
    /// <param name="innerException">The system's refusal of the lock.</param>
    public SegmentLogInUseException(string directory, Exception innerException)
        : base($"log directory '{directory}' is in use by another writer: {innerException.Message}", innerException)
    {
    }
}
