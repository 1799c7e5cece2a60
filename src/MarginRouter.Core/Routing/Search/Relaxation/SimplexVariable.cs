namespace MarginRouter.Core.Routing.Search.Relaxation;

/// <summary>A variable of the simplex method: its cost, its column, and where it stands.</summary>
internal sealed class SimplexVariable(PiecewiseCost cost)
{
    private int[] rows = new int[4];
    private double[] coefficients = new double[4];

    /// <summary>Cost by quantity.</summary>
    public PiecewiseCost Cost { get; set; } = cost;

    /// <summary>Upper bound; at most the last knot. Search nodes lower it and raise it again.</summary>
    public double Upper { get; set; } = cost.Most;

    /// <summary>Lower bound; not negative.</summary>
    public double Lower { get; set; }

    /// <summary>Number of entries of the column.</summary>
    public int Entries { get; private set; }

    /// <summary>Rows of the column's entries.</summary>
    public ReadOnlySpan<int> Rows => new(rows, 0, Entries);

    /// <summary>Coefficients of the column's entries.</summary>
    public ReadOnlySpan<double> Coefficients => new(coefficients, 0, Entries);

    /// <summary>Current value.</summary>
    public double Value { get; set; }

    /// <summary>The row in which it is basic; -1 when it is not.</summary>
    public int BasicRow { get; set; } = -1;

    /// <summary>While basic: the piece of its cost that it is moving in.</summary>
    public int Piece { get; set; }

    /// <summary>While not basic: cost of the next unit up; infinite at the upper bound.</summary>
    public double SlopeUp { get; private set; }

    /// <summary>While not basic: saving of the next unit down; minus infinity at the lower bound.</summary>
    public double SlopeDown { get; private set; }

    /// <summary>Adds an entry to the column.</summary>
    public void Add(int row, double coefficient)
    {
        if (Entries == rows.Length)
        {
            Array.Resize(ref rows, 2 * Entries);
            Array.Resize(ref coefficients, 2 * Entries);
        }

        rows[Entries] = row;
        coefficients[Entries++] = coefficient;
    }

    /// <summary>Forgets entries beyond the first ones, the value and the basis.</summary>
    public void Restore(int entries, PiecewiseCost cost)
    {
        Entries = entries;
        Cost = cost;
        Lower = 0.0;
        Upper = cost.Most;
        BasicRow = -1;
        Rest(0.0);
    }

    /// <summary>Puts a variable that is not basic at a value.</summary>
    public void Rest(double value)
    {
        Value = value;
        SlopeUp = value >= Upper ? double.PositiveInfinity : Cost.Slopes[Cost.PieceAbove(value)];
        SlopeDown = value <= Lower ? double.NegativeInfinity : Cost.Slopes[Cost.PieceBelow(value)];
    }

    /// <summary>Sum of what the column's entries are worth at given values by row.</summary>
    public double Dot(double[] byRow)
    {
        double sum = 0.0;
        for (int i = 0; i < Entries; i++)
            sum += coefficients[i] * byRow[rows[i]];
        return sum;
    }

    /// <summary>Where the variable should rest at a price for its column: where its slope passes the price.</summary>
    public double RestingPlace(double price)
    {
        double[] slopes = Cost.Slopes;
        int low = 0;
        int high = slopes.Length;
        while (low < high)
        {
            int middle = (low + high) >> 1;
            if (slopes[middle] < price)
                low = middle + 1;
            else
                high = middle;
        }

        return Math.Clamp(Cost.Knots[low], Lower, Upper);
    }
}
