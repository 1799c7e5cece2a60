using System.Collections.Immutable;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Margin.Kernel;
using MarginRouter.Core.Margin.Rules;

namespace MarginRouter.Core.Margin.Books;

/// <summary>Where prices would have to go until a book liquidates: price by price, and the smallest move of one asset.</summary>
internal sealed class BookSearch
{
    private readonly MarginBook book;
    private readonly BookNames names;
    private readonly PreparedBook<decimal> prepared;

    public BookSearch(MarginBook book)
    {
        this.book = book;
        names = new BookNames(book);
        prepared = BookPreparation<decimal>.Prepare(book, names);
    }

    /// <summary>Liquidation prices: of every held contract and spot pair, without positions of every asset that is held or owed; null where none liquidates.</summary>
    public ImmutableSortedDictionary<string, decimal?> Prices()
    {
        var prices = ImmutableSortedDictionary.CreateBuilder<string, decimal?>(StringComparer.Ordinal);
        for (int i = 0; i < book.Positions.Length; i++)
        {
            BookPosition position = book.Positions[i];
            if (!position.IsSpot && position.Quantity != 0m)
                prices[position.Instrument] = Nearest(Contract(position, i)) * position.Price;
            else if (position.IsSpot
                && book.Values.TryGetValue(position.Underlying.Code, out decimal value) && book.Values.TryGetValue(position.Quote.Code, out decimal quote))
                prices[position.Instrument] = Nearest(Asset(position.Underlying)) * value / quote;
        }

        if (book.Positions.IsEmpty)
        {
            foreach (Asset asset in Moving())
                prices[asset.Code] = Nearest(Asset(asset)) * book.Values[asset.Code];
        }

        return prices.ToImmutable();
    }

    /// <summary>Smallest relative move of one asset that liquidates; null when none does.</summary>
    public decimal? Distance()
    {
        decimal? nearest = null;
        foreach (Asset asset in Moving())
        {
            if (Nearest(Asset(asset)) is { } factor)
                nearest = Math.Min(nearest ?? decimal.MaxValue, Math.Abs(factor - 1m));
        }

        return nearest;
    }

    /// <summary>The mark of a contract: of the whole account, or of that contract alone where each is liquidated alone.</summary>
    private BookMove Contract(BookPosition position, int index)
    {
        if (book.Book.Scope != MarginScope.Isolated)
            return BookMove.OfMark(prepared, index);
        MarginBook alone = book with { Positions = [position], Orders = [] };
        return BookMove.OfMark(BookPreparation<decimal>.Prepare(alone, new BookNames(alone)), 0);
    }

    private BookMove Asset(Asset asset) => BookMove.OfAsset(prepared, names.Assets.IndexOf(asset.Code));

    private static decimal? Nearest(BookMove move)
    {
        decimal? found = BookLiquidation.Nearest(move.Excess, move.Breaks());
        move.Apply(1m);
        return found;
    }

    /// <summary>The underlyings of the positions; without any, the assets that are held or owed.</summary>
    private IEnumerable<Asset> Moving() => book.Positions.IsEmpty
        ? book.Net.Select(balance => balance.Asset).Where(asset => asset != book.Reporting && book.Values.ContainsKey(asset.Code))
        : book.Positions.Select(position => position.Underlying).Distinct();
}
