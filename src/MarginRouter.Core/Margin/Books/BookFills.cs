using System.Collections.Immutable;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Margin.Cases;

namespace MarginRouter.Core.Margin.Books;

/// <summary>Books hypothetical fills: what grows a position averages its entry, what shrinks it realises profit in its settlement coin.</summary>
internal static class BookFills
{
    /// <summary>The book after the fills.</summary>
    public static MarginBook Apply(MarginBook book, ImmutableArray<CaseOrder> fills)
    {
        foreach (CaseOrder fill in fills)
            book = Apply(book, fill);
        return book;
    }

    private static MarginBook Apply(MarginBook book, CaseOrder fill)
    {
        BookPosition position = book.Positions.First(one => one.Instrument == fill.Instrument);
        decimal signed = fill.Side == Side.Buy ? fill.Quantity : -fill.Quantity;
        Asset feeAsset = position.IsSpot ? position.Quote : position.Settlement;
        decimal fee = book.Values.TryGetValue(feeAsset.Code, out decimal value) ? fill.Fee / value : fill.Fee;
        if (position.IsSpot)
        {
            decimal bought = signed * position.Multiplier;
            return book.Booked(position.Underlying, bought).Booked(position.Quote, (-bought * fill.Price) - fee);
        }

        bool grows = position.Quantity == 0m || position.Quantity > 0m == signed > 0m;
        decimal closed = grows ? 0m : Math.Sign(position.Quantity) * Math.Min(Math.Abs(signed), Math.Abs(position.Quantity));
        decimal realised = closed == 0m ? 0m : position.Profit(closed, position.Entry, fill.Price);
        return book.Booked(position.Settlement, realised - fee) with
        {
            Positions = book.Positions.Replace(position, Filled(position, signed, closed, fill.Price)),
        };
    }

    private static BookPosition Filled(BookPosition position, decimal signed, decimal closed, decimal price)
    {
        decimal left = position.Quantity - closed;
        decimal opened = signed + closed;
        decimal after = left + opened;
        decimal? aside = position.IsolatedMargin;
        if (aside is not null && position.Quantity != 0m)
            aside = aside * left / position.Quantity;
        if (aside is not null && opened != 0m)
            aside = position.Leverage is { } leverage ? aside + (position.Value(opened, price) / leverage) : null;
        return position with { Quantity = after, Entry = Entry(position, left, opened, price), IsolatedMargin = aside };
    }

    private static decimal Entry(BookPosition position, decimal left, decimal opened, decimal price)
    {
        if (left + opened == 0m)
            return 0m;
        if (left == 0m || opened == 0m)
            return left == 0m ? price : position.Entry;
        return position.IsInverse
            ? (left + opened) / ((left / position.Entry) + (opened / price))
            : ((left * position.Entry) + (opened * price)) / (left + opened);
    }
}
