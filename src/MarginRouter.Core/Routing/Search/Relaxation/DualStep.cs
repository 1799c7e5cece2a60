namespace MarginRouter.Core.Routing.Search.Relaxation;

/// <summary>
/// One step of the dual method: the basic variable that is furthest out of its piece goes back to the piece's end, unless it pays to
/// let it go on into the next one. The prices move until a variable that rests has to move; one that cannot bring the whole way back
/// moves on to its next knot, and the prices go on.
/// </summary>
internal sealed class DualStep(PiecewiseSimplex simplex)
{
    private const double SmallPivot = 1e-9;
    private const double Tie = 1e-9;
    private const double Remainder = 1e-13;

    private int[] candidates = [];
    private double[] entries = [];
    private double[] distances = [];
    private double[] places = [];
    private int count;

    /// <summary>How far the prices move along the leaving row of the inverse, signed.</summary>
    public double PriceStep { get; private set; }

    /// <summary>The variable that becomes basic; -1 when the leaving one stays, in another piece.</summary>
    public int Entering { get; private set; }

    /// <summary>The piece in which the entering variable moves.</summary>
    public int EnteringPiece { get; private set; }

    /// <summary>Where the leaving variable stops.</summary>
    public double StopValue { get; private set; }

    /// <summary>After a step that was not found: true when there is none because no point is feasible.</summary>
    public bool IsInfeasible { get; private set; }

    /// <summary>The row whose variable is furthest out of its piece; -1 when none is.</summary>
    public int FindLeaving()
    {
        int furthest = -1;
        double most = PiecewiseSimplex.Tiny;
        for (int row = 0; row < simplex.RowCount; row++)
        {
            SimplexVariable variable = simplex.Basic(row);
            double above = variable.Value - Top(variable, variable.Piece);
            double below = Bottom(variable, variable.Piece) - variable.Value;
            double out_ = Math.Max(above, below);
            if (out_ > most)
                (furthest, most) = (row, out_);
        }

        return furthest;
    }

    /// <summary>Finds the step for a leaving row; false when there is none.</summary>
    public bool TryFind(int leavingRow)
    {
        SimplexVariable leaving = simplex.Basic(leavingRow);
        bool isAbove = leaving.Value > Top(leaving, leaving.Piece);
        IsInfeasible = false;
        Collect(simplex.InverseRow(leavingRow), isAbove);
        int piece = leaving.Piece;
        StopValue = isAbove ? Top(leaving, piece) : Bottom(leaving, piece);
        double outside = Math.Abs(leaving.Value - StopValue);
        while (true)
        {
            int nearest = Nearest();
            double own = OwnDistance(leaving, piece, isAbove);
            double distance = nearest < 0 ? own : Math.Min(own, distances[nearest]);
            if (double.IsPositiveInfinity(distance))
            {
                IsInfeasible = outside > 1e-7;
                return false;
            }

            PriceStep = isAbove ? distance : -distance;
            if (nearest < 0 || own < distances[nearest])
            {
                piece += isAbove ? 1 : -1;
                double stop = isAbove ? Top(leaving, piece) : Bottom(leaving, piece);
                outside -= Math.Abs(stop - StopValue);
                StopValue = stop;
                if (outside > 0.0)
                    continue;
                leaving.Piece = piece;
                Entering = -1;
                return true;
            }

            double left = outside - (Math.Abs(entries[nearest]) * Width(nearest));
            if (left > Remainder)
            {
                outside = left;
                PassKnot(nearest);
                continue;
            }

            SetEntering(nearest);
            return true;
        }
    }

    /// <summary>Moves the variables that the step passed to where they rest now.</summary>
    public void ApplyFlips()
    {
        for (int i = 0; i < count; i++)
        {
            if (places[i] != simplex[candidates[i]].Value)
                simplex.MoveTo(candidates[i], places[i]);
        }
    }

