namespace MarginRouter.Core.Routing.Search;

/// <summary>
/// Counts elementary operations of a search, so that it stops at the same place on every machine. An operation is weighed
/// to be about a nanosecond, so a work unit, a thousand of them, is about a microsecond.
/// </summary>
internal sealed class WorkMeter
{
    private long operations;
    private long limit = long.MaxValue;
    private bool isRefused;

    /// <summary>Work units spent.</summary>
    public int Units => (int)Math.Min(int.MaxValue, operations / 1000);

    /// <summary>True when nothing more may be begun: the limit is reached, or the next step would have passed it.</summary>
    public bool IsSpent => isRefused || operations >= limit;

    /// <summary>Sets the work units at which everybody stops, whatever they are doing; without it the search itself decides when it is over.</summary>
    public void StopAt(int units) => limit = units * 1000L;

    /// <summary>Begins again at zero.</summary>
    public void Reset() => (operations, isRefused) = (0, false);

    /// <summary>True when so many operations still fit; when they do not, all is spent from then on. They are not noted yet.</summary>
    public bool Allows(long count)
    {
        isRefused |= operations > limit - count;
        return !isRefused;
    }

    /// <summary>Notes operations.</summary>
    public void Add(long count) => operations += count;
}
