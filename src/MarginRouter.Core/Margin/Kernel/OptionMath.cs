using System.Numerics;
using MarginRouter.Core.Margin.Rules;
using MarginRouter.Core.Margin.Search;

namespace MarginRouter.Core.Margin.Kernel;

/// <summary>Requirements of options that are margined position by position (margin-models section 7), in units of the underlying.</summary>
internal static class OptionMath
{
    /// <summary>Adds the requirement of a sold option; a bought one needs nothing and its value does not count.</summary>
    public static void Evaluate<T>(PreparedBook<T> book, int index, in ContractState<T> state, ref ContractPiece<T> piece)
        where T : struct, INumber<T>
    {
        piece.IsLong = state.Quantity > T.Zero;
        if (book.Rules.Book.ShortOptions is not { } rule)
        {
            piece.Note.Miss(MissKind.Tiers, index);
            return;
        }

        if (piece.IsLong)
            return;
        if (state.Option.Spot <= T.Zero)
        {
            piece.Note.Miss(MissKind.Underlying, index);
            return;
        }

        T units = T.Abs(state.Quantity) * state.Multiplier;
        T maintenance = Maintenance(rule, state);
        T initial = T.Max(Initial(rule, state), maintenance);
        piece.Initial = AssetMath.Value(book, state.Settlement, units * initial, ref piece.Note);
        piece.Maintenance = AssetMath.Value(book, state.Settlement, units * maintenance, ref piece.Note);
    }

    /// <summary>The mark, in units of the underlying, at another price of it: Black-76 at the same volatility, rounded as all option values are.</summary>
    public static decimal Mark(in OptionState<decimal> option, decimal spot) =>
        Black76.Value(new OptionTerms(option.IsCall, spot, option.Strike, option.Years, option.Volatility, 0m)) / spot;

    private static T Maintenance<T>(ShortOptionRule rule, in ContractState<T> state)
        where T : struct, INumber<T>
    {
        T rate = T.CreateChecked(rule.MaintenanceRate);
        return (state.Option.IsCall ? rate : T.Max(rate, rate * state.Price)) + state.Price;
    }

    private static T Initial<T>(ShortOptionRule rule, in ContractState<T> state)
        where T : struct, INumber<T>
    {
        T away = state.Option.IsCall ? state.Option.Strike - state.Option.Spot : state.Option.Spot - state.Option.Strike;
        T rate = T.CreateChecked(rule.InitialRate) - (T.Max(T.Zero, away) / state.Option.Spot);
        return T.Max(rate, T.CreateChecked(rule.InitialFloor)) + state.Price;
    }
}
