namespace MarginRouter.Fix.Dictionaries;

/// <summary>A dictionary file cannot be read; the message names file, line and fault.</summary>
public sealed class FixDictionaryException : Exception
{
    /// <summary>Names the place and the fault.</summary>
    public FixDictionaryException(string message)
        : base(message)
    {
    }

    /// <summary>Names the place and the fault, with the reader's own error.</summary>
    public FixDictionaryException(string message, Exception inner)
        : base(message, inner)
    {
    }
}
