namespace MarginRouter.Benchmarks.Splits;

/// <summary>What a router does over many parents.</summary>
internal sealed class NaiveTally
{
    // A fill that misses the greatest by less than this share of the parent counts as full, as it does for score.py.
    private const decimal NearFill = 0.0001m;

    private readonly List<decimal> usableGaps = [];
    private readonly List<decimal> fullGaps = [];
    private decimal shortfall;
    private int parents;
    private int breaches;
    private int otherRules;
    private int underfills;
    private int unusable;
    private int dearer;

    /// <summary>Adds a split.</summary>
    public void Add(StudyInstance parent, long[] lots)
    {
        decimal[] quantities = parent.Quantities(lots);
        bool isBreaching = parent.IsBreaching(quantities);
        bool isBreakingOther = !isBreaching && parent.Exact.Broken(lots) is not null;
        decimal missing = Math.Max(0m, parent.Best.Filled - quantities.Sum());
        bool isFull = missing <= parent.Model.Wanted * NearFill;
        decimal gap = parent.Best.Filled == 0m ? 0m : (parent.Exact.Cost(lots) - parent.Best.Cost) / parent.BasisPoint;
        parents++;
        breaches += isBreaching ? 1 : 0;
        otherRules += isBreakingOther ? 1 : 0;
        underfills += isFull ? 0 : 1;
        unusable += isBreaching || !isFull ? 1 : 0;
        shortfall += missing / parent.Model.Wanted;
        if (isFull)
            fullGaps.Add(gap);
        if (!isFull || isBreaching || isBreakingOther)
            return;
        usableGaps.Add(gap);
        dearer += gap > 0.01m ? 1 : 0;
    }

    /// <summary>Head of the table.</summary>
    public static void WriteHead(TextWriter output)
    {
        output.WriteLine("| router | usable as is | breaches a limit | breaks another rule | fills less | mean shortfall | breach or under-fill | usable but dearer by 0.01 bp | gap of usable, mean (max) | gap of full fills, mean |");
        output.WriteLine("|---|---|---|---|---|---|---|---|---|---|");
    }

    /// <summary>A row of the table.</summary>
    public void Write(TextWriter output, string name) => StudyInstance.Write(
        output,
        $"| {name} | {Share(usableGaps.Count)} | {Share(breaches)} | {Share(otherRules)} | {Share(underfills)} | {shortfall / Math.Max(1, parents):P1} | {Share(unusable)} | {Share(dearer)} | {Mean(usableGaps):F3} bp ({Most(usableGaps):F2}) | {Mean(fullGaps):F3} bp |");

    private string Share(int count) => FormattableString.Invariant($"{(double)count / Math.Max(1, parents):P0}");

    private static decimal Mean(List<decimal> values) => values.Count == 0 ? 0m : values.Average();

    private static decimal Most(List<decimal> values) => values.Count == 0 ? 0m : values.Max();
}
