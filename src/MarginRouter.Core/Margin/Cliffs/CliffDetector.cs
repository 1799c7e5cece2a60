using System.Collections.Immutable;
using MarginRouter.Core.Margin.Cases;
using MarginRouter.Core.Orders;

namespace MarginRouter.Core.Margin.Cliffs;

/// <summary>
/// Finds where the utilisation of an account jumps or its slope breaks within a distance of today's prices and sizes: at the known
/// bounds of its tables, and wherever a search finds a break that no table explains.
/// </summary>
public static class CliffDetector
{
    private const decimal Narrow = 0.000001m;

    // A break counts from a thousandth of the requirement or equity per unit of the path; at a bound of a table from far less.
    private const decimal LeastBend = 0.001m;
    private const decimal LeastJump = 0.00001m;
    private const decimal LeastAtBound = 0.001m;
    private const decimal OptionRounding = 0.0000001m;
    private const decimal OnePercent = 0.01m;

    /// <summary>Looks along the price of every underlying, all prices together, and the size of every position.</summary>
    /// <param name="today">The account; every position has a mark.</param>
    /// <param name="within">Relative distance, for example 0.1; in (0, 1).</param>
    /// <param name="pegged">Money and stable coins, whose prices do not move.</param>
    /// <param name="refusal">Why today's margin is not known; the result is null then.</param>
    public static CliffReport? Detect(MarginCase today, decimal within, ImmutableSortedSet<string> pegged, out Refusal? refusal)
    {
        if (within is <= 0m or >= 1m)
            throw new ArgumentOutOfRangeException(nameof(within), within, "must be between 0 and 1");
        if (MarginCaseEvaluator.Assess(today, out refusal) is not { } now)
            return null;
        decimal noise = OptionRounding * today.Positions.Where(position => position.Option is not null)
            .Sum(position => Math.Abs(TableSize.Contracts(today, position)) * position.Multiplier);
        ImmutableArray<MarginCliff>.Builder cliffs = ImmutableArray.CreateBuilder<MarginCliff>();
        ImmutableArray<MarginElasticity>.Builder elasticities = ImmutableArray.CreateBuilder<MarginElasticity>();
        foreach (MarginPath path in MarginPath.Of(today, pegged))
        {
            BreakSearch search = new(path.At, Narrow, noise);
            cliffs.AddRange(Along(path, search, 1m - within, 1m + within).OrderBy(cliff => Math.Abs(cliff.At)));
            elasticities.Add(new MarginElasticity(
                path.Kind,
                path.Subject,
                search.At(1m - OnePercent).Utilisation - now.Utilisation,
                search.At(1m + OnePercent).Utilisation - now.Utilisation));
        }

        return new CliffReport(now.Utilisation, cliffs.ToImmutable(), elasticities.ToImmutable());
    }

    private static IEnumerable<MarginCliff> Along(MarginPath path, BreakSearch search, decimal from, decimal to)
    {
        ImmutableArray<(decimal Below, decimal Above)> found = search.Find(from, to);
        decimal[] bounds = [.. KnownBreakpoints.Of(path, from, to).Distinct()];
        foreach ((decimal below, decimal above) in found)
        {
            if (above >= from && below <= to && Cliff(path, search, below, above, least: 1m) is { } cliff)
                yield return cliff;
        }

        foreach (decimal bound in bounds)
        {
            bool known = found.Any(one => bound >= one.Below - (20m * Narrow) && bound <= one.Above + (20m * Narrow));
            if (!known && Cliff(path, search, bound - Narrow, bound + Narrow, LeastAtBound) is { } cliff)
                yield return cliff;
        }
    }

    /// <summary>Measures a break between two places; null when it is too small or utilisation does not feel it.</summary>
    private static MarginCliff? Cliff(MarginPath path, BreakSearch search, decimal below, decimal above, decimal least)
    {
        BreakSide before = Side(search, below, -20m * Narrow);
        BreakSide after = Side(search, above, 20m * Narrow);
        if (before.At.IsKnown != after.At.IsKnown)
            return End(path, before, after);
        if (!before.At.IsKnown || !before.AtOuter.IsKnown || !after.AtOuter.IsKnown)
            return null;
        decimal width = above - below;
        (decimal requirement, decimal bendOfRequirement) = Break(before, after, point => point.Requirement, width);
        (decimal equity, decimal bendOfEquity) = Break(before, after, point => point.Equity, width);
        bool jumps = Math.Abs(requirement) > least * LeastJump * search.RequirementScale || Math.Abs(equity) > least * LeastJump * search.EquityScale;
        bool bends = bendOfRequirement > least * LeastBend * search.RequirementScale || bendOfEquity > least * LeastBend * search.EquityScale;
        if (!jumps && !bends)
            return null;
        if (before.At.Utilisation is { } one && after.At.Utilisation is { } two)
        {
            decimal scale = Math.Max(one, two);
            bool felt = jumps && Math.Abs(two - one) > least * LeastJump * scale;
            bool bent = Math.Abs((after.UtilisationSlope - before.UtilisationSlope) ?? scale) > least * LeastBend * scale;
            if (!felt && !bent)
                return null;
            jumps = felt;
        }

        return Describe(path, before, after, jumps ? (requirement, equity) : (0m, 0m));
    }

    private static MarginCliff Describe(MarginPath path, BreakSide before, BreakSide after, (decimal Requirement, decimal Equity) jump)
    {
        decimal middle = (before.Place + after.Place) / 2m;

        // A break at today's state itself counts as one on the way up.
        bool rising = middle >= 1m - (2m * Narrow);
        (BreakSide near, BreakSide far, decimal way) = rising ? (before, after, 1m) : (after, before, -1m);
        (CliffCause cause, string where, decimal initial) = CliffCauses.Of(before, after, path);
        return new MarginCliff
        {
            Path = path.Kind,
            Subject = path.Subject,
            At = Math.Round(middle - 1m, 6, MidpointRounding.ToEven),
            Cause = cause,
            Where = where,
            Near = near.At.Utilisation,
            Far = far.At.Utilisation,
            RequirementJump = way * jump.Requirement,
            EquityJump = way * jump.Equity,
            NearSlope = way * near.UtilisationSlope * OnePercent,
            FarSlope = way * far.UtilisationSlope * OnePercent,
            InitialJump = way * initial,
        };
    }

    private static MarginCliff End(MarginPath path, BreakSide before, BreakSide after)
    {
        BreakSide known = before.At.IsKnown ? before : after;
        Refusal refusal = (before.At.Refusal ?? after.At.Refusal)!;
        return new MarginCliff
        {
            Path = path.Kind,
            Subject = path.Subject,
            At = Math.Round(((before.Place + after.Place) / 2m) - 1m, 6, MidpointRounding.ToEven),
            Cause = CliffCause.RulesEnd,
            Where = refusal.Subject,
            Near = known.At.Utilisation,
            Far = null,
            RequirementJump = 0m,
            EquityJump = 0m,
            NearSlope = null,
            FarSlope = null,
        };
    }

    /// <summary>The jump of a figure, and the size of the change of its slope.</summary>
    private static (decimal Jump, decimal Bend) Break(BreakSide before, BreakSide after, Func<PathPoint, decimal> figure, decimal width)
    {
        decimal left = before.Slope(figure);
        decimal right = after.Slope(figure);
        return (figure(after.At) - figure(before.At) - ((left + right) / 2m * width), Math.Abs(right - left));
    }

    private static BreakSide Side(BreakSearch search, decimal place, decimal away) =>
        new(place, search.At(place), place + away, search.At(place + away));
}
