namespace MarginRouter.Core.Margin.Search;

/// <summary>By how much a size exceeds each limit, in the order in which limits stand, as near as a search needs to know it.</summary>
internal sealed class SizeGauge
{
    private double[] overs = new double[8];
    private int known;

    /// <summary>What is known of the size last judged; empty when it was refused without figures.</summary>
    public ReadOnlySpan<double> Values => overs.AsSpan(0, known);

    /// <summary>Begins with another size.</summary>
    public void Clear() => known = 0;

    /// <summary>Takes in the next limit's figure.</summary>
    public void Add(double over)
    {
        if (known == overs.Length)
            Array.Resize(ref overs, known * 2);
        overs[known++] = over;
    }

    /// <summary>Takes in the next limit's exact figure.</summary>
    public void Add(decimal over) => Add((double)over);
}
