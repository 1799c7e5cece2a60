using System.Collections.Immutable;
using MarginRouter.Core.Routing.Search.Model;

namespace MarginRouter.Core.Routing.Search.Relaxation;

/// <summary>A convex row in double, quantities as shares of the parent, money in the relaxation's unit.</summary>
internal sealed class RoundedRow
{
    private readonly double constant;
    private readonly RoundedPiece[][] parts;

    public RoundedRow(ConvexRow row, double moneyUnit, double quantityUnit)
    {
        constant = (double)row.Constant / moneyUnit;
        parts = new RoundedPiece[row.Parts.Length][];
        for (int i = 0; i < parts.Length; i++)
        {
            ImmutableArray<AffinePiece> pieces = row.Parts[i];
            parts[i] = new RoundedPiece[pieces.Length];
            for (int k = 0; k < pieces.Length; k++)
                parts[i][k] = new RoundedPiece(pieces[k], moneyUnit, quantityUnit);
        }
    }

    /// <summary>Number of slopes, for counting work.</summary>
    public int SlopeCount
    {
        get
        {
            int count = parts.Length;
            foreach (RoundedPiece[] part in parts)
            {
                foreach (RoundedPiece piece in part)
                    count += piece.Routes.Length;
            }

            return count;
        }
    }

    /// <summary>Sum of the sizes of everything that is added up in it, for judging rounding.</summary>
    public double Size
    {
        get
        {
            double sum = Math.Abs(constant);
            foreach (RoundedPiece[] part in parts)
            {
                foreach (RoundedPiece piece in part)
                    sum += Math.Abs(piece.Constant);
            }

            return sum;
        }
    }

    /// <summary>The value without any child.</summary>
    public double Before
    {
        get
        {
            double sum = constant;
            foreach (RoundedPiece[] part in parts)
            {
                double highest = part[0].Constant;
                foreach (RoundedPiece piece in part)
                    highest = Math.Max(highest, piece.Constant);
                sum += highest;
            }

            return sum;
        }
    }

    /// <summary>The value for given shares by route.</summary>
    public double At(double[] shares)
    {
        double sum = constant;
        foreach (RoundedPiece[] part in parts)
            sum += part[Highest(part, shares)].At(shares);
        return sum;
    }

    /// <summary>The straight function that touches this one at a point and is nowhere above it; returns its constant.</summary>
    public double Tangent(double[] shares, List<(int Route, double Slope)> slopes)
    {
        double sum = constant;
        slopes.Clear();
        foreach (RoundedPiece[] part in parts)
        {
            RoundedPiece piece = part[Highest(part, shares)];
            sum += piece.Constant;
            for (int i = 0; i < piece.Routes.Length; i++)
            {
                if (piece.Slopes[i] != 0.0)
                    slopes.Add((piece.Routes[i], piece.Slopes[i]));
            }
        }

        return sum;
    }

    /// <summary>How fast the value rises with one route's share, at a point.</summary>
    public double SlopeAlong(double[] shares, int route)
    {
        double sum = 0.0;
        foreach (RoundedPiece[] part in parts)
        {
            RoundedPiece piece = part[Highest(part, shares)];
            for (int i = 0; i < piece.Routes.Length; i++)
            {
                if (piece.Routes[i] == route)
                    sum += piece.Slopes[i];
            }
        }

        return sum;
    }

    private static int Highest(RoundedPiece[] part, double[] shares)
    {
        int highest = 0;
        if (part.Length == 1)
            return 0;
        double best = part[0].At(shares);
        for (int k = 1; k < part.Length; k++)
        {
            double value = part[k].At(shares);
            if (value > best)
            {
                best = value;
                highest = k;
            }
        }

        return highest;
    }

    private sealed class RoundedPiece
    {
        public RoundedPiece(AffinePiece piece, double moneyUnit, double quantityUnit)
        {
            Constant = (double)piece.Constant / moneyUnit;
            Routes = new int[piece.Slopes.Length];
            Slopes = new double[piece.Slopes.Length];
            for (int i = 0; i < Routes.Length; i++)
            {
                Routes[i] = piece.Slopes[i].Route;
                Slopes[i] = (double)piece.Slopes[i].PerUnit * quantityUnit / moneyUnit;
            }
        }

        public double Constant { get; }

        public int[] Routes { get; }

        public double[] Slopes { get; }

        public double At(double[] shares)
        {
            double sum = Constant;
            for (int i = 0; i < Routes.Length; i++)
                sum += Slopes[i] * shares[Routes[i]];
            return sum;
        }
    }
}
