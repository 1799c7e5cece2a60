using MarginRouter.Core.Instruments;

namespace MarginRouter.Core.MarketData;

/// <summary>
/// One side of a book in a flat array with the best level last, so that the frequent changes near the top move few entries.
/// Allocates only when it has to grow.
/// </summary>
internal sealed class BookLadder(BookSide side, int capacity)
{
    private BookLevel[] levels = new BookLevel[capacity];

    public int Count { get; private set; }

    /// <summary>The level at a depth, 0 = best.</summary>
    public BookLevel this[int depth] => levels[Count - 1 - depth];

    public void Clear() => Count = 0;

    /// <summary>Sets the size at a price; zero deletes. Deleting an absent level is normal on venues and does nothing.</summary>
    public void Set(PriceTicks price, QuantityLots quantity)
    {
        int index = Find(price, out bool found);
        if (found)
        {
            if (quantity.IsZero)
                RemoveAt(index);
            else
                levels[index] = new BookLevel(price, quantity);
        }
        else if (!quantity.IsZero)
        {
            InsertAt(index, new BookLevel(price, quantity));
        }
    }

    /// <summary>Keeps the best <paramref name="depth"/> levels; returns how many were dropped.</summary>
    public int Trim(int depth)
    {
        int excess = Count - depth;
        if (excess <= 0)
            return 0;
        Array.Copy(levels, excess, levels, 0, depth);
        Count = depth;
        return excess;
    }

    /// <summary>Copies the best levels, best first; returns how many.</summary>
    public int CopyTop(Span<BookLevel> target)
    {
        int taken = Math.Min(target.Length, Count);
        for (int i = 0; i < taken; i++)
            target[i] = levels[Count - 1 - i];
        return taken;
    }

    /// <summary>Multiplies every price and size: the grid became finer.</summary>
    public void Rescale(long priceFactor, long quantityFactor)
    {
        for (int i = 0; i < Count; i++)
        {
            levels[i] = new BookLevel(
                new PriceTicks(levels[i].Price.Value * priceFactor),
                new QuantityLots(levels[i].Quantity.Value * quantityFactor));
        }
    }

    private int Find(PriceTicks price, out bool found)
    {
        // Worst first in memory: bids ascend, asks descend. Most updates are near the top, so look there before bisecting.
        int low = 0;
        int high = Count - 1;
        while (low <= high)
        {
            int middle = low + ((high - low) >> 1);
            long difference = levels[middle].Price.Value - price.Value;
            if (difference == 0)
            {
                found = true;
                return middle;
            }

            bool worse = side == BookSide.Bid ? difference < 0 : difference > 0;
            if (worse)
                low = middle + 1;
            else
                high = middle - 1;
        }

        found = false;
        return low;
    }

    private void InsertAt(int index, BookLevel level)
    {
        if (Count == levels.Length)
            Array.Resize(ref levels, levels.Length * 2);
        Array.Copy(levels, index, levels, index + 1, Count - index);
        levels[index] = level;
        Count++;
    }

    private void RemoveAt(int index)
    {
        Array.Copy(levels, index + 1, levels, index, Count - index - 1);
        Count--;
    }
}
