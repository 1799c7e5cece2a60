using System.Numerics;
using MarginRouter.Core.Margin.Rules;

namespace MarginRouter.Core.Margin.Kernel;

/// <summary>What open orders are reserved for, by the venue's own rule, and the loss that they would have at once.</summary>
internal static class OrderMath
{
    /// <summary>Margins, fees and losses of the open orders of one contract.</summary>
    public static void Reserve<T>(PreparedBook<T> book, int index, in ContractState<T> state, out OrderPiece<T> piece)
        where T : struct, INumber<T>
    {
        piece = default;
        if (state.Orders.Found && book.Rules.Book.Orders == OrderNetting.Refused)
            piece.Note.Miss(MissKind.InstrumentOrders, index);
        foreach (ref readonly OrderState<T> order in state.Orders.Of(book.Orders))
            Reserve(book, index, state, order, ref piece);
    }

    /// <summary>The loss of the open orders of one instrument, contract or spot pair; it lowers equity.</summary>
    public static void OpenLoss<T>(PreparedBook<T> book, in ContractState<T> state, out OrderPiece<T> piece)
        where T : struct, INumber<T>
    {
        piece = default;
        foreach (ref readonly OrderState<T> order in state.Orders.Of(book.Orders))
        {
            T profit = state.IsSpot
                ? (AssetMath.Value(book, state.Underlying, order.Signed, ref piece.Note)
                    - AssetMath.Value(book, state.Quote, order.Signed * order.Price, ref piece.Note)) * state.Multiplier
                : AssetMath.Value(book, state.Settlement, Gain(state, order), ref piece.Note);
            piece.Loss += T.Max(T.Zero, -profit);
        }
    }

    /// <summary>What position and orders need together beyond what the position needs alone.</summary>
    /// <param name="netting">Which orders are reserved for.</param>
    /// <param name="position">The position's own figures.</param>
    /// <param name="orders">The orders' figures.</param>
    public static T Beyond<T>(OrderNetting netting, in ContractPiece<T> position, in OrderPiece<T> orders)
        where T : struct, INumber<T>
    {
        T held = position.IsLong ? position.Initial : -position.Initial;
        T together = netting switch
        {
            OrderNetting.All => position.Initial + orders.Buys + orders.Sells,
            OrderNetting.LargerSide => T.Max(T.Abs(held + orders.Buys), T.Abs(held - orders.Sells)),
            OrderNetting.LargerGross => held >= T.Zero
                ? T.Max(held + orders.Buys, orders.Sells)
                : T.Max(orders.Sells - held, orders.Buys),
            OrderNetting.Refused => position.Initial,
        };
        return together - position.Initial;
    }

    private static void Reserve<T>(PreparedBook<T> book, int index, in ContractState<T> state, in OrderState<T> order, ref OrderPiece<T> piece)
        where T : struct, INumber<T>
    {
        BookRules rules = book.Rules.Book;
        T price = Assumed(book, state, order);
        (T, T, T Value) size = (order.Quantity, price, state.ValueOf(order.Quantity, price));
        bool kept = rules.OrderMaintenance;
        T opening = rules.OpeningFee || kept ? size.Value * ContractMath.Taker(book, ref piece.Note) : T.Zero;
        T closing = ContractMath.ClosingFee(book, index, state, size.Value, order.Buys, ref piece.Note);
        T initial = ContractMath.Initial(book, index, state, size, ref piece.InitialUnknown, ref piece.Note)
            + (rules.OpeningFee ? opening : T.Zero) + (book.Rules.FeeWithin ? closing : T.Zero);
        initial = AssetMath.Value(book, state.Settlement, initial, ref piece.Note);
        if (order.Buys)
            piece.Buys += initial;
        else
            piece.Sells += initial;
        if (rules.OrderLoss)
            piece.Loss += AssetMath.Value(book, state.Settlement, T.Max(T.Zero, -Gain(state, order)), ref piece.Note);
        if (!kept)
            return;
        T maintenance = ContractMath.Maintenance(book, index, state, size, ref piece.Note);
        piece.OpeningFee += AssetMath.Value(book, state.Settlement, opening, ref piece.Note);
        piece.Maintenance += AssetMath.Value(book, state.Settlement, maintenance, ref piece.Note);
        if (!book.Rules.FeeWithin)
            piece.Beside += AssetMath.Value(book, state.Settlement, closing, ref piece.Note);
    }

    private static T Gain<T>(in ContractState<T> state, in OrderState<T> order)
        where T : struct, INumber<T> => state.Marked ? state.Profit(order.Signed, order.Price, state.Price) : T.Zero;

    private static T Assumed<T>(PreparedBook<T> book, in ContractState<T> state, in OrderState<T> order)
        where T : struct, INumber<T>
    {
        T highest = T.Zero;
        foreach ((AssumedPriceKind of, T times) in order.Buys ? book.Rules.BuyPrices : book.Rules.SellPrices)
        {
            T price = of switch
            {
                AssumedPriceKind.Limit => order.Price,
                AssumedPriceKind.Mark => state.Marked ? state.Price : order.Price,
            };
            highest = T.Max(highest, price * times);
        }

        return highest;
    }
}
