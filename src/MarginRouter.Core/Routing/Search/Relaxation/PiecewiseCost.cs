namespace MarginRouter.Core.Routing.Search.Relaxation;

/// <summary>
/// A convex cost of one quantity from zero up: straight pieces of rising slope. A book is one, and so is a commission that begins
/// beyond an allowance. The last piece may have no end.
/// </summary>
/// <param name="Knots">Where the pieces begin and end: one more than there are pieces, rising, the first zero.</param>
/// <param name="Slopes">Cost of one unit in each piece, rising.</param>
internal sealed record PiecewiseCost(double[] Knots, double[] Slopes)
{
    /// <summary>Largest quantity.</summary>
    public double Most => Knots[^1];

    /// <summary>One piece.</summary>
    public static PiecewiseCost Linear(double most, double slope) => new([0.0, most], [slope]);

    /// <summary>The piece that a quantity lies in; of two that meet there, the upper one.</summary>
    public int PieceAbove(double quantity)
    {
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
        return piece > 0 && Knots[piece] >= quantity ? piece - 1 : piece;
    }

    /// <summary>The cost of a quantity.</summary>
    public double At(double quantity)
    {
        double cost = 0.0;
        for (int piece = 0; piece < Slopes.Length && Knots[piece] < quantity; piece++)
            cost += (Math.Min(quantity, Knots[piece + 1]) - Knots[piece]) * Slopes[piece];
        return cost;
    }
}
