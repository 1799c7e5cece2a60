using System.Numerics;

namespace MarginRouter.Core.Routing.Search.Relaxation;

/// <summary>
/// A primal simplex method for equality rows over variables with convex piecewise-linear costs. One variable stands for a whole book,
/// so the basis has a row per venue and per binding limit instead of one per level, and a step runs on through levels as long as it
/// pays. Rows can be added and bounds and right-hand sides changed between solutions; the basis is kept. When the point is not
/// feasible, the sum of what is out of bounds is driven to zero first. All sums run in index order, so the same input gives the same
/// bits everywhere.
/// </summary>
internal sealed class PiecewiseSimplex
{
    /// <summary>How far out of bounds counts as within.</summary>
    public const double Tiny = 1e-10;

    private const double OptimalityTolerance = 1e-7;
    private const int RefreshEvery = 150;

    private readonly List<SimplexVariable> variables = [];
    private readonly List<double> rightHandSides = [];
    private readonly List<int> basis = [];
    private double[][] inverse = [];
    private double[] prices = [];
    private double[] direction = [];
    private readonly SimplexStep step;
    private readonly WorkMeter meter;
    private int sinceRefresh;

    public PiecewiseSimplex(WorkMeter meter)
    {
        this.meter = meter;
        step = new SimplexStep(this);
    }

    /// <summary>Number of rows.</summary>
    public int RowCount => rightHandSides.Count;

    /// <summary>Pivots so far.</summary>
    public int Pivots { get; private set; }

    /// <summary>Money of the current point.</summary>
    public double Objective
    {
        get
        {
            double sum = 0.0;
            foreach (SimplexVariable variable in variables)
                sum += variable.Cost.At(variable.Value);
            return sum;
        }
    }

    /// <summary>Adds a variable without entries; it stands at zero.</summary>
    public int AddVariable(PiecewiseCost cost)
    {
        variables.Add(new SimplexVariable(cost));
        return variables.Count - 1;
    }

    /// <summary>The variable of an index.</summary>
    public SimplexVariable this[int variable] => variables[variable];

    /// <summary>The variable that is basic in a row.</summary>
    public SimplexVariable Basic(int row) => variables[basis[row]];

    /// <summary>First slope of a variable less what its column is worth at the last solution's prices.</summary>
    public double ReducedCost(int index)
    {
        SimplexVariable variable = variables[index];
        double priced = 0.0;
        for (int i = 0; i < variable.Rows.Count; i++)
            priced += variable.Coefficients[i] * prices[variable.Rows[i]];
        return variable.Cost.Slopes[0] - priced;
    }

    /// <summary>
    /// Adds a row: the sum of the entries equals the right-hand side. <paramref name="owner"/> must have its first entry here, with
    /// coefficient 1 or -1: it becomes basic in the row, whatever value that gives it.
    /// </summary>
    public int AddRow(ReadOnlySpan<(int Variable, double Coefficient)> entries, double rightHandSide, int owner)
    {
        int row = rightHandSides.Count;
        rightHandSides.Add(rightHandSide);
        Grow(row + 1);
        double ownCoefficient = 0.0;
        Array.Clear(inverse[row]);
        foreach ((int index, double coefficient) in entries)
        {
            SimplexVariable variable = variables[index];
            variable.Add(row, coefficient);
            if (index == owner)
                ownCoefficient = coefficient;
            else if (variable.BasicRow >= 0)
                Combine(inverse[row], inverse[variable.BasicRow], -coefficient, row);
        }

        inverse[row][row] = 1.0;
        for (int column = 0; column <= row; column++)
            inverse[row][column] /= ownCoefficient;
        basis.Add(owner);
        variables[owner].BasicRow = row;
        Place(row);
        return row;
    }

    /// <summary>Changes a right-hand side.</summary>
    public void SetRightHandSide(int row, double value)
    {
        rightHandSides[row] = value;
        RefreshValues();
    }

    /// <summary>Changes the bounds of a variable; one that stands outside is brought back by the next solution.</summary>
    public void SetBounds(int index, double lower, double upper)
    {
        SimplexVariable variable = variables[index];
        variable.Lower = lower;
        variable.Upper = Math.Min(upper, variable.Cost.Most);
        double within = Math.Clamp(variable.Value, variable.Lower, variable.Upper);
        if (variable.BasicRow >= 0 || variable.Value == within)
            return;
        FindDirection(index);
        for (int row = 0; row < basis.Count; row++)
            Basic(row).Value -= direction[row] * (within - variable.Value);
        variable.Value = within;
    }

