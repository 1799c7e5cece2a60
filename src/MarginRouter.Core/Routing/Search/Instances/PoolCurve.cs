using MarginRouter.Core.Instruments;
using MarginRouter.Core.Routing.Search.Relaxation;

namespace MarginRouter.Core.Routing.Search.Instances;

/// <summary>Cost of a constant-product pool whose fee does not enter its reserves, so that it does not matter in how many children it is taken.</summary>
internal sealed class PoolCurve(InstanceVenue pool, Side side, decimal referencePrice)
{
    private const int Tangents = 256;

    private readonly double reserveBase = (double)pool.ReserveBase;
    private readonly double reserveQuote = (double)pool.ReserveQuote;
    private readonly double keep = 1.0 - (double)pool.PoolFeeRate;

    /// <summary>Most base units that can be taken within a limit price, and at most what is wanted.</summary>
    public decimal Most(decimal wanted, decimal? limitPrice)
    {
        double most = side == Side.Buy ? Math.Min((double)wanted, reserveBase * 0.999) : (double)wanted;
        if (limitPrice is { } limit)
        {
            double product = reserveQuote * reserveBase;
            double atLimit = side == Side.Buy
                ? reserveBase - Math.Sqrt(product / ((double)limit * keep))
                : (Math.Sqrt(product * keep / (double)limit) - reserveBase) / keep;
            most = Math.Min(most, atLimit * (1.0 - 1e-12));
        }

        return (decimal)Math.Max(0.0, most);
    }

    /// <summary>The exact cost of a number of base units against the reference price.</summary>
    public decimal Exact(decimal quantity)
    {
        decimal rest = 1m - pool.PoolFeeRate;
        if (side == Side.Buy)
            return (pool.ReserveQuote * quantity / (pool.ReserveBase - quantity) / rest) - (referencePrice * quantity);
        decimal paidIn = quantity * rest;
        return (referencePrice * quantity) - (pool.ReserveQuote * paidIn / (pool.ReserveBase + paidIn));
    }

    /// <summary>The upper envelope of tangents: nowhere above the exact cost.</summary>
    public PiecewiseCost Below(double most)
    {
        var knots = new double[Tangents + 1];
        var slopes = new double[Tangents];
        for (int i = 0; i < Tangents; i++)
        {
            double at = most * i / (Tangents - 1);
            slopes[i] = Marginal(at);
            if (i > 0)
            {
                double previous = most * (i - 1) / (Tangents - 1);
                double rise = Cost(at) - Cost(previous) - (slopes[i] * at) + (slopes[i - 1] * previous);
                knots[i] = Math.Clamp(rise / (slopes[i - 1] - slopes[i]), previous, at);
            }
        }

        knots[Tangents] = most;
        return new PiecewiseCost(knots, slopes);
    }

    /// <summary>The cost in double.</summary>
    public double Cost(double quantity)
    {
        double reference = (double)referencePrice * quantity;
        return side == Side.Buy
            ? (reserveQuote * quantity / (reserveBase - quantity) / keep) - reference
            : reference - (reserveQuote * quantity * keep / (reserveBase + (quantity * keep)));
    }

    private double Marginal(double quantity)
    {
        if (side == Side.Buy)
        {
            double left = reserveBase - quantity;
            return (reserveQuote * reserveBase / (left * left) / keep) - (double)referencePrice;
        }

        double grown = reserveBase + (quantity * keep);
        return (double)referencePrice - (reserveQuote * reserveBase * keep / (grown * grown));
    }
}
