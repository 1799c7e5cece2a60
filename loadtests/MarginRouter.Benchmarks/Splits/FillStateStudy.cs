using MarginRouter.Core.Margin;
using MarginRouter.Core.Routing.Search.Instances;
using MarginRouter.Core.Routing.Search.Lots;

namespace MarginRouter.Benchmarks.Splits;

/// <summary>
/// What it costs that limits hold at every reachable fill state and not only when all children have filled; and, for splits of up to 12
/// children, whether every subset of fills keeps the limits: of the split made for any state none may break one, of the other many do.
/// </summary>
internal static class FillStateStudy
{
    private const int MostChildren = 12;

    /// <summary>Runs the study and writes its table in Markdown.</summary>
    public static void Run(TextWriter output, string folder)
    {
        output.WriteLine("| class | parents | fill lost, mean (max), of the parent | cost lost where as much is filled, mean (max) | splits of up to 12 children: subsets tried | subsets that break a limit | splits for the final state with such a subset |");
        output.WriteLine("|---|---|---|---|---|---|---|");
        foreach (IGrouping<string, Row> kind in StudyInstance.ReadAll(folder).Select(Study).GroupBy(row => row.Kind).OrderBy(group => group.Key, StringComparer.Ordinal))
            Write(output, kind.Key, [.. kind]);
    }

    private static void Write(TextWriter output, string kind, Row[] rows)
    {
        decimal[] costs = [.. rows.Where(row => row.CostLost is not null).Select(row => row.CostLost!.Value)];
        StudyInstance.Write(
            output,
            $"| {kind} | {rows.Length} | {rows.Average(row => row.FillLost):P3} ({rows.Max(row => row.FillLost):P2}) | {(costs.Length == 0 ? 0m : costs.Average()):F4} bp ({(costs.Length == 0 ? 0m : costs.Max()):F3}), {costs.Length} parents | {rows.Sum(row => row.Subsets)} | {rows.Sum(row => row.BreakingSubsets)} | {rows.Count(row => row.IsFinalBreaking == true)} of {rows.Count(row => row.IsFinalBreaking is not null)} |");
    }

    private static Row Study(StudyInstance parent)
    {
        var tree = new SplitTree(new SplitProblem(InstanceModel.Build(parent.Instance, FillStatePolicy.Any)));
        tree.Run(StudyInstance.Units);
        decimal final = parent.Quantities(parent.Ours).Sum();
        decimal any = parent.Quantities(tree.Best.Lots).Sum();
        decimal? lost = final == any && final > 0m ? (parent.Exact.Cost(tree.Best.Lots) - parent.Exact.Cost(parent.Ours)) / parent.BasisPoint : null;
        (long subsets, long breaking) = TrySubsets(parent, tree.Best.Lots);
        (long ownSubsets, long ownBreaking) = TrySubsets(parent, parent.Ours);
        return new Row(parent.Kind, (final - any) / parent.Model.Wanted, lost, subsets, breaking, ownSubsets == 0 ? null : ownBreaking > 0);
    }

    private static (long Subsets, long Breaking) TrySubsets(StudyInstance parent, long[] lots)
    {
        int[] children = [.. Enumerable.Range(0, lots.Length).Where(route => lots[route] > 0)];
        if (children.Length is 0 or > MostChildren)
            return (0, 0);
        long breaking = 0;
        var quantities = new decimal[lots.Length];
        for (int subset = 0; subset < 1 << children.Length; subset++)
        {
            for (int i = 0; i < children.Length; i++)
                quantities[children[i]] = (subset >> i & 1) != 0 ? parent.Model.Quantity(children[i], lots[children[i]]) : 0m;
            breaking += parent.IsBreaching(quantities) ? 1 : 0;
        }

        return (1L << children.Length, breaking);
    }

    private sealed record Row(string Kind, decimal FillLost, decimal? CostLost, long Subsets, long BreakingSubsets, bool? IsFinalBreaking);
}
