namespace MarginRouter.Fix.Passwords;

/// <summary>The file of changed passwords cannot be read or written; the message names it.</summary>
public sealed class FixPasswordFileException : Exception
{
    /// <summary>Names the file and the fault.</summary>
    public FixPasswordFileException(string message)
        : base(message)
    {
    }

    /// <summary>Names the file and the fault, with its cause.</summary>
    public FixPasswordFileException(string message, Exception inner)
        : base(message, inner)
    {
    }
}
