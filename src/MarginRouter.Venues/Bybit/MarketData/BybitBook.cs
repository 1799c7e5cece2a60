using MarginRouter.Venues.Feeds;
using MarginRouter.Venues.Grid;

namespace MarginRouter.Venues.Bybit.MarketData;

/// <summary>
/// The book of one Bybit topic: the update id u rises by exactly one per delta (bybit-exchange docs, websocket/public/orderbook). The venue
/// keeps the number of levels itself. Depth 1 sends nothing but snapshots.
/// </summary>
internal sealed class BybitBook(GridBook grid) : BookBuilder(grid)
{
    /// <inheritdoc />
    protected override Continuity Follow(BookMessage update)
    {
        if (update.Sequence == unchecked(Book.Sequence + 1))
            return Continuity.Follows;
        return update.Sequence == Book.Sequence ? Continuity.Stale : Continuity.Gap;
    }
}
