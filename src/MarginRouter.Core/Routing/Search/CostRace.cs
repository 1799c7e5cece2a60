namespace MarginRouter.Core.Routing.Search;

/// <summary>
/// Which instrument's next level is cheapest. Costs are compared as doubles first; where these are closer than their rounding could be
/// off, the exact decimals decide, so that the order is the exact one.
/// </summary>
/// <param name="ladders">By place in the product.</param>
internal sealed class CostRace(TakerLadder?[] ladders)
{
    // A cost is a product and a sum of converted figures: its error is below 2^-49 of their magnitudes. A thousandfold is allowed for.
    private const double Doubt = 1e-12;

    private readonly double[] keys = new double[ladders.Length];
    private readonly double[] doubts = new double[ladders.Length];
    private readonly decimal[] extras = new decimal[ladders.Length];
    private readonly int[] levels = new int[ladders.Length];
    private double mostDoubt;

    /// <summary>The level at which an instrument stands; meaningless after <see cref="Leave"/>.</summary>
    public int Level(int slot) => levels[slot];

    /// <summary>Exact cost of one more base unit of an instrument that takes part.</summary>
    public decimal Cost(int slot) => ladders[slot]!.MarginalCost(levels[slot]) + extras[slot];

    /// <summary>Takes an instrument out until it enters again.</summary>
    public void Leave(int slot) => keys[slot] = double.PositiveInfinity;

    /// <summary>Puts an instrument at a level that its ladder has.</summary>
    /// <param name="slot">Place in the product.</param>
    /// <param name="level">The level.</param>
    /// <param name="extra">Added to a base unit's cost.</param>
    public void Enter(int slot, int level, decimal extra)
    {
        levels[slot] = level;
        extras[slot] = extra;
        double price = ladders[slot]!.MarginalKey(level);
        double added = extra == 0m ? 0d : (double)extra;
        keys[slot] = price + added;
        doubts[slot] = (Math.Abs(price) + Math.Abs(added)) * Doubt;
        mostDoubt = Math.Max(mostDoubt, doubts[slot]);
    }

    /// <summary>The cheapest instrument whose lot is not larger than what is left, the earlier on a tie; -1 when there is none.</summary>
    public int First(long left)
    {
        int best = -1;
        double beaten = double.PositiveInfinity;
        for (int slot = 0; slot < keys.Length; slot++)
        {
            // Beyond the doubt of any two it is dearer; those that do not take part are beyond everything.
            if (keys[slot] >= beaten || ladders[slot]!.ProductLots > left || (best >= 0 && !IsCheaper(slot, best)))
                continue;
            best = slot;
            beaten = keys[slot] + (4d * mostDoubt);
        }

        return best;
    }

    private bool IsCheaper(int slot, int than)
    {
        double difference = keys[slot] - keys[than];
        return Math.Abs(difference) > doubts[slot] + doubts[than] ? difference < 0d : Cost(slot) < Cost(than);
    }
}
