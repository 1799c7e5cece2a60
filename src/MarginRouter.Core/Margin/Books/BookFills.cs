using System.Collections.Immutable;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Margin.Cases;
using MarginRouter.Core.Margin.Kernel;

namespace MarginRouter.Core.Margin.Books;

/// <summary>Books hypothetical fills into positions and balances.</summary>
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

        ContractState<decimal> state = BookPreparation<decimal>.Position(position);
        decimal realised = FillBooking.Book(ref state, signed, fill.Price);
        BookPosition after = position with
        {
            Quantity = state.Quantity,
            Entry = state.Entry,
            IsolatedMargin = state.Stated ? state.IsolatedMargin : null,
        };
        return book.Booked(position.Settlement, realised - fee) with { Positions = book.Positions.Replace(position, after) };
    }
}
