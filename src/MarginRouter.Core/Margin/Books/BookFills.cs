using System.Collections.Immutable;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Margin.Cases;
using MarginRouter.Core.Margin.Kernel;

namespace MarginRouter.Core.Margin.Books;

/// <summary>Books hypothetical fills into positions and balances.</summary>
internal static class BookFills
{
    /// <summary>The book after the fills, one after the other.</summary>
    public static MarginBook Apply(MarginBook book, ImmutableArray<CaseOrder> fills)
    {
        foreach (CaseOrder fill in fills)
        {
            book = Filled(book, fill, out (Asset Asset, decimal Change)[] changes);
            foreach ((Asset asset, decimal change) in changes)
                book = book.Booked(asset, change);
        }

        return book;
    }

    /// <summary>
    /// The book in a state in which the fills are done and nobody knows in which order: of each asset all that goes out is booked before
    /// what comes in, because what comes in repays nothing by itself. No order of the fills leaves more owed.
    /// </summary>
    public static MarginBook Reach(MarginBook book, ImmutableArray<CaseOrder> fills)
    {
        List<(Asset Asset, decimal Change)> all = [];
        foreach (CaseOrder fill in fills)
        {
            book = Filled(book, fill, out (Asset Asset, decimal Change)[] changes);
            all.AddRange(changes);
        }

        foreach ((Asset asset, decimal change) in all.OrderBy(one => one.Change >= 0m))
            book = book.Booked(asset, change);
        return book;
    }

    /// <summary>The book with the position filled and the balances still to be booked.</summary>
    private static MarginBook Filled(MarginBook book, CaseOrder fill, out (Asset Asset, decimal Change)[] changes)
    {
        BookPosition position = book.Positions.First(one => one.Instrument == fill.Instrument);
        decimal signed = fill.Side == Side.Buy ? fill.Quantity : -fill.Quantity;
        Asset feeAsset = position.IsSpot ? position.Quote : position.Settlement;
        decimal fee = book.Values.TryGetValue(feeAsset.Code, out decimal value) ? fill.Fee / value : fill.Fee;
        if (position.IsSpot)
        {
            decimal bought = signed * position.Multiplier;
            changes = [(position.Underlying, bought), (position.Quote, (-bought * fill.Price) - fee)];
            return book;
        }

        ContractState<decimal> state = BookPreparation<decimal>.Position(position);
        decimal realised = FillBooking.Book(ref state, signed, fill.Price);
        BookPosition after = position with
        {
            Quantity = state.Quantity,
            Entry = state.Entry,
            IsolatedMargin = state.Stated ? state.IsolatedMargin : null,
        };
        changes = [(position.Settlement, realised - fee)];
        return book with { Positions = book.Positions.Replace(position, after) };
    }
}
