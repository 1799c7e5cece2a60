namespace MarginRouter.Core.Routing.Search;

/// <summary>
/// What a candidate's lots cost beside price and listed fee, as rungs: funding, borrow, capital, venue risk and preference, per lot and
/// not falling from one rung to the next, so that the merge stays optimal.
/// </summary>
internal sealed class CarryLadder
{
    private readonly long[] through;
    private readonly CandidateCost[] perLot;

    /// <param name="through">By rung: lots down to and including it; the last is unbounded.</param>
    /// <param name="perLot">By rung: cost of one lot in the pricing asset.</param>
    public CarryLadder(long[] through, CandidateCost[] perLot)
    {
        this.through = through;
        this.perLot = perLot;
    }

    /// <summary>Number of rungs; at least one.</summary>
    public int Rungs => perLot.Length;

    /// <summary>Lots down to and including a rung.</summary>
    public long Through(int rung) => through[rung];

    /// <summary>Cost of one lot on a rung.</summary>
    public CandidateCost PerLot(int rung) => perLot[rung];

    /// <summary>Cost of the lot that follows so many lots.</summary>
    public CandidateCost Next(long lots)
    {
        int rung = 0;
        while (through[rung] <= lots)
            rung++;
        return perLot[rung];
    }

    /// <summary>Cost of so many lots.</summary>
    public CandidateCost CostOf(long lots)
    {
        CandidateCost cost = default;
        long from = 0;
        for (int rung = 0; from < lots; rung++)
        {
            long to = Math.Min(lots, through[rung]);
            cost += perLot[rung] * (to - from);
            from = to;
        }

        return cost;
    }

    /// <summary>The same by what candidates are compared by.</summary>
    public decimal Objective(long lots)
    {
        decimal cost = 0m;
        long from = 0;
        for (int rung = 0; from < lots; rung++)
        {
            long to = Math.Min(lots, through[rung]);
            cost += perLot[rung].Objective * (to - from);
            from = to;
        }

        return cost;
    }
}
