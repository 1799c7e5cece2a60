using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using MarginRouter.Core.Routing.Search.Model;

namespace MarginRouter.Core.Routing.Search.Relaxation;

/// <summary>
/// The limits of a model, and after them its costs of capital, in double and laid out flat: groups of rows, a row is a constant and
/// parts, a part is the larger of one or two straight pieces over the same routes. Quantities are shares of the parent, money is in
/// basis points of it. What a route touches is at hand, so that a change of one child costs a few operations for each row it enters.
/// </summary>
internal sealed class LimitTable
{
    private const double RoundingShare = 1e-13;
    private const double ProofShare = 1e-9;

    private readonly List<int> rowStarts = [0];
    private readonly List<int> partStarts = [0];
    private readonly List<int> slopeStarts = [0];
    private readonly List<double> constants = [];
    private readonly List<double> firsts = [];
    private readonly List<double> seconds = [];
    private readonly List<(int Route, double First, double Second)> slopes = [];
    private readonly int[] rowStart;
    private readonly int[] partStart;
    private readonly int[] slopeStart;
    private readonly double[] rowConstant;
    private readonly double[] firstConstant;
    private readonly double[] secondConstant;
    private readonly int[] slopeRoute;
    private readonly double[] firstSlope;
    private readonly double[] secondSlope;
    private readonly double[] emptyFirst;
    private readonly double[] emptySecond;
    private readonly double[] emptyRows;
    private readonly double[] strict;
    private readonly double[] loose;

    /// <summary>Lays a model's limits out.</summary>
    public LimitTable(SplitModel model, double moneyUnit, double quantityUnit)
    {
        foreach (LimitGroup group in model.Limits)
            AddGroup(group.Rows, moneyUnit, quantityUnit);
        Limits = model.Limits.Length;
        foreach (CostGroup group in model.Costs)
            AddGroup(group.Rows, moneyUnit / (double)group.Rate, quantityUnit);
        (rowStart, partStart, slopeStart) = ([.. rowStarts], [.. partStarts], [.. slopeStarts]);
        (rowConstant, firstConstant, secondConstant) = ([.. constants], [.. firsts], [.. seconds]);
        slopeRoute = [.. slopes.Select(slope => slope.Route)];
        firstSlope = [.. slopes.Select(slope => slope.First)];
        secondSlope = [.. slopes.Select(slope => slope.Second)];
        Bound = [.. model.Limits.Select(group => (double)group.Bound / moneyUnit)];
        strict = new double[Limits];
        loose = new double[Limits];
        Inside = strict;
        Proven = new double[Limits];
        for (int limit = 0; limit < Limits; limit++)
            SetInside(limit);
        Touches = FindTouches(model.Routes.Length);
        LimitsOf = [.. Touches.Select(touches => touches.Where(touch => touch.Group < Limits).Select(touch => touch.Group).Distinct().ToArray())];
        CostRows = [.. Touches.Select(FindCostRows)];
        (emptyFirst, emptySecond, emptyRows) = (new double[Parts], new double[Parts], new double[Rows]);
        Evaluate(new double[model.Routes.Length], emptyFirst, emptySecond, emptyRows);
    }

    /// <summary>Number of limits; their groups come first.</summary>
    public int Limits { get; }

    /// <summary>Number of limits and costs together.</summary>
    public int Groups => rowStart.Length - 1;

    /// <summary>Number of rows.</summary>
    public int Rows => rowConstant.Length;

    /// <summary>Number of parts.</summary>
    public int Parts => firstConstant.Length;

    /// <summary>Number of slopes, for counting work.</summary>
    public int Slopes => slopeRoute.Length;

    /// <summary>By limit: what no row may be above.</summary>
    public double[] Bound { get; }

    /// <summary>By limit: the bound less what rounding can hide, but never less than the value without any child.</summary>
    public double[] Inside { get; private set; }

    /// <summary>
    /// Takes what is at a bound to the last digit for inside it, or no longer. Only the exact check can tell then, but a split that
    /// uses a limit up exactly is not passed over.
    /// </summary>
    public void SetLoose(bool isLoose) => Inside = isLoose ? loose : strict;

    /// <summary>By limit: a value that is below the bound by more than any rounding, so that it needs no exact check.</summary>
    public double[] Proven { get; }

    /// <summary>By route: the rows that it changes.</summary>
    public LimitTouch[][] Touches { get; }

    /// <summary>By route: the limits that it changes.</summary>
    public int[][] LimitsOf { get; }

    /// <summary>By route: every row of each cost that it changes, those of one cost together.</summary>
    public LimitTouch[][] CostRows { get; }

    /// <summary>First row of a group; of the one after the last, the number of rows.</summary>
    public int RowStart(int group) => rowStart[group];

    /// <summary>True when a route changes a limit.</summary>
    public bool IsTouching(int route, int limit) => Array.BinarySearch(LimitsOf[route], limit) >= 0;

    /// <summary>Values of all parts and rows at a point.</summary>
    public void Evaluate(double[] shares, double[] first, double[] second, double[] rows)
    {
        for (int row = 0; row < rows.Length; row++)
        {
            double sum = rowConstant[row];
            for (int part = partStart[row]; part < partStart[row + 1]; part++)
            {
                (first[part], second[part]) = PartAt(part, shares);
                sum += Math.Max(first[part], second[part]);
            }

            rows[row] = sum;
        }
    }

    /// <summary>Values of all parts and rows without any child.</summary>
    public void CopyEmpty(double[] first, double[] second, double[] rows)
    {
        emptyFirst.CopyTo(first, 0);
        emptySecond.CopyTo(second, 0);
        emptyRows.CopyTo(rows, 0);
    }

