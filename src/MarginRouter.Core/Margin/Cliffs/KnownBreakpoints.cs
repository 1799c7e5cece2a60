using System.Collections.Immutable;
using MarginRouter.Core.Margin.Cases;

namespace MarginRouter.Core.Margin.Cliffs;

/// <summary>Places of a path at which a size reaches a bound of its table; sizes move one way along every path.</summary>
internal static class KnownBreakpoints
{
    private const int Halvings = 60;

    /// <summary>The places between two factors, in no order.</summary>
    public static IEnumerable<decimal> Of(MarginPath path, decimal from, decimal to)
    {
        if (Sizes(path, from) is not { } first || Sizes(path, to) is not { } last)
            yield break;
        for (int i = 0; i < first.Length; i++)
        {
            decimal least = Math.Min(first[i].Size, last[i].Size);
            decimal most = Math.Max(first[i].Size, last[i].Size);
            foreach (decimal bound in first[i].Bounds.Where(bound => bound >= least && bound <= most && least < most))
                yield return Place(path, i, bound, (from, to), rising: last[i].Size > first[i].Size);
        }
    }

    private static decimal Place(MarginPath path, int index, decimal bound, (decimal Low, decimal High) range, bool rising)
    {
        (decimal low, decimal high) = range;
        for (int i = 0; i < Halvings; i++)
        {
            decimal middle = (low + high) / 2m;
            bool above = Sizes(path, middle)![index].Size > bound;
            if (above == rising)
                high = middle;
            else
                low = middle;
        }

        return (low + high) / 2m;
    }

    private static TableSize[]? Sizes(MarginPath path, decimal factor)
    {
        MarginCase? moved = path.CaseAt(factor, out _);
        ImmutableArray<TableSize>? sizes = moved is null ? null : TableSize.Of(moved);
        return sizes is { } found ? [.. found] : null;
    }
}
