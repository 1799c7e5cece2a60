namespace MarginRouter.Core.Routing.Search;

/// <summary>
/// Counts elementary operations of a search, so that it stops at the same place on every machine. An operation is weighed
/// to be about a nanosecond, so a work unit, a thousand of them, is about a microsecond.
/// </summary>
internal sealed class WorkMeter
{
    private long operations;

    /// <summary>Work units spent.</summary>
    public int Units => (int)Math.Min(int.MaxValue, operations / 1000);

    /// <summary>Begins again at zero.</summary>
    public void Reset() => operations = 0;

    /// <summary>Notes operations.</summary>
    public void Add(long count) => operations += count;
}
