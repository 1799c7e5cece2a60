namespace MarginRouter.LoadTests.Fuzz.Fix;

/// <summary>The FIX library did what it must never do; the message says everything that is needed to see it again.</summary>
internal sealed class FixFuzzException : Exception
{
    public FixFuzzException(string message)
        : base(message)
    {
    }

    public FixFuzzException(string message, Exception inner)
        : base(message, inner)
    {
    }
}
