namespace MarginRouter.Core.Routing.Search;

/// <summary>What a node of the search has decided: which candidates may take part, and the least that some must take.</summary>
internal sealed class SplitConstraints
{
    public SplitConstraints(int candidates)
    {
        Excluded = new bool[candidates];
        Floor = new long[candidates];
    }

    private SplitConstraints(SplitConstraints other)
    {
        Excluded = [.. other.Excluded];
        Floor = [.. other.Floor];
    }

    /// <summary>Takes all decisions back.</summary>
    public void Clear()
    {
        Array.Clear(Excluded);
        Array.Clear(Floor);
    }

    /// <summary>By candidate: true when it gets nothing.</summary>
    public bool[] Excluded { get; }

    /// <summary>By candidate: least instrument lots, 0 for none.</summary>
    public long[] Floor { get; }

    /// <summary>These decisions and one candidate left out.</summary>
    public SplitConstraints Excluding(Candidate candidate)
    {
        var copy = new SplitConstraints(this);
        copy.Excluded[candidate.Index] = true;
        copy.Floor[candidate.Index] = 0;
        return copy;
    }

    /// <summary>These decisions and one candidate taken in again.</summary>
    public SplitConstraints Including(Candidate candidate)
    {
        var copy = new SplitConstraints(this);
        copy.Excluded[candidate.Index] = false;
        return copy;
    }

    /// <summary>These decisions and one candidate with at least so many lots.</summary>
    public SplitConstraints WithFloor(Candidate candidate, long lots)
    {
        var copy = new SplitConstraints(this);
        copy.Floor[candidate.Index] = lots;
        return copy;
    }
}
