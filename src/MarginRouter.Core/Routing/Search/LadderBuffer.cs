namespace MarginRouter.Core.Routing.Search;

/// <summary>Cumulative lots and money by level; grown as a ladder is read and used again by the next decision.</summary>
internal sealed class LadderBuffer
{
    private long[] lots = new long[64];
    private Int128[] money = new Int128[64];

    /// <summary>Lots down to and including each level.</summary>
    public long[] Lots => lots;

    /// <summary>Price times size of the same, in ticks times lots.</summary>
    public Int128[] Money => money;

    /// <summary>Makes room for twice as many levels.</summary>
    public void Grow()
    {
        Array.Resize(ref money, lots.Length * 2);
        Array.Resize(ref lots, lots.Length * 2);
    }
}
