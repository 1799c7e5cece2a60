namespace MarginRouter.Core.Routing.Search.Relaxation;

/// <summary>
/// A simplex method for equality rows over variables with convex piecewise-linear costs. One variable stands for a whole book, so the
/// basis has a row per venue and per binding limit instead of one per level, and a step runs on through levels as long as it pays. Rows
/// can be added and bounds, costs and right-hand sides changed between solutions; the basis is kept. Where variables can be put at
/// rest so that no price is wrong, the dual method brings what is out of bounds back; otherwise the primal one drives the sum of what
/// is out of bounds to zero first. All sums run in index order, so the same input gives the same bits everywhere.
/// </summary>
internal sealed class PiecewiseSimplex
{
    /// <summary>How far out of bounds counts as within.</summary>
    public const double Tiny = 1e-10;

    private const double OptimalityTolerance = 1e-7;
    private const double WidestFlip = 2.0;
    private const int RefreshEvery = 100;

    private SimplexVariable[] variables = new SimplexVariable[64];
    private double[] rightHandSides = new double[32];
    private int[] basis = new int[32];
    private double[] prices = new double[32];
    private double[] direction = new double[32];
    private double[] rest = new double[32];
    private readonly BasisInverse inverse = new();
    private readonly SimplexStep step;
    private readonly DualStep dual;
    private readonly WorkMeter meter;
    private int sinceRefresh;
    private (PiecewiseCost Cost, int Entries)[] marked = [];
    private double[] markedSides = [];

    public PiecewiseSimplex(WorkMeter meter)
    {
        this.meter = meter;
        step = new SimplexStep(this);
        dual = new DualStep(this);
    }

    /// <summary>Number of rows.</summary>
    public int RowCount { get; private set; }

    /// <summary>Number of variables.</summary>
    public int VariableCount { get; private set; }

    /// <summary>Pivots so far.</summary>
    public int Pivots { get; private set; }

    /// <summary>Money of the current point.</summary>
    public double Objective
    {
        get
        {
            double sum = 0.0;
            for (int index = 0; index < VariableCount; index++)
                sum += variables[index].Cost.At(variables[index].Value);
            return sum;
        }
    }

    /// <summary>Adds a variable without entries; it stands at zero.</summary>
    public int AddVariable(PiecewiseCost cost)
    {
        if (VariableCount == variables.Length)
            Array.Resize(ref variables, 2 * VariableCount);
        if (variables[VariableCount] is { } kept)
            kept.Restore(0, cost);
        else
            variables[VariableCount] = new SimplexVariable(cost);
        variables[VariableCount].Rest(0.0);
        return VariableCount++;
    }

    /// <summary>The variable of an index.</summary>
    public SimplexVariable this[int variable] => variables[variable];

    /// <summary>The variable that is basic in a row.</summary>
    public SimplexVariable Basic(int row) => variables[basis[row]];

    /// <summary>The prices of the rows at the last solution.</summary>
    public double[] Prices => prices;

    /// <summary>A row of the basis inverse.</summary>
    public double[] InverseRow(int row) => inverse[row];

    /// <summary>First slope of a variable less what its column is worth at the last solution's prices.</summary>
    public double ReducedCost(int index) => variables[index].Cost.Slopes[0] - variables[index].Dot(prices);

