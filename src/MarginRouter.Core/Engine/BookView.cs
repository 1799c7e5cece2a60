using System.Runtime.InteropServices;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.MarketData;
using MarginRouter.Core.Orders;
using MarginRouter.Core.Routing;

namespace MarginRouter.Core.Engine;

/// <summary>
/// What routing sees of each book on one side; a book that has not changed since the last request is handed out again. The levels of a book
/// that has changed take the place of those before: a request's books are good until the next request, and what a decision keeps of them
/// is a copy.
/// </summary>
internal sealed class BookView(MarketState market, int instruments)
{
    private readonly Kept[] kept = new Kept[2 * instruments];

    /// <summary>A book as a parent of a side takes it.</summary>
    /// <param name="id">The instrument.</param>
    /// <param name="side">The parent's side.</param>
    /// <param name="refusal">Why the book cannot serve the parent; null when it can.</param>
    /// <param name="terms">The share of displayed sizes that counts, and what a long position pays a day.</param>
    public RouteBook Of(InstrumentId id, Side side, Refusal? refusal, (decimal FillRatio, decimal FundingPerDay) terms)
    {
        long version = market.Version(id);
        ref Kept last = ref kept[(2 * id.Value) + (side == Side.Buy ? 0 : 1)];
        if (last.Book is { } known && last.Version == version
            && known.FillRatio == terms.FillRatio && known.FundingPerDay == terms.FundingPerDay && known.Unavailable == refusal)
            return known;
        BookImage image = market.Book(id);
        ReadOnlySpan<BookLevel> opposite = image.Levels(side == Side.Buy ? BookSide.Bid : BookSide.Ask);
        if (last.Version != version || last.Book is null)
            Take(image.Levels(side == Side.Buy ? BookSide.Ask : BookSide.Bid), ref last);
        RouteBook book = new(
            id, image.Sequence, image.ReceivedAt, ImmutableCollectionsMarshal.AsImmutableArray(last.Levels), opposite.IsEmpty ? null : opposite[0], refusal)
        {
            FillRatio = terms.FillRatio,
            FundingPerDay = terms.FundingPerDay,
        };
        (last.Version, last.Book) = (version, book);
        return book;
    }

    private static void Take(ReadOnlySpan<BookLevel> levels, ref Kept last)
    {
        if (last.Levels is null || last.Levels.Length != levels.Length)
            last.Levels = levels.ToArray();
        else
            levels.CopyTo(last.Levels);
    }

    private struct Kept
    {
        public long Version;
        public RouteBook? Book;
        public BookLevel[]? Levels;
    }
}