    /// <summary>Changes the cost of a variable.</summary>
    public void SetCost(int index, PiecewiseCost cost)
    {
        variables[index].Cost = cost;
        SetBounds(index, variables[index].Lower, variables[index].Upper);
    }

    /// <summary>Solves from the current basis; false when it is infeasible or the pivots run out.</summary>
    public bool TrySolve(int mostPivots)
    {
        int last = Pivots + mostPivots;
        while (true)
        {
            bool feasible = IsFeasible();
            if (feasible)
                SetPieces();
            if (!Run(isFirstPhase: !feasible, last))
                return false;
            if (feasible)
                return true;
            RefreshValues();
            if (!IsFeasible())
                return false;
        }
    }

    /// <summary>Solves one phase; false when the pivots run out.</summary>
    private bool Run(bool isFirstPhase, int lastPivot)
    {
        while (true)
        {
            FindPrices(isFirstPhase);
            int entering = FindEntering(isFirstPhase, out double reduced);
            if (entering < 0)
                return true;
            if (Pivots >= lastPivot)
                return false;
            Pivots++;
            meter.Add(((long)basis.Count * basis.Count * 2) + (variables.Count * 8L));
            FindDirection(entering);
            step.Find(entering, direction, reduced, isFirstPhase);
            Move(entering);
            if (++sinceRefresh >= RefreshEvery)
                Refactor();
            if (isFirstPhase && IsFeasible())
                return true;
        }
    }

    private bool IsFeasible()
    {
        for (int row = 0; row < basis.Count; row++)
        {
            SimplexVariable variable = Basic(row);
            if (variable.Value < variable.Lower - Tiny || variable.Value > variable.Upper + Tiny)
                return false;
        }

        return true;
    }

    private void SetPieces()
    {
        for (int row = 0; row < basis.Count; row++)
        {
            SimplexVariable variable = Basic(row);
            variable.Piece = variable.Cost.PieceAbove(variable.Value);
        }
    }

    private void FindPrices(bool isFirstPhase)
    {
        Array.Clear(prices);
        for (int row = 0; row < basis.Count; row++)
        {
            SimplexVariable variable = Basic(row);
            double cost = isFirstPhase ? OutOfBounds(variable) : variable.Cost.Slopes[variable.Piece];
            if (cost != 0.0)
                Combine(prices, inverse[row], cost, basis.Count - 1);
        }
    }

    private static double OutOfBounds(SimplexVariable variable) =>
        variable.Value < variable.Lower - Tiny ? -1.0 : variable.Value > variable.Upper + Tiny ? 1.0 : 0.0;

    /// <summary>The variable whose move saves most per unit, and what it saves: negative to rise, positive to fall; -1 for none.</summary>
    private int FindEntering(bool isFirstPhase, out double reduced)
    {
        int best = -1;
        double bestGain = isFirstPhase ? Tiny : OptimalityTolerance;
        reduced = 0.0;
        for (int index = 0; index < variables.Count; index++)
        {
            SimplexVariable variable = variables[index];
            if (variable.BasicRow >= 0 || variable.Upper <= variable.Lower)
                continue;
            double priced = 0.0;
            for (int i = 0; i < variable.Rows.Count; i++)
                priced += variable.Coefficients[i] * prices[variable.Rows[i]];
            double up = (isFirstPhase ? (variable.Value >= variable.Upper ? double.PositiveInfinity : 0.0) : variable.SlopeUp()) - priced;
            double down = (isFirstPhase ? (variable.Value <= variable.Lower ? double.NegativeInfinity : 0.0) : variable.SlopeDown()) - priced;
            if (-up > bestGain)
            {
                best = index;
                bestGain = -up;
                reduced = up;
            }
            else if (down > bestGain)
            {
                best = index;
                bestGain = down;
                reduced = down;
            }
        }

        return best;
    }

    private void FindDirection(int entering)
    {
        SimplexVariable variable = variables[entering];
        for (int row = 0; row < basis.Count; row++)
        {
            double sum = 0.0;
            for (int i = 0; i < variable.Rows.Count; i++)
                sum += inverse[row][variable.Rows[i]] * variable.Coefficients[i];
            direction[row] = sum;
        }
    }

    private void Move(int entering)
    {
        SimplexVariable variable = variables[entering];
        double signed = step.Sign * step.Length;
        for (int row = 0; row < basis.Count; row++)
        {
            if (direction[row] != 0.0)
                Basic(row).Value -= signed * direction[row];
        }

        variable.Value += signed;
        if (step.LeavingRow < 0)
        {
            variable.Value = step.StopValue;
            return;
        }

        SimplexVariable leaving = Basic(step.LeavingRow);
        leaving.Value = step.StopValue;
        leaving.BasicRow = -1;
        variable.BasicRow = step.LeavingRow;
        variable.Piece = step.EnteringPiece;
        basis[step.LeavingRow] = entering;
        Pivot(step.LeavingRow);
    }

