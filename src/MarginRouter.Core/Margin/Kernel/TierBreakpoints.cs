using System.Collections.Immutable;
using MarginRouter.Core.Margin.Books;
using MarginRouter.Core.Margin.Rules;

namespace MarginRouter.Core.Margin.Kernel;

/// <summary>Finds the bounds of the tier rows that positions lie in.</summary>
internal static class TierBreakpoints
{
    /// <summary>The next breakpoint of every contract of a book, flat ones (by size only) included; a contract without a table or row has none.</summary>
    public static ImmutableArray<TierBreakpoint> Of(MarginBook book)
    {
        BookNames names = new(book);
        PreparedBook<decimal> prepared = BookPreparation<decimal>.Prepare(book, names);
        ImmutableArray<TierBreakpoint>.Builder found = ImmutableArray.CreateBuilder<TierBreakpoint>();
        for (int i = 0; i < prepared.Contracts.Length; i++)
        {
            if (!prepared.Contracts[i].IsSpot && prepared.Contracts[i].Tiers.Found)
                found.Add(Of(prepared, i, names.Instruments[i]));
        }

        return found.ToImmutable();
    }

    /// <summary>Price factors at which the row of a position changes when its price moves by a factor; in no order.</summary>
    public static IEnumerable<decimal> Factors(PreparedBook<decimal> book, int index)
    {
        ContractState<decimal> state = book.Contracts[index];
        if (!state.IsHeld || !FollowsPrice(book, state))
            yield break;
        decimal size = Size(book, state, state.Quantity);
        for (int row = 0; row < state.Tiers.Count; row++)
        {
            TierRow<decimal> tier = book.Tiers[state.Tiers.Start + row];
            if (tier.Bounded && tier.To > 0m && size > 0m)
                yield return state.IsInverse ? size / tier.To : tier.To / size;
        }
    }

    /// <summary>Price factors at which the value of what is held or owed of an asset passes the bound of a row; in no order.</summary>
    public static IEnumerable<decimal> Bounds(PreparedBook<decimal> book, int index)
    {
        AssetState<decimal> state = book.Assets[index];
        decimal owed = -state.Owed * state.Value;
        for (int row = 0; owed > 0m && row < state.Borrowing.Count; row++)
        {
            if (book.Tiers[state.Borrowing.Start + row] is { Bounded: true, To: > 0m } tier)
                yield return tier.To / owed;
        }

        decimal held = state.Net * state.Value;
        for (int row = 0; held > 0m && book.Rules.HaircutUnit == HaircutUnit.Value && row < state.Haircut.Count; row++)
        {
            if (book.Haircuts[state.Haircut.Start + row] is { Bounded: true, To: > 0m } tier)
                yield return tier.To / held;
        }
    }

    private static TierBreakpoint Of(PreparedBook<decimal> book, int index, string instrument)
    {
        ContractState<decimal> state = book.Contracts[index];
        decimal basis = Basis(book, state);
        if (basis <= 0m && book.Rules.TierUnit != TierUnit.Contracts)
            return new TierBreakpoint(instrument, null, null, null, null);
        decimal size = Size(book, state, state.Quantity);
        ReadOnlySpan<TierRow<decimal>> rows = state.Tiers.Of(book.Tiers);
        if (!TierMath.TryRow(rows, size, book.Rules.Reading, out int found))
            return new TierBreakpoint(instrument, size, null, null, null);
        TierRow<decimal> row = rows[found];
        decimal? larger = row.Bounded ? row.To / Size(book, state, 1m) : null;
        if (!state.IsHeld || !FollowsPrice(book, state))
            return new TierBreakpoint(instrument, size, larger, null, null);
        decimal? upper = row.Bounded ? Price(state, basis, size, row.To) : null;
        decimal? lower = row.From > 0m ? Price(state, basis, size, row.From) : null;
        return state.IsInverse
            ? new TierBreakpoint(instrument, size, larger, lower, upper)
            : new TierBreakpoint(instrument, size, larger, upper, lower);
    }

    private static decimal Price(in ContractState<decimal> state, decimal basis, decimal size, decimal bound) =>
        state.IsInverse ? basis * size / bound : basis * bound / size;

    private static decimal Basis(PreparedBook<decimal> book, in ContractState<decimal> state) =>
        book.Rules.Book.Basis == RequirementBasis.Mark ? state.Price : state.Entry;

    private static decimal Size(PreparedBook<decimal> book, in ContractState<decimal> state, decimal contracts)
    {
        decimal basis = Basis(book, state);
        return ContractMath.Size(book, state, (contracts, basis, basis > 0m ? state.ValueOf(contracts, basis) : 0m));
    }

    private static bool FollowsPrice(PreparedBook<decimal> book, in ContractState<decimal> state) =>
        book.Rules.Book.Basis == RequirementBasis.Mark
        && (book.Rules.TierUnit, state.IsInverse) is (TierUnit.Notional, false) or (TierUnit.Coins, true);
}