    private void SetEntering(int nearest)
    {
        Entering = candidates[nearest];
        SimplexVariable variable = simplex[Entering];
        EnteringPiece = entries[nearest] > 0.0 ? variable.Cost.PieceAbove(places[nearest]) : variable.Cost.PieceBelow(places[nearest]);
    }

    private static double Top(SimplexVariable variable, int piece) => Math.Min(variable.Upper, Math.Max(variable.Lower, variable.Cost.Knots[piece + 1]));

    private static double Bottom(SimplexVariable variable, int piece) => Math.Max(variable.Lower, Math.Min(variable.Upper, variable.Cost.Knots[piece]));

    /// <summary>How far the prices go until the leaving variable may go on into the next piece; infinite at its bound.</summary>
    private static double OwnDistance(SimplexVariable leaving, int piece, bool isAbove)
    {
        double[] slopes = leaving.Cost.Slopes;
        if (isAbove)
            return leaving.Cost.Knots[piece + 1] >= leaving.Upper ? double.PositiveInfinity : slopes[piece + 1] - slopes[leaving.Piece];
        return leaving.Cost.Knots[piece] <= leaving.Lower ? double.PositiveInfinity : slopes[leaving.Piece] - slopes[piece - 1];
    }

    /// <summary>The variables whose move would bring the leaving one back. An entry is positive when the variable would rise.</summary>
    private void Collect(double[] row, bool isAbove)
    {
        Reserve(simplex.VariableCount);
        count = 0;
        for (int index = 0; index < simplex.VariableCount; index++)
        {
            SimplexVariable variable = simplex[index];
            if (variable.BasicRow >= 0 || variable.Upper <= variable.Lower)
                continue;
            double entry = variable.Dot(row);
            if (Math.Abs(entry) < SmallPivot)
                continue;
            entry = isAbove ? entry : -entry;
            double slope = entry > 0.0 ? variable.SlopeUp : variable.SlopeDown;
            if (double.IsInfinity(slope))
                continue;
            candidates[count] = index;
            entries[count] = entry;
            places[count] = variable.Value;
            distances[count++] = Math.Max(0.0, (slope - variable.Dot(simplex.Prices)) / entry);
        }
    }

    private int Nearest()
    {
        int nearest = -1;
        double least = double.PositiveInfinity;
        for (int i = 0; i < count; i++)
        {
            if (distances[i] < least - Tie || (distances[i] <= least + Tie && (nearest < 0 || Math.Abs(entries[i]) > Math.Abs(entries[nearest])) && !double.IsInfinity(distances[i])))
            {
                nearest = i;
                least = Math.Min(least, distances[i]);
            }
        }

        return nearest;
    }

    /// <summary>From where a candidate would rest to its next knot or bound.</summary>
    private double Width(int candidate) => Math.Abs(NextPlace(candidate) - places[candidate]);

    private double NextPlace(int candidate)
    {
        SimplexVariable variable = simplex[candidates[candidate]];
        return entries[candidate] > 0.0
            ? Math.Min(variable.Upper, variable.Cost.Knots[variable.Cost.PieceAbove(places[candidate]) + 1])
            : Math.Max(variable.Lower, variable.Cost.Knots[variable.Cost.PieceBelow(places[candidate])]);
    }

    private void PassKnot(int candidate)
    {
        SimplexVariable variable = simplex[candidates[candidate]];
        double place = NextPlace(candidate);
        bool rises = entries[candidate] > 0.0;
        places[candidate] = place;
        if (rises ? place >= variable.Upper : place <= variable.Lower)
        {
            distances[candidate] = double.PositiveInfinity;
            return;
        }

        double slope = variable.Cost.Slopes[rises ? variable.Cost.PieceAbove(place) : variable.Cost.PieceBelow(place)];
        distances[candidate] = Math.Max(0.0, (slope - variable.Dot(simplex.Prices)) / entries[candidate]);
    }

    private void Reserve(int size)
    {
        if (candidates.Length >= size)
            return;
        candidates = new int[2 * size];
        entries = new double[2 * size];
        distances = new double[2 * size];
        places = new double[2 * size];
    }
}
