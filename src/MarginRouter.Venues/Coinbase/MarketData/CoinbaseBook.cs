using MarginRouter.Venues.Feeds;
using MarginRouter.Venues.Grid;

namespace MarginRouter.Venues.Coinbase.MarketData;

/// <summary>
/// The book of one product. The messages of a connection are numbered together, so that losses are noticed there and not here.
/// </summary>
internal sealed class CoinbaseBook(GridBook grid) : BookBuilder(grid)
{
    /// <inheritdoc />
    protected override Continuity Follow(BookMessage update) => Continuity.Follows;
}
