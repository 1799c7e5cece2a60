namespace MarginRouter.Core.Routing.Search.Instances;

/// <summary>
/// The exact cost of sweeping a book. What whole levels hold and cost is added up once, so that a sweep of many levels costs no more
/// than one of a few.
/// </summary>
internal sealed class BookSweep
{
    private readonly decimal[] perUnit;

    // By level: what lies before it, and what that costs; one more at the end. The rounded copy is for finding the level only.
    private readonly decimal[] before;
    private readonly decimal[] costBefore;
    private readonly double[] near;

    /// <summary>Adds a book up.</summary>
    /// <param name="levels">Cost of a base unit and base units shown, best first.</param>
    public BookSweep((decimal PerUnit, decimal Shown)[] levels)
    {
        perUnit = [.. levels.Select(level => level.PerUnit)];
        before = new decimal[levels.Length + 1];
        costBefore = new decimal[levels.Length + 1];
        for (int level = 0; level < levels.Length; level++)
        {
            before[level + 1] = before[level] + levels[level].Shown;
            costBefore[level + 1] = costBefore[level] + (levels[level].PerUnit * levels[level].Shown);
        }

        near = [.. before.Select(quantity => (double)quantity)];
    }

    /// <summary>The cost of so many base units; of no more than the book shows.</summary>
    public decimal Cost(decimal quantity)
    {
        int whole = Array.BinarySearch(near, (double)quantity);
        whole = whole >= 0 ? whole : ~whole - 1;
        while (whole > 0 && before[whole] > quantity)
            whole--;
        while (whole < perUnit.Length && before[whole + 1] <= quantity)
            whole++;
        return whole == perUnit.Length || before[whole] == quantity ? costBefore[whole] : costBefore[whole] + (perUnit[whole] * (quantity - before[whole]));
    }
}
