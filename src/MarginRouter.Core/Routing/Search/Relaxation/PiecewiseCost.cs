namespace MarginRouter.Core.Routing.Search.Relaxation;

/// <summary>
/// A convex cost of one quantity from zero up: straight pieces of rising slope. A book is one, and so is a commission that begins
/// beyond an allowance. The last piece may have no end.
/// </summary>
/// <param name="Knots">Where the pieces begin and end: one more than there are pieces, rising, the first zero.</param>
/// <param name="Slopes">Cost of one unit in each piece, rising.</param>
internal sealed record PiecewiseCost(double[] Knots, double[] Slopes)
{
    private readonly double[] sums = Sums(Knots, Slopes);

    /// <summary>Largest quantity.</summary>
    public double Most => Knots[^1];

    /// <summary>One piece.</summary>
    public static PiecewiseCost Linear(double most, double slope) => new([0.0, most], [slope]);

    /// <summary>The piece that a quantity lies in; of two that meet there, the upper one.</summary>
    public int PieceAbove(double quantity)
    {
        if (quantity < Knots[1])
            return 0;
        int low = 0;
        int high = Slopes.Length - 1;
        while (low < high)
        {
            int middle = (low + high + 1) >> 1;
            if (Knots[middle] <= quantity)
                low = middle;
            else
                high = middle - 1;
        }

        return low;
    }

    /// <summary>The piece that a quantity lies in; of two that meet there, the lower one.</summary>
    public int PieceBelow(double quantity)
    {
        int piece = PieceAbove(quantity);
        while (piece > 0 && Knots[piece] >= quantity)
            piece--;
        return piece;
    }

    /// <summary>The cost of a quantity.</summary>
    public double At(double quantity)
    {
        if (quantity <= 0.0)
            return 0.0;
        int piece = PieceBelow(quantity);
        return sums[piece] + ((Math.Min(quantity, Knots[piece + 1]) - Knots[piece]) * Slopes[piece]);
    }

    /// <summary>By piece: the cost where it begins.</summary>
    private static double[] Sums(double[] knots, double[] slopes)
    {
        var sums = new double[slopes.Length];
        for (int piece = 1; piece < slopes.Length; piece++)
            sums[piece] = sums[piece - 1] + ((knots[piece] - knots[piece - 1]) * slopes[piece - 1]);
        return sums;
    }
}
