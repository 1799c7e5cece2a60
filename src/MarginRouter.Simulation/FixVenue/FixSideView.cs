using System.Collections.Immutable;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.MarketData;
using MarginRouter.Simulation.Markets;

namespace MarginRouter.Simulation.FixVenue;

/// <summary>
/// One side of a book as the subscribers of one depth hold it, best first. Unlike on venues whose clients cut the book themselves,
/// a level that falls below the depth is deleted, and one that rises into it is new.
/// </summary>
internal sealed class FixSideView(BookSide side)
{
    private ImmutableArray<BookLevel> held = [];

    /// <summary>The levels subscribers hold.</summary>
    public ImmutableArray<BookLevel> Levels => held;

    /// <summary>Moves to the market's present levels and adds the changes, deletes before everything else.</summary>
    public void Advance(ImmutableArray<BookLevel> next, List<FixLevelUpdate> updates)
    {
        int insertAt = updates.Count;
        int left = 0;
        int right = 0;
        while (left < held.Length || right < next.Length)
        {
            int order = Compare(left, right, next);
            if (order < 0)
            {
                updates.Insert(insertAt++, new FixLevelUpdate(FixLevelUpdate.Delete, new LevelChange(side, held[left++].Price, QuantityLots.Zero)));
                continue;
            }

            BookLevel level = next[right++];
            bool existed = order == 0;
            if (!existed || held[left].Quantity != level.Quantity)
                updates.Add(new FixLevelUpdate(existed ? FixLevelUpdate.Change : FixLevelUpdate.New, new LevelChange(side, level.Price, level.Quantity)));
            if (existed)
                left++;
        }

        held = next;
    }

    /// <summary>Negative when the held level comes first from the best, positive when the new one does, zero when both have one price.</summary>
    private int Compare(int left, int right, ImmutableArray<BookLevel> next)
    {
        if (left == held.Length)
            return 1;
        if (right == next.Length)
            return -1;
        int byPrice = held[left].Price.CompareTo(next[right].Price);
        return side == BookSide.Ask ? byPrice : -byPrice;
    }
}
