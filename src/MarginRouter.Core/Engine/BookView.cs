using System.Collections.Immutable;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.MarketData;
using MarginRouter.Core.Orders;
using MarginRouter.Core.Routing;

namespace MarginRouter.Core.Engine;

/// <summary>What routing sees of each book on one side; a book that has not changed since the last request is handed out again.</summary>
internal sealed class BookView(MarketState market)
{
    private readonly Dictionary<(InstrumentId Instrument, Side Side), (long Version, RouteBook Book)> kept = [];

    /// <summary>A book as a parent of a side takes it.</summary>
    /// <param name="id">The instrument.</param>
    /// <param name="side">The parent's side.</param>
    /// <param name="refusal">Why the book cannot serve the parent; null when it can.</param>
    /// <param name="terms">The share of displayed sizes that counts, and what a long position pays a day.</param>
    public RouteBook Of(InstrumentId id, Side side, Refusal? refusal, (decimal FillRatio, decimal FundingPerDay) terms)
    {
        long version = market.Version(id);
        if (kept.TryGetValue((id, side), out (long Version, RouteBook Book) last) && last.Version == version
            && last.Book.FillRatio == terms.FillRatio && last.Book.FundingPerDay == terms.FundingPerDay && last.Book.Unavailable == refusal)
            return last.Book;
        BookImage image = market.Book(id);
        ReadOnlySpan<BookLevel> opposite = image.Levels(side == Side.Buy ? BookSide.Bid : BookSide.Ask);
        ImmutableArray<BookLevel> levels = last.Version == version && last.Book is not null
            ? last.Book.Levels
            : ImmutableArray.Create(image.Levels(side == Side.Buy ? BookSide.Ask : BookSide.Bid));
        RouteBook book = new(id, image.Sequence, image.ReceivedAt, levels, opposite.IsEmpty ? null : opposite[0], refusal)
        {
            FillRatio = terms.FillRatio,
            FundingPerDay = terms.FundingPerDay,
        };
        kept[(id, side)] = (version, book);
        return book;
    }
}
