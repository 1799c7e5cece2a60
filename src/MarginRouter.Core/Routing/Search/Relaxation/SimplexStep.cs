namespace MarginRouter.Core.Routing.Search.Relaxation;

/// <summary>
/// How far an entering variable moves: past every knot at which the sum of costs still falls, up to the one at which it stops
/// falling. The variable that stands there leaves the basis.
/// </summary>
internal sealed class SimplexStep(PiecewiseSimplex simplex)
{
    private const double SmallPivot = 1e-9;
    private const double Tiny = 1e-10;

    private double[] distances = [];
    private double[] changes = [];
    private double[] stops = [];

    /// <summary>+1 when the entering variable rises, -1 when it falls.</summary>
    public double Sign { get; private set; }

    /// <summary>How far it moves; not negative.</summary>
    public double Length { get; private set; }

    /// <summary>The row whose variable leaves; -1 when the entering variable itself stops.</summary>
    public int LeavingRow { get; private set; }

    /// <summary>Where the variable that stops stands then.</summary>
    public double StopValue { get; private set; }

    /// <summary>The piece of its cost in which the entering variable ends.</summary>
    public int EnteringPiece { get; private set; }

    /// <summary>Finds the step.</summary>
    /// <param name="entering">The variable that moves.</param>
    /// <param name="direction">By row, how much the basic variable falls when the entering one rises by one.</param>
    /// <param name="reduced">Change of the sum per unit: negative when it rises, positive when it falls.</param>
    /// <param name="isFirstPhase">True while the sum is what is out of bounds.</param>
    public void Find(int entering, double[] direction, double reduced, bool isFirstPhase)
    {
        int rows = simplex.RowCount;
        Reserve(rows + 1);
        Sign = reduced < 0.0 ? 1.0 : -1.0;
        SimplexVariable variable = simplex[entering];
        EnteringPiece = Sign > 0.0 ? variable.Cost.PieceAbove(variable.Value) : variable.Cost.PieceBelow(variable.Value);
        for (int row = 0; row < rows; row++)
            Next(row, -Sign * direction[row], simplex.Basic(row).Value, 0.0, isFirstPhase);
        NextOfEntering(variable, rows, isFirstPhase);
        double slope = -Math.Abs(reduced);
        while (true)
        {
            int first = First(rows, direction);
            slope += changes[first];
            Length = Math.Max(0.0, distances[first]);
            if (double.IsPositiveInfinity(Length))
                throw new InvalidOperationException("the relaxation has no bound");
            LeavingRow = first == rows ? -1 : first;
            StopValue = stops[first];
            if (slope >= -Tiny)
                return;
            if (first == rows)
                CrossEntering(variable, rows, isFirstPhase);
            else
                CrossBasic(first, direction, isFirstPhase);
        }
    }

    private void Reserve(int places)
    {
        if (distances.Length >= places)
            return;
        distances = new double[places + 32];
        changes = new double[places + 32];
        stops = new double[places + 32];
    }

    /// <summary>The next knot; of several at the same place, the one with the largest pivot.</summary>
    private int First(int rows, double[] direction)
    {
        int first = rows;
        for (int row = 0; row < rows; row++)
        {
            if (distances[row] < distances[first] - Tiny)
                first = row;
            else if (distances[row] <= distances[first] + Tiny && first != rows && Math.Abs(direction[row]) > Math.Abs(direction[first]))
                first = row;
        }

        return first;
    }

    private void CrossEntering(SimplexVariable entering, int place, bool isFirstPhase)
    {
        EnteringPiece += Sign > 0.0 ? 1 : -1;
        NextOfEntering(entering, place, isFirstPhase);
    }

    private void CrossBasic(int row, double[] direction, bool isFirstPhase)
    {
        SimplexVariable basic = simplex.Basic(row);
        double rate = -Sign * direction[row];
        if (!isFirstPhase)
            basic.Piece += rate > 0.0 ? 1 : -1;
        // A bound crossed at the very start is behind, though nothing has been travelled: it must not come up again.
        Next(row, rate, stops[row], Math.Max(Length, double.Epsilon), isFirstPhase);
    }

    private void NextOfEntering(SimplexVariable variable, int place, bool isFirstPhase)
    {
        bool rises = Sign > 0.0;
        double bound = rises ? variable.Upper : variable.Lower;
        double knot = isFirstPhase ? bound : variable.Cost.Knots[rises ? EnteringPiece + 1 : EnteringPiece];
        bool isBound = rises ? knot >= bound : knot <= bound;
        stops[place] = isBound ? bound : knot;
        distances[place] = Math.Abs(stops[place] - variable.Value);
        changes[place] = isBound
            ? double.PositiveInfinity
            : Math.Abs(variable.Cost.Slopes[rises ? EnteringPiece + 1 : EnteringPiece - 1] - variable.Cost.Slopes[EnteringPiece]);
    }

    /// <summary>Finds a basic variable's next knot from a value that it reaches after a distance.</summary>
    private void Next(int row, double rate, double value, double travelled, bool isFirstPhase)
    {
        distances[row] = double.PositiveInfinity;
        changes[row] = 0.0;
        if (Math.Abs(rate) < SmallPivot)
            return;
        if (isFirstPhase)
            NextBound(row, rate, value, travelled);
        else
            NextKnot(row, rate, value, travelled);
    }

    private void NextBound(int row, double rate, double value, double travelled)
    {
        SimplexVariable basic = simplex.Basic(row);
        double near = rate > 0.0 ? basic.Lower : basic.Upper;
        double far = rate > 0.0 ? basic.Upper : basic.Lower;
        double ahead = rate > 0.0 ? 1.0 : -1.0;
        bool isBefore = ahead * (near - value) > PiecewiseSimplex.Tiny;
        bool isInside = !isBefore && (ahead * (far - value) > PiecewiseSimplex.Tiny || (travelled == 0.0 && ahead * (value - far) <= PiecewiseSimplex.Tiny));
        if (!isBefore && !isInside)
            return;
        stops[row] = isBefore ? near : far;
        distances[row] = travelled + Math.Max(0.0, (stops[row] - value) / rate);
        changes[row] = isBefore && near == far ? 2.0 * Math.Abs(rate) : Math.Abs(rate);
    }

    private void NextKnot(int row, double rate, double value, double travelled)
    {
        SimplexVariable basic = simplex.Basic(row);
        bool rises = rate > 0.0;
        double knot = basic.Cost.Knots[rises ? basic.Piece + 1 : basic.Piece];
        bool isBound = rises ? knot >= basic.Upper : knot <= basic.Lower;
        stops[row] = rises ? Math.Min(knot, basic.Upper) : Math.Max(knot, basic.Lower);
        distances[row] = travelled + Math.Max(0.0, (stops[row] - value) / rate);
        changes[row] = isBound
            ? double.PositiveInfinity
            : Math.Abs(rate) * Math.Abs(basic.Cost.Slopes[rises ? basic.Piece + 1 : basic.Piece - 1] - basic.Cost.Slopes[basic.Piece]);
    }
}
