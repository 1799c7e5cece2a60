using System.Numerics;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Ledger;
using MarginRouter.Core.Margin.Books;
using MarginRouter.Core.Margin.Cases;
using MarginRouter.Core.Margin.Rules;

namespace MarginRouter.Core.Margin.Kernel;

/// <summary>Lays a book out in arrays: every name is looked up here, once.</summary>
internal sealed class BookPreparation<T>
    where T : struct, INumber<T>
{
    private const string AnyLoan = "loan";
    private const string AnyAsset = "*";
    private readonly MarginBook book;
    private readonly BookNames names;
    private readonly List<TierRow<T>> tiers = [];
    private readonly List<HaircutRow<T>> haircuts = [];
    private readonly List<OrderState<T>> orders = [];
    private readonly List<string> groups = [];

    private BookPreparation(MarginBook book, BookNames names)
    {
        this.book = book;
        this.names = names;
    }

    /// <summary>Prepares a book.</summary>
    public static PreparedBook<T> Prepare(MarginBook book, BookNames names) => new(new BookPreparation<T>(book, names).Layout());

    /// <summary>The own figures of a position, without its tables and orders.</summary>
    public static ContractState<T> Position(BookPosition position) => new()
    {
        Quantity = T.CreateChecked(position.Quantity),
        Multiplier = T.CreateChecked(position.Multiplier),
        Entry = T.CreateChecked(position.Entry),
        Price = T.CreateChecked(position.Price),
        Leverage = T.CreateChecked(position.Leverage ?? 0m),
        IsolatedMargin = T.CreateChecked(position.IsolatedMargin ?? 0m),
        Marked = position.Mark is not null,
        Stated = position.IsolatedMargin is not null,
        IsInverse = position.IsInverse,
        IsSpot = position.IsSpot,
        IsOption = position.Option is not null,
        Option = position.Option is { } option ? Option(option) : default,
    };

    private static OptionState<T> Option(BookOption option) => new()
    {
        IsCall = option.IsCall,
        Strike = T.CreateChecked(option.Strike),
        Spot = T.CreateChecked(option.Spot),
        Years = option.Years,
        Volatility = option.Volatility,
    };

    private BookLayout<T> Layout()
    {
        KernelRules<T> rules = new(book.Rules, book.Book, book.BeyondTables);
        AssetState<T>[] assets = [.. names.Assets.Select(Asset)];
        foreach (AssetBalance balance in book.Balances)
        {
            ref AssetState<T> asset = ref assets[names.Assets.IndexOf(balance.Asset.Code)];
            T quantity = T.CreateChecked(balance.Quantity);
            if (quantity > T.Zero)
                asset.Held += quantity;
            else
                asset.Owed += quantity;
        }

        ContractState<T>[] contracts = [.. book.Positions.Select(Contract)];
        return new BookLayout<T>(
            BookModels.Of<T>(book.Rules.Model, book.Book.Scope), rules, [.. tiers], [.. haircuts], assets, contracts, [.. orders], groups.Count);
    }

    private AssetState<T> Asset(string code)
    {
        bool valued = book.Values.TryGetValue(code, out decimal value);
        HaircutTable? table = book.Rules.Haircuts.GetValueOrDefault(code);
        if (book.Rules.Model != MarginModelKind.CollateralLtv)
            table ??= book.Rules.Haircuts.GetValueOrDefault(AnyAsset);
        return new AssetState<T>
        {
            Value = T.CreateChecked(value),
            Valued = valued,
            Reporting = code == names.Reporting,
            Haircut = table is null ? default : Rows(haircuts, table.Tiers.Select(tier => new HaircutRow<T>(tier))),
            FullMaintenance = table is not null && !table.CountsFor.HasFlag(HaircutPurposes.Maintenance),
            FullInitial = table is not null && !table.CountsFor.HasFlag(HaircutPurposes.Initial),
            FullBorrow = table is not null && !table.CountsFor.HasFlag(HaircutPurposes.Borrow),
            Borrowing = Tiers(book.Rules.FindTiers(code) ?? Pair(code) ?? book.Rules.FindTiers(AnyLoan)),
        };
    }

    /// <summary>
    /// The table of the spot pair that a borrowed asset is part of, for venues that state loans by pair: of a pair in the account, or of one
    /// whose two assets are; null where there is none.
    /// </summary>
    private TierTable? Pair(string code) => book.Positions
        .Where(position => position.IsSpot && (position.Underlying.Code == code || position.Quote.Code == code))
        .Select(position => book.Rules.FindTiers(position.Instrument))
        .FirstOrDefault(table => table is not null)
        ?? book.Rules.Tiers.FirstOrDefault(table => IsPairOf(table.Key, code)).Value;

    private bool IsPairOf(string name, string code)
    {
        string[] sides = name.Split('-', '/');
        return sides.Length == 2 && sides.Contains(code) && sides.All(side => book.Balances.Any(balance => balance.Asset.Code == side));
    }

    private ContractState<T> Contract(BookPosition position)
    {
        if (!groups.Contains(position.Underlying.Code))
            groups.Add(position.Underlying.Code);
        ContractState<T> state = Position(position);
        state.Underlying = names.Assets.IndexOf(position.Underlying.Code);
        state.Quote = names.Assets.IndexOf(position.Quote.Code);
        state.Group = groups.IndexOf(position.Underlying.Code);
        state.Tiers = Tiers(book.Rules.FindTiers(position.Instrument));
        state.Orders = Rows(orders, book.Orders.Where(order => order.Instrument == position.Instrument).Select(Order));
        return state;
    }

    private static OrderState<T> Order(CaseOrder order) =>
        new(order.Side == Side.Buy, T.CreateChecked(order.Quantity), T.CreateChecked(order.Price));

    private RowRange Tiers(TierTable? table) =>
        table is null ? default : Rows(tiers, table.Tiers.Select(tier => new TierRow<T>(tier)));

    private static RowRange Rows<TRow>(List<TRow> all, IEnumerable<TRow> rows)
    {
        int start = all.Count;
        all.AddRange(rows);
        return new RowRange(start, all.Count - start);
    }
}
