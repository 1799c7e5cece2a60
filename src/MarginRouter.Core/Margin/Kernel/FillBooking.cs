using System.Numerics;

namespace MarginRouter.Core.Margin.Kernel;

/// <summary>Books a fill into a contract position: what grows it averages its entry, what shrinks it realises profit.</summary>
internal static class FillBooking
{
    /// <summary>Books contracts at a price.</summary>
    /// <param name="state">The position; changed.</param>
    /// <param name="signed">Contracts, positive for a buy.</param>
    /// <param name="price">Price of the fill; positive.</param>
    /// <returns>Profit realised, in the settlement coin; of an option the premium received, which is paid at once.</returns>
    public static T Book<T>(ref ContractState<T> state, T signed, T price)
        where T : struct, INumber<T>
    {
        T before = state.Quantity;
        if (state.IsOption)
        {
            state.Quantity += signed;
            return -signed * state.Multiplier * price;
        }

        bool grows = before == T.Zero || before > T.Zero == signed > T.Zero;
        T closed = grows ? T.Zero : before > T.Zero ? T.Min(-signed, before) : T.Max(-signed, before);
        T left = before - closed;
        T opened = signed + closed;
        T realised = closed == T.Zero ? T.Zero : state.Profit(closed, state.Entry, price);
        if (state.Stated && before != T.Zero)
            state.IsolatedMargin = state.IsolatedMargin * left / before;
        if (state.Stated && opened != T.Zero)
        {
            // Without a leverage nobody knows how much is put aside for what was opened.
            state.Stated = state.Leverage != T.Zero;
            state.IsolatedMargin = state.Stated ? state.IsolatedMargin + (state.ValueOf(opened, price) / state.Leverage) : T.Zero;
        }

        state.Entry = Entry(state, left, opened, price);
        state.Quantity = left + opened;
        return realised;
    }

    private static T Entry<T>(in ContractState<T> state, T left, T opened, T price)
        where T : struct, INumber<T>
    {
        if (left + opened == T.Zero)
            return T.Zero;
        if (left == T.Zero || opened == T.Zero)
            return left == T.Zero ? price : state.Entry;
        return state.IsInverse
            ? (left + opened) / ((left / state.Entry) + (opened / price))
            : ((left * state.Entry) + (opened * price)) / (left + opened);
    }
}
