using MarginRouter.Venues.Feeds;
using MarginRouter.Venues.Grid;

namespace MarginRouter.Venues.Hyperliquid.MarketData;

/// <summary>
/// The book of one coin. Every message is the whole book; the only order between them is their time, which may repeat but never goes back.
/// </summary>
internal sealed class HyperliquidBook(GridBook grid) : BookBuilder(grid)
{
    /// <inheritdoc />
    public override BookOutcome Apply(BookMessage message)
    {
        if (!Synchronised || message.Sequence >= Book.Sequence)
            return base.Apply(message);
        Stale++;
        return BookOutcome.Stale;
    }

    /// <summary>There are no updates; one would be a change of the protocol.</summary>
    protected override Continuity Follow(BookMessage update) => Continuity.Gap;
}