    private void Pivot(int pivotRow)
    {
        int last = basis.Count - 1;
        double[] source = inverse[pivotRow];
        double divisor = direction[pivotRow];
        for (int column = 0; column <= last; column++)
            source[column] /= divisor;
        for (int row = 0; row <= last; row++)
        {
            if (row != pivotRow && direction[row] != 0.0)
                Combine(inverse[row], source, -direction[row], last);
        }
    }

    /// <summary>target += factor * source over columns 0 to last.</summary>
    private static void Combine(double[] target, double[] source, double factor, int last)
    {
        // Lane by lane with separate rounding of product and sum, so that the width of the machine's vectors does not show.
        int width = Vector<double>.Count;
        var factors = new Vector<double>(factor);
        int column = 0;
        for (; column + width <= last + 1; column += width)
        {
            Vector<double> product = factors * new Vector<double>(source, column);
            (new Vector<double>(target, column) + product).CopyTo(target, column);
        }

        for (; column <= last; column++)
            target[column] += factor * source[column];
    }

    private void Place(int row)
    {
        double value = 0.0;
        double[] own = inverse[row];
        double[] rest = RestOfRightHandSides();
        for (int column = 0; column < rightHandSides.Count; column++)
            value += own[column] * rest[column];
        Basic(row).Value = value;
    }

    private double[] RestOfRightHandSides()
    {
        double[] rest = [.. rightHandSides];
        foreach (SimplexVariable variable in variables)
        {
            if (variable.BasicRow >= 0 || variable.Value == 0.0)
                continue;
            for (int i = 0; i < variable.Rows.Count; i++)
                rest[variable.Rows[i]] -= variable.Coefficients[i] * variable.Value;
        }

        return rest;
    }

    private void RefreshValues()
    {
        double[] rest = RestOfRightHandSides();
        for (int row = 0; row < basis.Count; row++)
        {
            double value = 0.0;
            for (int column = 0; column < rest.Length; column++)
                value += inverse[row][column] * rest[column];
            Basic(row).Value = value;
        }
    }

    /// <summary>Inverts the basis anew, so that rounding does not build up.</summary>
    private void Refactor()
    {
        sinceRefresh = 0;
        int size = basis.Count;
        meter.Add((long)size * size * size / 2);
        var matrix = new double[size][];
        for (int row = 0; row < size; row++)
        {
            matrix[row] = new double[size];
            Array.Clear(inverse[row]);
            inverse[row][row] = 1.0;
        }

        for (int column = 0; column < size; column++)
        {
            SimplexVariable variable = Basic(column);
            for (int i = 0; i < variable.Rows.Count; i++)
                matrix[variable.Rows[i]][column] += variable.Coefficients[i];
        }

        for (int column = 0; column < size; column++)
            Eliminate(matrix, column, size);
        RefreshValues();
    }

    private void Eliminate(double[][] matrix, int column, int size)
    {
        int pivot = column;
        for (int row = column + 1; row < size; row++)
        {
            if (Math.Abs(matrix[row][column]) > Math.Abs(matrix[pivot][column]))
                pivot = row;
        }

        (matrix[column], matrix[pivot]) = (matrix[pivot], matrix[column]);
        (inverse[column], inverse[pivot]) = (inverse[pivot], inverse[column]);
        double divisor = matrix[column][column];
        for (int k = 0; k < size; k++)
        {
            matrix[column][k] /= divisor;
            inverse[column][k] /= divisor;
        }

        for (int row = 0; row < size; row++)
        {
            double factor = matrix[row][column];
            if (row == column || factor == 0.0)
                continue;
            Combine(matrix[row], matrix[column], -factor, size - 1);
            Combine(inverse[row], inverse[column], -factor, size - 1);
        }
    }

    private void Grow(int rows)
    {
        if (inverse.Length >= rows)
            return;
        int size = Math.Max(32, inverse.Length * 2);
        int old = inverse.Length;
        Array.Resize(ref inverse, size);
        for (int row = 0; row < size; row++)
        {
            if (row < old)
                Array.Resize(ref inverse[row], size);
            else
                inverse[row] = new double[size];
        }

        Array.Resize(ref prices, size);
        Array.Resize(ref direction, size);
    }
}
