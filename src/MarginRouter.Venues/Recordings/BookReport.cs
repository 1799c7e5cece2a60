using MarginRouter.Core.MarketData;
using MarginRouter.Venues.Grid;

namespace MarginRouter.Venues.Recordings;

/// <summary>The final state of one book of a recording; a member of <c>books</c> in the answer of the command <c>books --json</c>.</summary>
/// <param name="Bid">Best bid as price and size in decimal text; empty when that side is empty.</param>
/// <param name="Ask">Best ask as price and size in decimal text; empty when that side is empty.</param>
/// <param name="BidLevels">Number of bid levels.</param>
/// <param name="AskLevels">Number of ask levels.</param>
/// <param name="Sequence">The venue's sequence or update id of the last applied message; 0 where the venue has none.</param>
/// <param name="State">Name of the book's state.</param>
public sealed record BookReport(
    IReadOnlyList<string> Bid,
    IReadOnlyList<string> Ask,
    int BidLevels,
    int AskLevels,
    long Sequence,
    string State)
{
    /// <summary>Describes a book as it stands.</summary>
    public static BookReport Of(GridBook book) => new(
        Top(book, BookSide.Bid),
        Top(book, BookSide.Ask),
        book.Book.Count(BookSide.Bid),
        book.Book.Count(BookSide.Ask),
        book.Book.Sequence,
        book.Book.State.ToString());

    private static string[] Top(GridBook book, BookSide side)
    {
        if (book.Book.Count(side) == 0)
            return [];
        BookLevel level = book.Book.Level(side, 0);
        return [book.Prices.Format(level.Price.Value), book.Quantities.Format(level.Quantity.Value)];
    }
}
