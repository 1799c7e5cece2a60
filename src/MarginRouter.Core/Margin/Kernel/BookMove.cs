namespace MarginRouter.Core.Margin.Kernel;

/// <summary>Prices of a prepared account that move together by one factor: one contract's mark, or all that follows one asset.</summary>
internal sealed class BookMove
{
    private readonly PreparedBook<decimal> book;
    private readonly (int Contract, decimal Price)[] marks;
    private readonly (int Asset, decimal Value)[] values;
    private readonly decimal[] options;
    private readonly bool follows;

    private BookMove(PreparedBook<decimal> book, int[] contracts, int[] assets, bool follows)
    {
        this.book = book;
        this.follows = follows;
        options = [.. book.Contracts.Select(contract => contract.Price)];
        marks = [.. contracts.Select(contract => (contract, follows && book.Contracts[contract].IsOption ? book.Contracts[contract].Option.Spot : book.Contracts[contract].Price))];
        values = [.. assets.Select(asset => (asset, book.Assets[asset].Value))];
    }

    /// <summary>One contract's mark alone.</summary>
    public static BookMove OfMark(PreparedBook<decimal> book, int contract) => new(book, [contract], [], follows: false);

    /// <summary>An asset: its value (unless amounts are stated in it) and the marks of all contracts on it.</summary>
    public static BookMove OfAsset(PreparedBook<decimal> book, int asset) => new(
        book,
        [.. Enumerable.Range(0, book.Contracts.Length).Where(index => book.Contracts[index].Underlying == asset && !book.Contracts[index].IsSpot)],
        book.Assets[asset].Reporting ? [] : [asset],
        follows: true);

    /// <summary>How far the requirement is above equity at a factor on the prices; null where a rule is missing. The book keeps those prices.</summary>
    public decimal? Excess(decimal factor)
    {
        Apply(factor);
        book.Evaluate(out BookResult<decimal> result);
        return result.Note.Missing ? null : result.Excess;
    }

    /// <summary>Factors at which a size passes the bound of a row, of a tier or of a collateral table; in no order.</summary>
    public IEnumerable<decimal> Breaks() =>
        marks.SelectMany(mark => TierBreakpoints.Factors(book, mark.Contract)).Concat(values.SelectMany(value => TierBreakpoints.Bounds(book, value.Asset)));

    /// <summary>Puts the prices at a factor on what they were when this was made.</summary>
    public void Apply(decimal factor)
    {
        foreach ((int contract, decimal price) in marks)
        {
            ref ContractState<decimal> state = ref book.Contracts[contract];
            if (!follows || !state.IsOption)
            {
                state.Price = price * factor;
            }
            else if (price > 0m)
            {
                // An option follows its underlying by its value; its venue's own mark, which may differ, is moved by that change.
                decimal change = OptionMath.Mark(state.Option, price * factor) - OptionMath.Mark(state.Option, price);
                state.Option.Spot = price * factor;
                state.Price = Math.Max(0m, options[contract] + change);
            }

            state.Marked = true;
        }

        foreach ((int asset, decimal value) in values)
            book.Assets[asset].Value = value * factor;
    }
}
