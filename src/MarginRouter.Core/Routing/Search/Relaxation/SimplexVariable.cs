namespace MarginRouter.Core.Routing.Search.Relaxation;

/// <summary>A variable of the simplex method: its cost, its column, and where it stands.</summary>
internal sealed class SimplexVariable(PiecewiseCost cost)
{
    /// <summary>Cost by quantity.</summary>
    public PiecewiseCost Cost { get; set; } = cost;

    /// <summary>Upper bound; at most the last knot. Search nodes lower it and raise it again.</summary>
    public double Upper { get; set; } = cost.Most;

    /// <summary>Lower bound; not negative.</summary>
    public double Lower { get; set; }

    /// <summary>Rows of the column.</summary>
    public List<int> Rows { get; } = [];

    /// <summary>Coefficients of the column.</summary>
    public List<double> Coefficients { get; } = [];

    /// <summary>Current value.</summary>
    public double Value { get; set; }

    /// <summary>The row in which it is basic; -1 when it is not.</summary>
    public int BasicRow { get; set; } = -1;

    /// <summary>While basic: the piece of its cost that it is moving in.</summary>
    public int Piece { get; set; }

    /// <summary>Adds an entry to the column.</summary>
    public void Add(int row, double coefficient)
    {
        Rows.Add(row);
        Coefficients.Add(coefficient);
    }

    /// <summary>Cost of the next unit up; infinite at the upper bound.</summary>
    public double SlopeUp() => Value >= Upper ? double.PositiveInfinity : Cost.Slopes[Cost.PieceAbove(Value)];

    /// <summary>Saving of the next unit down; minus infinity at the lower bound.</summary>
    public double SlopeDown() => Value <= Lower ? double.NegativeInfinity : Cost.Slopes[Cost.PieceBelow(Value)];
}
