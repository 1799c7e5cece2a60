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
    private readonly CostRace race = new(ladders);

    /// <summary>Adds to <paramref name="totals"/> until <paramref name="wanted"/> product lots are reached or nothing is left.</summary>
    /// <param name="totals">Instrument lots by ladder; what stands there is taken already.</param>
    /// <param name="ceilings">Most instrument lots by ladder.</param>
    /// <param name="wanted">Product lots in all.</param>
    public void Fill(long[] totals, long[] ceilings, long wanted)
    {
        long left = wanted;
        for (int slot = 0; slot < ladders.Length; slot++)
            left -= totals[slot] == 0 ? 0 : totals[slot] * ladders[slot]!.ProductLots;
        if (left <= 0)
            return;
        for (int slot = 0; slot < ladders.Length; slot++)
        {
            race.Leave(slot);
            if (ladders[slot] is not { } ladder || ladder.ProductLots > left)
                continue;
            int level = totals[slot] == 0 ? 0 : ladder.LevelOf(totals[slot]);
            Enter(totals, ceilings, slot, totals[slot] > 0 && totals[slot] == ladder.Through(level) ? level + 1 : level);
        }

        for (int slot = race.First(left); slot >= 0; slot = race.First(left))
        {
            TakerLadder ladder = ladders[slot]!;
            int level = race.Level(slot);
            long through = ladder.Through(level);
            long take = Math.Min(Math.Min(through, ceilings[slot]) - totals[slot], left / ladder.ProductLots);
            if (curves?[slot] is { } curve)
                take = Math.Min(take, curve.After(totals[slot])!.Value.Through - totals[slot]);
            totals[slot] += take;
            left -= take * ladder.ProductLots;
            if (left == 0)
                return;
            Enter(totals, ceilings, slot, totals[slot] == through ? level + 1 : level);
        }
    }

    private void Enter(long[] totals, long[] ceilings, int slot, int level)
    {
        race.Leave(slot);
        TakerLadder ladder = ladders[slot]!;
        if (totals[slot] >= ceilings[slot] || !ladder.HasLevel(level))
            return;
        decimal extra = uniform is null ? 0m : uniform[slot];
        if (curves?[slot] is { } curve)
        {
            if (curve.After(totals[slot]) is not { } rung)
                return;
            extra = rung.PerBase;
        }

        if (mostMarginal?[slot] is { } most && ladder.MarginalCost(level) + extra > most)
            return;
        race.Enter(slot, level, extra);
    }
}
