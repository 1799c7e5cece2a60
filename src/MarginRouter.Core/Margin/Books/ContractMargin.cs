using MarginRouter.Core.Margin.Rules;
using MarginRouter.Core.Orders;

namespace MarginRouter.Core.Margin.Books;

/// <summary>The figures of one contract position in the reporting currency.</summary>
/// <param name="Position">The position.</param>
/// <param name="Profit">Unrealised profit at its price.</param>
/// <param name="Initial">Initial margin; zero where the leverage is unknown.</param>
/// <param name="InitialAtEntry">Initial margin when it was opened.</param>
/// <param name="Maintenance">Maintenance margin as the venue shows it.</param>
/// <param name="Beside">Closing fee that the venue's ratio counts beside it.</param>
internal sealed record ContractMargin(
    BookPosition Position,
    decimal Profit,
    decimal Initial,
    decimal InitialAtEntry,
    decimal Maintenance,
    decimal Beside)
{
    /// <summary>Evaluates one position; what is missing is noted in the tally.</summary>
    public static ContractMargin Of(MarginBook book, BookPosition position, BookTally tally)
    {
        decimal basis = book.Book.Basis switch
        {
            RequirementBasis.Mark => position.Price,
            RequirementBasis.Entry => position.Entry,
        };
        decimal value = position.Value(position.Quantity, basis);
        decimal fee = ClosingFee(book, position, value, position.Quantity > 0m, tally);
        bool within = book.Book.ClosingFee == ClosingFeeRule.AtBankruptcy;
        return new ContractMargin(
            position,
            tally.Value(position.Settlement, position.Profit(position.Quantity, position.Entry, position.Price)),
            tally.Value(position.Settlement, InitialOf(book, position, position.Quantity, basis, tally) + (within ? fee : 0m)),
            tally.Value(position.Settlement, InitialOf(book, position, position.Quantity, position.Entry, tally) + (within ? fee : 0m)),
            tally.Value(position.Settlement, MaintenanceOf(book, position, position.Quantity, basis, tally) + (within ? fee : 0m)),
            tally.Value(position.Settlement, within ? 0m : fee));
    }

    /// <summary>Initial margin of contracts at a price, in the settlement coin, without fees.</summary>
    public static decimal InitialOf(MarginBook book, BookPosition position, decimal contracts, decimal price, BookTally tally)
    {
        decimal value = position.Value(contracts, price);
        if (book.Book.NoInitial)
        {
            tally.InitialKnown = false;
            return 0m;
        }

        if (book.Book.InitialFromTier)
            return Found(book, position, Table(book, position, tally) is { } table
                ? TierRates.Initial(table, Size(book, position, contracts, price), value, book.Reading) : null, tally);
        if (position.Leverage is { } leverage)
            return value / leverage;
        tally.InitialKnown = false;
        return 0m;
    }

    /// <summary>Maintenance margin of contracts at a price, in the settlement coin, without fees.</summary>
    public static decimal MaintenanceOf(MarginBook book, BookPosition position, decimal contracts, decimal price, BookTally tally) =>
        Found(book, position, Table(book, position, tally) is { } table
            ? TierRates.Maintenance(table, Size(book, position, contracts, price), position.Value(contracts, price), book.Reading) : null, tally);

    /// <summary>The fee of closing a value, in the settlement coin; zero where the rules count none.</summary>
    public static decimal ClosingFee(MarginBook book, BookPosition position, decimal value, bool bought, BookTally tally)
    {
        if (book.Book.ClosingFee == ClosingFeeRule.None)
            return 0m;
        decimal fee = value * Taker(book, tally);
        if (book.Book.ClosingFee == ClosingFeeRule.OnNotional)
            return fee;
        if (position.Leverage is not { } leverage)
        {
            tally.Miss(RefusalReason.LeverageMissing, $"{position.Instrument}, for its bankruptcy price");
            return 0m;
        }

        // A long linear contract is closed lower, an inverse one is then worth more coins.
        return bought != position.IsInverse ? fee - (fee / leverage) : fee + (fee / leverage);
    }

    /// <summary>The taker fee; noted as missing where the rules need it and have none.</summary>
    public static decimal Taker(MarginBook book, BookTally tally)
    {
        if (book.Book.Taker is { } taker)
            return taker;
        tally.Miss(RefusalReason.TierMissing, $"taker fee in {book.Rules.Name}");
        return 0m;
    }

    private static decimal Size(MarginBook book, BookPosition position, decimal contracts, decimal price) => book.Rules.TierUnit switch
    {
        TierUnit.Contracts => Math.Abs(contracts),
        TierUnit.Notional => Math.Abs(contracts) * position.Multiplier * (position.IsInverse ? 1m : price),
        TierUnit.Coins => Math.Abs(contracts) * position.Multiplier / (position.IsInverse ? price : 1m),
    };

    private static TierTable? Table(MarginBook book, BookPosition position, BookTally tally)
    {
        TierTable? table = book.Rules.FindTiers(position.Instrument);
        if (table is null)
            tally.Miss(RefusalReason.TierMissing, $"{position.Instrument} in {book.Rules.Name}");
        return table;
    }

    private static decimal Found(MarginBook book, BookPosition position, decimal? amount, BookTally tally)
    {
        if (amount is null)
            tally.Miss(RefusalReason.TierMissing, $"{position.Instrument} of this size in {book.Rules.Name}");
        return amount ?? 0m;
    }
}
