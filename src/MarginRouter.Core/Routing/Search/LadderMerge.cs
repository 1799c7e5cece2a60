namespace MarginRouter.Core.Routing.Search;

/// <summary>
/// The merge by marginal all-in price: the next lots always come from the ladder whose next level is cheapest, the earlier
/// instrument on a tie. A ladder whose lot is larger than what is left is passed over.
/// </summary>
/// <param name="ladders">By place in the product.</param>
/// <param name="curves">By place in the product: the accounts where they cost differently; null where they do not.</param>
/// <param name="uniform">By place in the product: what all accounts add to a base unit's cost.</param>
/// <param name="mostMarginal">By place in the product: most that a base unit may cost; null for no limit.</param>
internal sealed class LadderMerge(TakerLadder?[] ladders, AccountCurve?[]? curves = null, decimal[]? uniform = null, decimal?[]? mostMarginal = null)
{
    private readonly int[] cursors = new int[ladders.Length];

    /// <summary>Adds to <paramref name="totals"/> until <paramref name="wanted"/> product lots are reached or nothing is left.</summary>
    /// <param name="totals">Instrument lots by ladder; what stands there is taken already.</param>
    /// <param name="ceilings">Most instrument lots by ladder.</param>
    /// <param name="wanted">Product lots in all.</param>
    public void Fill(long[] totals, long[] ceilings, long wanted)
    {
        long left = wanted;
        for (int slot = 0; slot < ladders.Length; slot++)
        {
            cursors[slot] = 0;
            if (totals[slot] == 0)
                continue;
            int level = ladders[slot]!.LevelOf(totals[slot]);
            cursors[slot] = totals[slot] == ladders[slot]!.Through(level) ? level + 1 : level;
            left -= totals[slot] * ladders[slot]!.ProductLots;
        }

        while (left > 0)
        {
            int slot = Cheapest(totals, ceilings, left);
            if (slot < 0)
                return;
            TakerLadder ladder = ladders[slot]!;
            long through = ladder.Through(cursors[slot]);
            long take = Math.Min(Math.Min(through, ceilings[slot]) - totals[slot], left / ladder.ProductLots);
            if (curves?[slot] is { } curve)
                take = Math.Min(take, curve.After(totals[slot])!.Value.Through - totals[slot]);
            totals[slot] += take;
            left -= take * ladder.ProductLots;
            if (totals[slot] == through)
                cursors[slot]++;
        }
    }

    private int Cheapest(long[] totals, long[] ceilings, long left)
    {
        int best = -1;
        decimal bestCost = 0m;
        for (int slot = 0; slot < ladders.Length; slot++)
        {
            TakerLadder? ladder = ladders[slot];
            if (ladder is null || totals[slot] >= ceilings[slot] || ladder.ProductLots > left || !ladder.HasLevel(cursors[slot]))
                continue;
            decimal cost = ladder.MarginalCost(cursors[slot]);
            if (curves?[slot] is { } curve)
            {
                if (curve.After(totals[slot]) is not { } rung)
                    continue;
                cost += rung.PerBase;
            }
            else if (uniform is not null)
            {
                cost += uniform[slot];
            }

            if (cost > mostMarginal?[slot])
                continue;
            if (best < 0 || cost < bestCost)
            {
                best = slot;
                bestCost = cost;
            }
        }

        return best;
    }
}
