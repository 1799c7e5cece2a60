using MarginRouter.Core.MarketData;

namespace MarginRouter.Venues.Tests.Feeds;

/// <summary>A deep book whose prices wander far: sixty levels a side, some of which change with each move.</summary>
internal sealed class WalkingBook
{
    private const int Depth = 60;
    private readonly Random random;
    private readonly SortedDictionary<long, long> bids = new(Comparer<long>.Create((left, right) => right.CompareTo(left)));
    private readonly SortedDictionary<long, long> asks = [];
    private long ask = 100_000;
    private int drift = 1;

    public WalkingBook(Random random)
    {
        this.random = random;
        for (int i = 0; i < Depth; i++)
        {
            bids[ask - 1 - i] = random.Next(1, 100);
            asks[ask + i] = random.Next(1, 100);
        }
    }

    /// <summary>A side, best first.</summary>
    public IEnumerable<(long Price, long Size)> Side(BookSide side) => (side == BookSide.Bid ? bids : asks).Select(level => (level.Key, level.Value));

    /// <summary>The best levels of both sides.</summary>
    public List<(BookSide Side, long Price, long Size)> Top(int levels) =>
    [
        .. bids.Take(levels).Select(level => (BookSide.Bid, level.Key, level.Value)),
        .. asks.Take(levels).Select(level => (BookSide.Ask, level.Key, level.Value)),
    ];

    /// <summary>Moves; the changes, of which each is one absolute size.</summary>
    public List<(BookSide Side, long Price, long Size)> Move()
    {
        List<(BookSide, long, long)> changes = [];
        if (random.Next(200) == 0)
            drift = -drift;
        long before = ask;
        if (random.Next(4) == 0)
            ask += drift;
        for (long price = before; price < ask; price++)
        {
            Set(changes, BookSide.Ask, price, 0);
            Set(changes, BookSide.Bid, price, random.Next(1, 100));
        }

        for (long price = before - 1; price >= ask; price--)
        {
            Set(changes, BookSide.Bid, price, 0);
            Set(changes, BookSide.Ask, price, random.Next(1, 100));
        }

        for (int i = random.Next(1, 4); i > 0; i--)
        {
            bool bid = random.Next(2) == 0;
            long price = bid ? ask - 1 - random.Next(Depth) : ask + random.Next(Depth);
            Set(changes, bid ? BookSide.Bid : BookSide.Ask, price, random.Next(5) == 0 && price != ask && price != ask - 1 ? 0 : random.Next(1, 100));
        }

        return changes;
    }

    private void Set(List<(BookSide, long, long)> changes, BookSide side, long price, long size)
    {
        SortedDictionary<long, long> levels = side == BookSide.Bid ? bids : asks;
        if (size == 0)
            levels.Remove(price);
        else
            levels[price] = size;
        changes.Add((side, price, size));
    }
}
