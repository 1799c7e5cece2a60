namespace MarginRouter.Host.Journal;

/// <summary>A journal record, or a journal, is not one that this program wrote.</summary>
public sealed class JournalFormatException : Exception
{
    /// <summary>Makes the exception.</summary>
    public JournalFormatException(string message)
        : base(message)
    {
    }

    /// <summary>Makes the exception for a record at a position.</summary>
    public JournalFormatException(long position, Exception inner)
        : base($"journal record {position}: {inner.Message}", inner)
    {
    }
}
