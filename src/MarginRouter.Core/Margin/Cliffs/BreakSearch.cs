using System.Collections.Immutable;

namespace MarginRouter.Core.Margin.Cliffs;

/// <summary>
/// Finds where a function of one variable jumps or bends, without knowing why. A stretch of five evenly spaced points is smooth when the
/// second differences of its halves agree with each other and with that of the whole; a bend or jump inside makes them differ by an
/// amount that shrinks no faster than the stretch, while every smooth function's shrinks with its cube. So stretches that differ are
/// halved until one is as narrow as wanted. A bend on the edge of a stretch is invisible from it, hence two grids that are half a
/// stretch apart, and a third half in the middle.
/// </summary>
internal sealed class BreakSearch
{
    private const int Stretches = 48;
    private const decimal Tolerance = 0.0001m;

    // Where in the grid's first stretch the searched range begins: no round figure, so that round places do not fall on edges.
    private const decimal Offset = 0.3137m;
    private readonly Func<decimal, PathPoint> at;
    private readonly decimal narrow;
    private readonly decimal noise;
    private readonly Dictionary<decimal, PathPoint> seen = [];
    private decimal requirementScale;
    private decimal equityScale;

    /// <summary>Prepares a search.</summary>
    /// <param name="at">The function.</param>
    /// <param name="narrow">Width of a stretch that is narrow enough.</param>
    /// <param name="noise">Differences up to this are rounding of option values and say nothing.</param>
    public BreakSearch(Func<decimal, PathPoint> at, decimal narrow, decimal noise)
    {
        this.at = at;
        this.narrow = narrow;
        this.noise = noise;
    }

    /// <summary>Largest requirement seen on the grid.</summary>
    public decimal RequirementScale => requirementScale;

    /// <summary>Largest equity seen on the grid, without its sign.</summary>
    public decimal EquityScale => equityScale;

    /// <summary>The function, each place computed once.</summary>
    public PathPoint At(decimal place)
    {
        if (!seen.TryGetValue(place, out PathPoint? point))
            seen[place] = point = at(place);
        return point;
    }

    /// <summary>Narrow stretches that hold a break, in rising order; the exact middle is no claim.</summary>
    public ImmutableArray<(decimal Below, decimal Above)> Find(decimal from, decimal to)
    {
        decimal width = (to - from) / Stretches;
        for (int i = 0; i <= Stretches + 1; i++)
        {
            PathPoint point = At(from + ((i - Offset) * width));
            requirementScale = Math.Max(requirementScale, Math.Abs(point.Requirement));
            equityScale = Math.Max(equityScale, Math.Abs(point.Equity));
        }

        List<(decimal Below, decimal Above)> found = [];
        for (int half = 0; half <= 2 * Stretches; half++)
        {
            decimal start = from + (((half / 2m) - Offset) * width);
            Search(start, start + width, found);
        }

        return Merged(found);
    }

    private bool Search(decimal from, decimal to, List<(decimal Below, decimal Above)> found)
    {
        if (!Differs(from, to))
            return false;
        if (to - from <= narrow)
        {
            found.Add((from, to));
            return true;
        }

        decimal half = (to - from) / 2m;
        bool inside = Search(from, from + half, found);
        inside |= Search(from + half, to, found);
        if (!inside)
            inside = Search(from + (half / 2m), to - (half / 2m), found);
        return inside;
    }

    private bool Differs(decimal from, decimal to)
    {
        decimal step = (to - from) / 4m;
        PathPoint[] points = [At(from), At(from + step), At(from + (2m * step)), At(from + (3m * step)), At(to)];
        int known = points.Count(point => point.IsKnown);
        if (known < points.Length)
            return known > 0;
        decimal width = to - from;
        return Difference([.. points.Select(point => point.Requirement)]) > Math.Max(noise, Tolerance * requirementScale * width)
            || Difference([.. points.Select(point => point.Equity)]) > Math.Max(noise, Tolerance * equityScale * width);
    }

    private static decimal Difference(decimal[] f)
    {
        decimal left = f[0] - (2m * f[1]) + f[2];
        decimal right = f[2] - (2m * f[3]) + f[4];
        decimal whole = f[0] - (2m * f[2]) + f[4];
        return Math.Abs(left - right) + Math.Abs(whole - (2m * (left + right)));
    }

    private ImmutableArray<(decimal Below, decimal Above)> Merged(List<(decimal Below, decimal Above)> found)
    {
        List<(decimal Below, decimal Above)> merged = [];
        foreach ((decimal below, decimal above) in found.OrderBy(one => one.Below))
        {
            if (merged.Count > 0 && below <= merged[^1].Above + narrow)
                merged[^1] = (merged[^1].Below, Math.Max(above, merged[^1].Above));
            else
                merged.Add((below, above));
        }

        return [.. merged];
    }
}
