namespace MarginRouter.Fix.Codec;

/// <summary>A message that cannot be written: an empty value, a separator inside a value, or more bytes than the writer's bound.</summary>
public sealed class FixEncodingException : Exception
{
    /// <summary>Creates the error with a text that names the tag and what is wrong with its value.</summary>
    public FixEncodingException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the error with a text and the error that caused it.</summary>
    public FixEncodingException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>Creates the error with the runtime's default text.</summary>
    public FixEncodingException()
    {
    }
}
