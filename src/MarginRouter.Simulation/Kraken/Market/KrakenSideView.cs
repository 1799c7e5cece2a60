using MarginRouter.Core.Instruments;
using MarginRouter.Core.MarketData;

namespace MarginRouter.Simulation.Kraken.Market;

/// <summary>
/// One side of the book as subscribers of one depth hold it. <see cref="Advance"/> moves it to the market's present levels and
/// yields the changes to send: a level that falls below the depth is not deleted, because every subscriber cuts it off itself.
/// </summary>
internal sealed class KrakenSideView
{
    private readonly BookSide side;
    private readonly int depth;
    private BookLevel[] held;
    private BookLevel[] next;
    private int heldCount;

    /// <summary>Makes an empty view of this many levels.</summary>
    public KrakenSideView(BookSide side, int depth)
    {
        this.side = side;
        this.depth = depth;
        held = new BookLevel[depth];
        next = new BookLevel[depth];
    }

    /// <summary>The levels subscribers hold, best first.</summary>
    public ReadOnlySpan<BookLevel> Levels => held.AsSpan(0, heldCount);

    /// <summary>
    /// Takes the market's best levels, best first and at most the depth, and adds the changes to <paramref name="changes"/>: deletes
    /// with quantity zero first, then new and changed levels from the best down.
    /// </summary>
    public void Advance(ReadOnlySpan<BookLevel> levels, List<BookLevel> changes)
    {
        levels = levels[..Math.Min(depth, levels.Length)];
        levels.CopyTo(next);
        bool full = levels.Length == depth;
        int left = 0;
        int right = 0;
        int insertAt = changes.Count;
        while (left < heldCount || right < levels.Length)
        {
            int order = Compare(left, right, levels.Length);
            if (order < 0)
            {
                bool cutByDepth = full && right == levels.Length;
                if (!cutByDepth)
                    changes.Insert(insertAt++, new BookLevel(held[left].Price, QuantityLots.Zero));
                left++;
            }
            else if (order > 0)
            {
                changes.Add(next[right++]);
            }
            else
            {
                if (held[left].Quantity != next[right].Quantity)
                    changes.Add(next[right]);
                left++;
                right++;
            }
        }

        (held, next) = (next, held);
        heldCount = levels.Length;
    }

    /// <summary>Counts the held prices in another step; one old step is so many new ones.</summary>
    public void Restep(decimal factor)
    {
        for (int index = 0; index < heldCount; index++)
            held[index] = held[index] with { Price = new PriceTicks((long)(held[index].Price.Value * factor)) };
    }

    /// <summary>Negative when the held level comes first from the best, positive when the new one does, zero when both have one price.</summary>
    private int Compare(int left, int right, int newCount)
    {
        if (left == heldCount)
            return 1;
        if (right == newCount)
            return -1;
        int byPrice = held[left].Price.CompareTo(next[right].Price);
        return side == BookSide.Ask ? byPrice : -byPrice;
    }
}
