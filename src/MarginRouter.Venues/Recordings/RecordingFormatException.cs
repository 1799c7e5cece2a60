namespace MarginRouter.Venues.Recordings;

/// <summary>A recording holds a line that cannot be read.</summary>
public sealed class RecordingFormatException : Exception
{
    /// <summary>Names the place.</summary>
    /// <param name="file">The file as it was given.</param>
    /// <param name="line">Line number from 1.</param>
    /// <param name="reason">What is wrong with it.</param>
    /// <param name="inner">The fault underneath, if any.</param>
    public RecordingFormatException(string file, long line, string reason, Exception? inner = null)
        : base($"{file}:{line}: {reason}", inner)
    {
        File = file;
        Line = line;
    }

    /// <summary>The file as it was given.</summary>
    public string File { get; }

    /// <summary>Line number from 1.</summary>
    public long Line { get; }
}
