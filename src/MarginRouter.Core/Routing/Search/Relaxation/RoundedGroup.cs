using System.Collections.Immutable;
using MarginRouter.Core.Routing.Search.Model;

namespace MarginRouter.Core.Routing.Search.Relaxation;

/// <summary>The rows of a limit or of a cost of capital in double.</summary>
internal sealed class RoundedGroup
{
    private readonly RoundedRow[] rows;

    public RoundedGroup(ImmutableArray<ConvexRow> rows, double bound, double moneyUnit, double quantityUnit)
    {
        this.rows = new RoundedRow[rows.Length];
        for (int i = 0; i < rows.Length; i++)
            this.rows[i] = new RoundedRow(rows[i], moneyUnit, quantityUnit);
        Bound = bound / moneyUnit;
        double largest = 1e-12;
        double before = double.NegativeInfinity;
        foreach (RoundedRow row in this.rows)
        {
            largest = Math.Max(largest, row.Size);
            before = Math.Max(before, row.Before);
            Work += 4 * row.SlopeCount;
        }

        Inside = Math.Max(Bound - (largest * 1e-13), before);
    }

    /// <summary>What the largest row may not be above.</summary>
    public double Bound { get; }

    /// <summary>Operations of one evaluation.</summary>
    public long Work { get; }

    /// <summary>The bound less what rounding can hide, but never less than the value without any child.</summary>
    public double Inside { get; }

    /// <summary>The largest row and its value.</summary>
    public RoundedRow Highest(double[] shares, out double value)
    {
        RoundedRow highest = rows[0];
        value = highest.At(shares);
        for (int i = 1; i < rows.Length; i++)
        {
            double one = rows[i].At(shares);
            if (one > value)
            {
                value = one;
                highest = rows[i];
            }
        }

        return highest;
    }
}
