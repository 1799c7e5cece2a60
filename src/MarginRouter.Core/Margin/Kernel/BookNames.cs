using System.Collections.Immutable;
using MarginRouter.Core.Margin.Books;
using MarginRouter.Core.Orders;

namespace MarginRouter.Core.Margin.Kernel;

/// <summary>Names behind the indexes of a prepared account: for explanation and for refusals.</summary>
internal sealed class BookNames
{
    private readonly MarginBook book;

    public BookNames(MarginBook book)
    {
        this.book = book;
        Instruments = [.. book.Positions.Select(position => position.Instrument)];
        Assets =
        [
            .. book.Balances.Select(balance => balance.Asset.Code)
                .Concat(book.Positions.SelectMany(position => new[] { position.Settlement.Code, position.Underlying.Code, position.Quote.Code }))
                .Append(book.Reporting.Code)
                .Distinct(StringComparer.Ordinal),
        ];
        Ordinal = [.. Enumerable.Range(0, Assets.Length).OrderBy(index => Assets[index], StringComparer.Ordinal)];
    }

    /// <summary>Asset codes, in the order in which the account names them.</summary>
    public ImmutableArray<string> Assets { get; }

    /// <summary>Indexes of the assets in ordinal order of their codes.</summary>
    public ImmutableArray<int> Ordinal { get; }

    /// <summary>Instruments by position.</summary>
    public ImmutableArray<string> Instruments { get; }

    /// <summary>Code of the reporting currency.</summary>
    public string Reporting => book.Reporting.Code;

    /// <summary>The refusal that a note stands for; null when nothing is missing.</summary>
    public Refusal? Refusal(MissNote note)
    {
        if (!note.Missing)
            return null;
        string rules = book.Rules.Name;
        return note.Kind switch
        {
            MissKind.Value => new Refusal(RefusalReason.CurrencyMissing, $"{Assets[note.Subject]} in {Reporting}"),
            MissKind.Collateral => new Refusal(RefusalReason.CurrencyMissing, $"{Assets[note.Subject]} as collateral in {rules}"),
            MissKind.Tiers => new Refusal(RefusalReason.TierMissing, $"{Instruments[note.Subject]} in {rules}"),
            MissKind.Size => new Refusal(RefusalReason.TierMissing, $"{Instruments[note.Subject]} of this size in {rules}"),
            MissKind.Taker => new Refusal(RefusalReason.TierMissing, $"taker fee in {rules}"),
            MissKind.Leverage => new Refusal(RefusalReason.LeverageMissing, $"{Instruments[note.Subject]}, for its bankruptcy price"),
            MissKind.IsolatedMargin => new Refusal(RefusalReason.LeverageMissing, $"{Instruments[note.Subject]} without isolated margin"),
            MissKind.Borrowing => new Refusal(RefusalReason.TierMissing, $"borrowed {Assets[note.Subject]} in {rules}"),
            MissKind.Debt => new Refusal(RefusalReason.CurrencyMissing, $"borrowed {Assets[note.Subject]} in {rules}"),
            MissKind.Orders => new Refusal(RefusalReason.TierMissing, $"reservation of open orders in {rules}"),
            MissKind.Underlying => new Refusal(RefusalReason.PriceMissing, $"price of the underlying of {Instruments[note.Subject]}"),
            MissKind.InstrumentOrders => new Refusal(RefusalReason.TierMissing, $"reservation of open orders of {Instruments[note.Subject]} in {rules}"),
            _ => throw new ArgumentOutOfRangeException(nameof(note), note.Kind, "is not a note of a book"),
        };
    }
}
