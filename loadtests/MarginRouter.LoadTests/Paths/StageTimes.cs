namespace MarginRouter.LoadTests.Paths;

/// <summary>Stopwatch times inside the router, by parent number from 1; written by the engine thread only, read after a round.</summary>
internal sealed class StageTimes(int capacity)
{
    /// <summary>The engine took the parent off its queue.</summary>
    public long[] Taken { get; } = new long[capacity + 1];

    /// <summary>Its route was decided; nothing of it is in the journal yet.</summary>
    public long[] Decided { get; } = new long[capacity + 1];

    /// <summary>Children of its first decision.</summary>
    public int[] Children { get; } = new int[capacity + 1];
}
