using MarginRouter.Core.MarketData;

namespace MarginRouter.Core.Tests.MarketData;

/// <summary>The slow, plain book that the fast one is compared with: a sorted dictionary a side.</summary>
internal sealed class NaiveBook
{
    private readonly SortedDictionary<long, long> bids = new(Comparer<long>.Create((left, right) => right.CompareTo(left)));
    private readonly SortedDictionary<long, long> asks = [];

    public SortedDictionary<long, long> Levels(BookSide side) => side == BookSide.Bid ? bids : asks;

    public void Set(BookSide side, long price, long quantity)
    {
        if (quantity == 0)
            Levels(side).Remove(price);
        else
            Levels(side)[price] = quantity;
    }

    public void Clear()
    {
        bids.Clear();
        asks.Clear();
    }

    public int Trim(int depth) => Trim(bids, depth) + Trim(asks, depth);

    public void Rescale(long priceFactor, long quantityFactor)
    {
        foreach (SortedDictionary<long, long> side in new[] { bids, asks })
        {
            KeyValuePair<long, long>[] old = [.. side];
            side.Clear();
            foreach ((long price, long quantity) in old)
                side[price * priceFactor] = quantity * quantityFactor;
        }
    }

    public bool IsCrossed => bids.Count > 0 && asks.Count > 0 && bids.First().Key >= asks.First().Key;

    private static int Trim(SortedDictionary<long, long> side, int depth)
    {
        long[] excess = [.. side.Keys.Skip(depth)];
        foreach (long price in excess)
            side.Remove(price);
        return excess.Length;
    }
}