    /// <summary>
    /// Adds a row: the sum of the entries equals the right-hand side. <paramref name="owner"/> must have its first entry here, with
    /// coefficient 1 or -1: it becomes basic in the row, whatever value that gives it.
    /// </summary>
    public int AddRow(List<(int Variable, double Coefficient)> entries, double rightHandSide, int owner)
    {
        int row = RowCount++;
        Grow();
        meter.Add((RowCount * 5L) + (entries.Count * 20L));
        rightHandSides[row] = rightHandSide;
        double ownCoefficient = 0.0;
        double value = rightHandSide;
        double[] own = inverse[row];
        Array.Clear(own, 0, RowCount);
        for (int other = 0; other < row; other++)
            inverse[other][row] = 0.0;
        foreach ((int index, double coefficient) in entries)
        {
            SimplexVariable variable = variables[index];
            variable.Add(row, coefficient);
            if (index == owner)
            {
                ownCoefficient = coefficient;
                continue;
            }

            value -= coefficient * variable.Value;
            if (variable.BasicRow >= 0)
                BasisInverse.Combine(own, inverse[variable.BasicRow], -coefficient, row);
        }

        own[row] = 1.0;
        for (int column = 0; column <= row; column++)
            own[column] /= ownCoefficient;
        basis[row] = owner;
        prices[row] = 0.0;
        variables[owner].BasicRow = row;
        variables[owner].Value = value / ownCoefficient;
        variables[owner].Piece = variables[owner].Cost.PieceAbove(variables[owner].Value);
        return row;
    }

    /// <summary>Keeps variables and rows as they are now for <see cref="Reset"/>.</summary>
    public void Mark()
    {
        marked = new (PiecewiseCost, int)[VariableCount];
        for (int index = 0; index < VariableCount; index++)
            marked[index] = (variables[index].Cost, variables[index].Entries);
        markedSides = rightHandSides[..RowCount];
    }

    /// <summary>Goes back to the marked variables and rows, all variables at zero and none basic; a basis must be set next.</summary>
    public void Reset()
    {
        VariableCount = marked.Length;
        RowCount = markedSides.Length;
        markedSides.CopyTo(rightHandSides, 0);
        inverse.Resize(RowCount);
        Pivots = 0;
        sinceRefresh = 0;
        for (int index = 0; index < VariableCount; index++)
            variables[index].Restore(marked[index].Entries, marked[index].Cost);
    }

    /// <summary>Makes one variable for each row basic; the others rest where they are.</summary>
    public void SetBasis(ReadOnlySpan<int> basics)
    {
        for (int index = 0; index < VariableCount; index++)
            variables[index].BasicRow = -1;
        for (int row = 0; row < RowCount; row++)
        {
            basis[row] = basics[row];
            variables[basics[row]].BasicRow = row;
        }

        Refactor();
        SetPieces();
    }

    /// <summary>Changes a right-hand side.</summary>
    public void SetRightHandSide(int row, double value)
    {
        if (rightHandSides[row] == value)
            return;
        rightHandSides[row] = value;
        RefreshValues();
    }

    /// <summary>Changes the bounds of a variable; one that stands outside is brought back by the next solution.</summary>
    public void SetBounds(int index, double lower, double upper)
    {
        SimplexVariable variable = variables[index];
        variable.Lower = lower;
        variable.Upper = Math.Min(upper, variable.Cost.Most);
        if (variable.BasicRow >= 0)
            return;
        MoveTo(index, Math.Clamp(variable.Value, variable.Lower, variable.Upper));
    }

    /// <summary>Moves a variable that is not basic, and the basic ones with it.</summary>
    public void MoveTo(int index, double value)
    {
        SimplexVariable variable = variables[index];
        double change = value - variable.Value;
        variable.Rest(value);
        if (change == 0.0)
            return;
        FindDirection(index);
        for (int row = 0; row < RowCount; row++)
        {
            if (direction[row] != 0.0)
                Basic(row).Value -= direction[row] * change;
        }
    }

    /// <summary>Changes the cost of a variable.</summary>
    public void SetCost(int index, PiecewiseCost cost)
    {
        SimplexVariable variable = variables[index];
        variable.Cost = cost;
        if (variable.BasicRow >= 0)
            variable.Piece = cost.PieceAbove(variable.Value);
        SetBounds(index, variable.Lower, variable.Upper);
    }

