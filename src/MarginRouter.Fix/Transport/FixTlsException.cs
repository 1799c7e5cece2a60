namespace MarginRouter.Fix.Transport;

/// <summary>TLS cannot be set up as configured; the message names the files.</summary>
public sealed class FixTlsException : Exception
{
    /// <summary>Names the fault.</summary>
    public FixTlsException(string message)
        : base(message)
    {
    }

    /// <summary>Names the fault and its cause.</summary>
    public FixTlsException(string message, Exception inner)
        : base(message, inner)
    {
    }
}
