using MarginRouter.Core.Instruments;
using MarginRouter.Core.MarketData;

namespace MarginRouter.Simulation.Markets;

/// <summary>
/// One side of a generated book. Which prices carry a level, and how large it usually is, is a fixed property of the price, so that
/// levels stay where they are while the best price moves over them.
/// </summary>
internal sealed class GeneratedSide(BookSide side, GeneratedBookOptions options, long topLots)
{
    private const int LargeOrderPerMille = 15;
    private const int LargeOrderFactor = 8;

    // Price ticks of the levels, best first, and the size that each shows.
    private readonly List<long> prices = [];
    private readonly Dictionary<long, long> sizes = [];
    private readonly ulong seed = options.Seed ^ (side == BookSide.Bid ? 0xB1D5UL : 0xA5C5UL);

    /// <summary>Moves the best price; levels that were passed disappear, new ones appear, the far end keeps the depth.</summary>
    public void MoveTo(long best, BookChanges changes)
    {
        if (prices.Count > 0 && prices[0] == best)
            return;
        List<long> wanted = Ladder(best);
        HashSet<long> kept = [.. wanted];
        foreach (long price in prices)
        {
            if (!kept.Contains(price))
            {
                sizes.Remove(price);
                changes.Set(side, new PriceTicks(price), QuantityLots.Zero);
            }
        }

        prices.Clear();
        prices.AddRange(wanted);
        for (int depth = 0; depth < prices.Count; depth++)
        {
            if (!sizes.ContainsKey(prices[depth]))
                Show(depth, UsualSize(depth), changes);
        }
    }

    /// <summary>Gives one level, most likely one near the best, another size.</summary>
    public void ChangeOne(DeterministicRandom random, BookChanges changes)
    {
        int depth = (int)random.Below(1 + random.Below(prices.Count));
        long percent = 40 + random.Below(121);
        Show(depth, Math.Max(1, UsualSize(depth) * percent / 100), changes);
    }

    /// <summary>Another participant takes a part of the best level.</summary>
    public void TradeAtBest(Side taker, DeterministicRandom random, BookChanges changes)
    {
        long shown = sizes[prices[0]];
        long taken = shown * (5 + random.Below(60)) / 100;
        if (taken == 0)
            return;
        changes.Trade(new PublicTrade(taker, new PriceTicks(prices[0]), new QuantityLots(taken)));
        Show(0, shown - taken, changes);
    }

    private void Show(int depth, long lots, BookChanges changes)
    {
        sizes[prices[depth]] = lots;
        changes.Set(side, new PriceTicks(prices[depth]), new QuantityLots(lots));
    }

    private List<long> Ladder(long best)
    {
        List<long> ladder = new(options.Depth) { best };
        int away = side == BookSide.Bid ? -1 : 1;
        for (long price = best + away; ladder.Count < options.Depth && price > 0; price += away)
        {
            if (DeterministicRandom.Hash(seed, price, options.MeanGapTicks) == 0)
                ladder.Add(price);
        }

        return ladder;
    }

    private long UsualSize(int depth)
    {
        long price = prices[depth];
        long mean = topLots + (topLots * options.GrowthPercentPerLevel * depth / 100);
        long percent = 30 + DeterministicRandom.Hash(seed + 1, price, 141);
        bool large = DeterministicRandom.Hash(seed + 2, price, 1000) < LargeOrderPerMille;
        return Math.Max(1, mean * percent / 100 * (large ? LargeOrderFactor : 1));
    }
}
