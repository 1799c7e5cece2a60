using MarginRouter.Venues.Feeds;
using MarginRouter.Venues.Grid;

namespace MarginRouter.Venues.Kraken.Futures;

/// <summary>The book of one product: seq rises by exactly one per change (docs.kraken.com, futures-websocket, book).</summary>
internal sealed class FuturesBook(GridBook grid) : BookBuilder(grid)
{
    /// <inheritdoc />
    protected override Continuity Follow(BookMessage update)
    {
        if (update.Sequence == unchecked(Book.Sequence + 1))
            return Continuity.Follows;
        return update.Sequence == Book.Sequence ? Continuity.Stale : Continuity.Gap;
    }
}