    /// <summary>Value of a row at a point.</summary>
    public double RowAt(int row, double[] shares)
    {
        double sum = rowConstant[row];
        for (int part = partStart[row]; part < partStart[row + 1]; part++)
        {
            (double first, double second) = PartAt(part, shares);
            sum += Math.Max(first, second);
        }

        return sum;
    }

    /// <summary>The largest row of a group at a point, and its value.</summary>
    public int Highest(int group, double[] shares, out double value)
    {
        int highest = rowStart[group];
        value = RowAt(highest, shares);
        for (int row = highest + 1; row < rowStart[group + 1]; row++)
        {
            double one = RowAt(row, shares);
            if (one > value)
                (highest, value) = (row, one);
        }

        return highest;
    }

    /// <summary>The straight function that touches a row at a point and is nowhere above it; returns its constant.</summary>
    public double Tangent(int row, double[] shares, List<(int Route, double Slope)> tangent)
    {
        double sum = rowConstant[row];
        tangent.Clear();
        for (int part = partStart[row]; part < partStart[row + 1]; part++)
        {
            (double first, double second) = PartAt(part, shares);
            bool isSecond = second > first;
            sum += isSecond ? secondConstant[part] : firstConstant[part];
            double[] own = isSecond ? secondSlope : firstSlope;
            for (int i = slopeStart[part]; i < slopeStart[part + 1]; i++)
            {
                if (own[i] != 0.0)
                    tangent.Add((slopeRoute[i], own[i]));
            }
        }

        return sum;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private (double First, double Second) PartAt(int part, double[] shares)
    {
        double first = firstConstant[part];
        double second = secondConstant[part];
        for (int i = slopeStart[part]; i < slopeStart[part + 1]; i++)
        {
            double share = shares[slopeRoute[i]];
            first += firstSlope[i] * share;
            second += secondSlope[i] * share;
        }

        return (first, second);
    }

    private void AddGroup(ImmutableArray<ConvexRow> rows, double moneyUnit, double quantityUnit)
    {
        foreach (ConvexRow row in rows)
        {
            constants.Add((double)row.Constant / moneyUnit);
            foreach (ImmutableArray<AffinePiece> part in row.Parts)
                AddPart(part, moneyUnit, quantityUnit);
            partStarts.Add(firsts.Count);
        }

        rowStarts.Add(constants.Count);
    }

    private void AddPart(ImmutableArray<AffinePiece> part, double moneyUnit, double quantityUnit)
    {
        AffinePiece first = part[0];
        AffinePiece? second = part.Length > 1 ? part[1] : null;
        if (part.Length > 2 || (second is not null && !first.Slopes.Select(slope => slope.Route).SequenceEqual(second.Slopes.Select(slope => slope.Route))))
            throw new ArgumentException("a part has at most two pieces, over the same routes", nameof(part));
        firsts.Add((double)first.Constant / moneyUnit);
        seconds.Add(second is null ? double.NegativeInfinity : (double)second.Constant / moneyUnit);
        for (int i = 0; i < first.Slopes.Length; i++)
        {
            double other = second is null ? 0.0 : (double)second.Slopes[i].PerUnit * quantityUnit / moneyUnit;
            slopes.Add((first.Slopes[i].Route, (double)first.Slopes[i].PerUnit * quantityUnit / moneyUnit, other));
        }

        slopeStarts.Add(slopes.Count);
    }

    private void SetInside(int limit)
    {
        double largest = 1e-12;
        double before = double.NegativeInfinity;
        for (int row = rowStart[limit]; row < rowStart[limit + 1]; row++)
        {
            double size = Math.Abs(rowConstant[row]);
            double value = rowConstant[row];
            for (int part = partStart[row]; part < partStart[row + 1]; part++)
            {
                size += Math.Abs(firstConstant[part]) + (double.IsInfinity(secondConstant[part]) ? 0.0 : Math.Abs(secondConstant[part]));
                value += Math.Max(firstConstant[part], secondConstant[part]);
                for (int i = slopeStart[part]; i < slopeStart[part + 1]; i++)
                    size += Math.Max(Math.Abs(firstSlope[i]), Math.Abs(secondSlope[i]));
            }

            largest = Math.Max(largest, size);
            before = Math.Max(before, value);
        }

        strict[limit] = Math.Max(Bound[limit] - (largest * RoundingShare), before);
        loose[limit] = Math.Max(Bound[limit], before) + (largest * RoundingShare);
        Proven[limit] = Bound[limit] - (largest * ProofShare);
    }

    private LimitTouch[][] FindTouches(int routes)
    {
        var found = new List<LimitTouch>[routes];
        for (int route = 0; route < routes; route++)
            found[route] = [];
        for (int group = 0; group < Groups; group++)
        {
            for (int row = rowStart[group]; row < rowStart[group + 1]; row++)
            {
                for (int part = partStart[row]; part < partStart[row + 1]; part++)
                {
                    for (int i = slopeStart[part]; i < slopeStart[part + 1]; i++)
                    {
                        if (firstSlope[i] != 0.0 || secondSlope[i] != 0.0)
                            found[slopeRoute[i]].Add(new LimitTouch(group, row, part, firstSlope[i], secondSlope[i]));
                    }
                }
            }
        }

        return [.. found.Select(list => list.ToArray())];
    }

    private LimitTouch[] FindCostRows(LimitTouch[] touches)
    {
        List<LimitTouch> rows = [];
        foreach (int group in touches.Select(touch => touch.Group).Where(group => group >= Limits).Distinct())
        {
            for (int row = rowStart[group]; row < rowStart[group + 1]; row++)
            {
                LimitTouch[] own = [.. touches.Where(touch => touch.Row == row)];
                rows.AddRange(own.Length > 0 ? own : [new LimitTouch(group, row, -1, 0.0, 0.0)]);
            }
        }

        return [.. rows];
    }
}