    /// <summary>Solves from the current basis; false when it is infeasible or the pivots or the meter's work run out.</summary>
    public bool TrySolve(int mostPivots)
    {
        int last = Pivots + Math.Min(mostPivots, int.MaxValue - Pivots);
        if (!meter.Allows(RestWork))
            return false;
        if (TryRestAll())
        {
            bool? solved = TrySolveDual(last);
            if (solved is not null)
                return solved.Value;
        }

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

    private long RestWork => (VariableCount * 8L) + ((long)RowCount * RowCount / 16);

    private long RefactorWork => ((long)RowCount * RowCount * RowCount / 5) + (RowCount * 50L);

    /// <summary>Operations of the inversion that the next pivot would bring about.</summary>
    private long RefactorWorkDue => sinceRefresh + 1 >= RefreshEvery ? RefactorWork : 0L;

    /// <summary>Puts every variable that is not basic where the prices want it; false when one of them has no near place.</summary>
    private bool TryRestAll()
    {
        FindPrices(isFirstPhase: false);
        meter.Add(RestWork);
        for (int index = 0; index < VariableCount; index++)
        {
            SimplexVariable variable = variables[index];
            if (variable.BasicRow >= 0)
                continue;
            double price = variable.Dot(prices);
            if (price <= variable.SlopeUp + OptimalityTolerance && price >= variable.SlopeDown - OptimalityTolerance)
                continue;
            double place = variable.RestingPlace(price);
            if (Math.Abs(place - variable.Value) > WidestFlip)
                return false;
            MoveTo(index, place);
        }

        return true;
    }

    /// <summary>The dual method; null when it cannot go on and the primal one has to.</summary>
    private bool? TrySolveDual(int lastPivot)
    {
        int most = Math.Min(lastPivot, Pivots + 200 + (4 * RowCount));
        while (true)
        {
            int leaving = dual.FindLeaving();
            if (leaving < 0)
                return true;
            if (Pivots >= most)
                return Pivots >= lastPivot ? false : null;
            long work = ((long)RowCount * RowCount / 3) + (VariableCount * 20L) + 300L;
            if (!meter.Allows(work + RefactorWorkDue))
                return false;
            Pivots++;
            meter.Add(work);
            if (!dual.TryFind(leaving))
                return dual.IsInfeasible ? false : null;
            BasisInverse.Combine(prices, inverse[leaving], dual.PriceStep, RowCount);
            dual.ApplyFlips();
            if (dual.Entering < 0)
                continue;
            FindDirection(dual.Entering);
            if (Math.Abs(direction[leaving]) < 1e-8)
                return null;
            Enter(dual.Entering, leaving);
        }
    }

    private void Enter(int entering, int row)
    {
        SimplexVariable variable = variables[entering];
        SimplexVariable leaving = Basic(row);
        double change = (leaving.Value - dual.StopValue) / direction[row];
        for (int other = 0; other < RowCount; other++)
        {
            if (direction[other] != 0.0)
                Basic(other).Value -= change * direction[other];
        }

        variable.Value += change;
        variable.Piece = dual.EnteringPiece;
        Replace(entering, row, dual.StopValue);
    }

    private void Replace(int entering, int row, double stop)
    {
        SimplexVariable leaving = Basic(row);
        leaving.BasicRow = -1;
        leaving.Rest(stop);
        variables[entering].BasicRow = row;
        basis[row] = entering;
        inverse.Pivot(row, direction);
        if (++sinceRefresh < RefreshEvery)
            return;
        Refactor();
        FindPrices(isFirstPhase: false);
    }

    /// <summary>Solves one phase of the primal method; false when the pivots run out.</summary>
    private bool Run(bool isFirstPhase, int lastPivot)
    {
        while (true)
        {
            FindPrices(isFirstPhase);
            int entering = FindEntering(isFirstPhase, out double reduced);
            if (entering < 0)
                return true;
            long work = ((long)RowCount * RowCount * 2 / 3) + (VariableCount * 25L) + (RowCount * 50L);
            if (Pivots >= lastPivot || !meter.Allows(work + RefactorWorkDue))
                return false;
            Pivots++;
            meter.Add(work);
            FindDirection(entering);
            step.Find(entering, direction, reduced, isFirstPhase);
            Move(entering);
            if (isFirstPhase && IsFeasible())
                return true;
        }
    }

    private bool IsFeasible()
    {
        for (int row = 0; row < RowCount; row++)
        {
            SimplexVariable variable = Basic(row);
            if (variable.Value < variable.Lower - Tiny || variable.Value > variable.Upper + Tiny)
                return false;
        }

        return true;
    }

    private void SetPieces()
    {
        for (int row = 0; row < RowCount; row++)
        {
            SimplexVariable variable = Basic(row);
            variable.Piece = variable.Cost.PieceAbove(variable.Value);
        }
    }

    private void FindPrices(bool isFirstPhase)
    {
        Array.Clear(prices, 0, RowCount);
        for (int row = 0; row < RowCount; row++)
        {
            SimplexVariable variable = Basic(row);
            double cost = isFirstPhase ? OutOfBounds(variable) : variable.Cost.Slopes[variable.Piece];
            if (cost != 0.0)
                BasisInverse.Combine(prices, inverse[row], cost, RowCount);
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
        for (int index = 0; index < VariableCount; index++)
        {
            SimplexVariable variable = variables[index];
            if (variable.BasicRow >= 0 || variable.Upper <= variable.Lower)
                continue;
            double priced = variable.Dot(prices);
            double up = (isFirstPhase ? (variable.Value >= variable.Upper ? double.PositiveInfinity : 0.0) : variable.SlopeUp) - priced;
            double down = (isFirstPhase ? (variable.Value <= variable.Lower ? double.NegativeInfinity : 0.0) : variable.SlopeDown) - priced;
            if (-up > bestGain)
                (best, bestGain, reduced) = (index, -up, up);
            else if (down > bestGain)
                (best, bestGain, reduced) = (index, down, down);
        }

        return best;
    }

    private void FindDirection(int entering)
    {
        SimplexVariable variable = variables[entering];
        ReadOnlySpan<int> rows = variable.Rows;
        ReadOnlySpan<double> coefficients = variable.Coefficients;
        for (int row = 0; row < RowCount; row++)
        {
            double[] own = inverse[row];
            double sum = 0.0;
            for (int i = 0; i < rows.Length; i++)
                sum += own[rows[i]] * coefficients[i];
            direction[row] = sum;
        }
    }

    private void Move(int entering)
    {
        SimplexVariable variable = variables[entering];
        double signed = step.Sign * step.Length;
        for (int row = 0; row < RowCount; row++)
        {
            if (direction[row] != 0.0)
                Basic(row).Value -= signed * direction[row];
        }

        if (step.LeavingRow < 0)
        {
            variable.Rest(step.StopValue);
            return;
        }

        variable.Value += signed;
        variable.Piece = step.EnteringPiece;
        Replace(entering, step.LeavingRow, step.StopValue);
    }

    private void RefreshValues()
    {
        Array.Copy(rightHandSides, rest, RowCount);
        for (int index = 0; index < VariableCount; index++)
        {
            SimplexVariable variable = variables[index];
            if (variable.BasicRow >= 0 || variable.Value == 0.0)
                continue;
            for (int i = 0; i < variable.Entries; i++)
                rest[variable.Rows[i]] -= variable.Coefficients[i] * variable.Value;
        }

        for (int row = 0; row < RowCount; row++)
        {
            double[] own = inverse[row];
            double value = 0.0;
            for (int column = 0; column < RowCount; column++)
                value += own[column] * rest[column];
            Basic(row).Value = value;
        }
    }

    private void Refactor()
    {
        sinceRefresh = 0;
        meter.Add(RefactorWork);
        inverse.Invert(variables, basis);
        RefreshValues();
    }

    private void Grow()
    {
        inverse.Resize(RowCount);
        if (basis.Length >= RowCount)
            return;
        int size = 2 * basis.Length;
        Array.Resize(ref rightHandSides, size);
        Array.Resize(ref basis, size);
        Array.Resize(ref prices, size);
        Array.Resize(ref direction, size);
        Array.Resize(ref rest, size);
    }
}
