using System.Collections.Immutable;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Ledger;
using MarginRouter.Core.Margin.Books;
using MarginRouter.Core.Margin.Rules;
using MarginRouter.Core.Orders;

namespace MarginRouter.Core.Margin.States;

/// <summary>The books of a live account before any fill: one for all its balances, or one for each coin in which contracts settle.</summary>
internal sealed class BookWallets
{
    private readonly AccountQuestion question;
    private readonly BookRules book;
    private readonly List<Asset> coins = [];
    private readonly List<string> names = [];
    private readonly ImmutableSortedDictionary<string, decimal> values;
    private (int Slots, MarginBook[] Books) made = (-1, []);

    public BookWallets(MarginRuleSet rules, AccountQuestion question)
    {
        Rules = rules;
        this.question = question;
        book = rules.Book ?? new BookRules();
        LadderUtilisation = StateLimitRows.Ladder(rules);
        values = Values();
    }

    /// <summary>The rules.</summary>
    public MarginRuleSet Rules { get; }

    /// <summary>Number of books.</summary>
    public int Count => coins.Count;

    /// <summary>Utilisation from which the venue's ladder takes no order that adds risk; null where it has no such step.</summary>
    public decimal? LadderUtilisation { get; }

    /// <summary>False where the rules do not say what an open order reserves.</summary>
    public bool ReadsOrders => Rules.Model is not (MarginModelKind.DebtRatio or MarginModelKind.CollateralLtv) && book.Orders != OrderNetting.Refused;

    private Subaccount Subaccount => question.Account.Subaccount;

    /// <summary>What a book is called: the account, with the coin where each coin is one.</summary>
    public string Name(int wallet)
    {
        if (!book.PerSettlement || coins.Count < 2)
            return Subaccount.LimitName;
        for (int i = names.Count; i < coins.Count; i++)
            names.Add($"{Subaccount.LimitName} {coins[i].Code}");
        return names[wallet];
    }

    /// <summary>Opens the book of a coin when it is not there yet and gives its place.</summary>
    public int Open(Asset coin)
    {
        Asset own = book.PerSettlement ? coin : Subaccount.Reporting;
        if (!coins.Contains(own))
            coins.Add(own);
        return coins.IndexOf(own);
    }

    /// <summary>Makes an instrument part of the account; null with the reason when something about it is missing.</summary>
    public BookSlot? Join(Instrument instrument, out Refusal? refusal)
    {
        bool spot = instrument.Kind == InstrumentKind.Spot;
        PositionSnapshot held = Held(instrument.Id);
        TierTable? tiers = spot ? null : Rules.FindTiers(instrument.Symbol);
        refusal = spot ? MissingOfPair(instrument) : MissingOfContract(instrument, held, tiers);
        if (refusal is not null)
            return null;
        bool inverse = instrument.Kind is InstrumentKind.InversePerpetual or InstrumentKind.InverseFuture;
        BookPosition position = new()
        {
            Instrument = instrument.Symbol,
            Underlying = instrument.Base,
            Quote = instrument.Quote,
            IsInverse = inverse,
            IsSpot = spot,
            Quantity = spot ? 0m : held.Quantity.Value * instrument.LotSize,
            Multiplier = instrument.Multiplier,
            Entry = held.EntryPrice,
            Mark = question.Prices.Mark(instrument.Id)?.Value,
            Leverage = held.Leverage,
            IsolatedMargin = spot || book.Scope != MarginScope.Isolated ? null : held.IsolatedMargin ?? 0m,
            Option = instrument.Kind == InstrumentKind.Option ? Option(instrument, out refusal) : null,
        };
        if (refusal is not null)
            return null;
        return new BookSlot(instrument, Open(spot ? Subaccount.Reporting : position.Settlement), position, tiers);
    }

    /// <summary>The book of a place with the instruments that have joined.</summary>
    public MarginBook Book(int wallet, List<BookSlot> slots)
    {
        if (made.Slots != slots.Count || made.Books.Length != coins.Count)
            made = (slots.Count, [.. coins.Select((_, place) => Make(place, slots))]);
        return made.Books[wallet];
    }

    /// <summary>The taker fee of a fill in the currency of its book.</summary>
    public decimal Fee(BookSlot slot, decimal contracts, decimal price)
    {
        decimal fee = slot.Instrument.Fees.TakerRate * contracts * slot.Position.Multiplier * (slot.Position.IsInverse ? 1m / price : price);
        if (book.PerSettlement)
            return fee;
        Asset asset = slot.Position.IsSpot ? slot.Position.Quote : slot.Position.Settlement;
        return values.TryGetValue(asset.Code, out decimal value) ? fee * value : fee;
    }

    /// <summary>Balance of a book's coin.</summary>
    public decimal Free(int wallet)
    {
        decimal free = 0m;
        foreach (AssetBalance balance in question.Account.Balances)
            free += balance.Asset == coins[wallet] ? balance.Net : 0m;
        return free;
    }

    /// <summary>True where a positive balance of a coin does not count in full.</summary>
    public bool IsWeighted(Asset coin) =>
        !Rules.Haircuts.TryGetValue(coin.Code, out HaircutTable? table) || table.Tiers.Any(tier => tier.Weight != 1m) || table.Tiers[^1].To is not null;

    private PositionSnapshot Held(InstrumentId instrument)
    {
        foreach (PositionSnapshot position in question.Account.Positions)
        {
            if (position.Instrument == instrument)
                return position;
        }

        return new PositionSnapshot(instrument, PositionLots.Flat, 0m, null);
    }

    private Refusal? MissingOfPair(Instrument pair)
    {
        if (book.PerSettlement)
            return new Refusal(RefusalReason.TierMissing, $"{pair.Symbol} in {Rules.Name}");
        if (!question.Prices.TryConvert(pair.Base, Subaccount.Reporting, out _, out Refusal? noBase))
            return noBase;
        return question.Prices.TryConvert(pair.Quote, Subaccount.Reporting, out _, out Refusal? noQuote) ? null : noQuote;
    }

    /// <summary>Terms of an option that its underlying's coin settles, in dollars of its strike.</summary>
    private BookOption? Option(Instrument instrument, out Refusal? refusal)
    {
        decimal? years = OptionMark.Years(instrument, question.Prices, out refusal);
        if (years is null || OptionMark.Terms(instrument, question.Prices, instrument.Option?.StrikeAsset ?? instrument.Quote, out refusal) is not { } terms)
            return null;
        question.Prices.TryConvert(instrument.Base, instrument.Option!.StrikeAsset, out decimal spot, out refusal);
        return new BookOption(terms.IsCall, terms.Strike, spot, years.Value, terms.Volatility);
    }

    private Refusal? MissingOfContract(Instrument contract, in PositionSnapshot held, TierTable? tiers)
    {
        if (contract.Kind == InstrumentKind.Option)
        {
            if (book.ShortOptions is null || contract.Quote != contract.Base)
                return new Refusal(RefusalReason.TierMissing, $"{contract.Symbol} in {Rules.Name}");
            return question.Prices.TryMark(contract, out _, out Refusal? unmarked) ? null : unmarked;
        }

        if (tiers is null || Rules.Model is MarginModelKind.DebtRatio or MarginModelKind.TieredLiability)
            return new Refusal(RefusalReason.TierMissing, $"{contract.Symbol} in {Rules.Name}");
        if (!question.Prices.TryMark(contract, out _, out Refusal? noMark))
            return noMark;
        if (held.Leverage is not > 0m && (held.Leverage is not null || !(book.InitialFromTier || book.NoInitial)))
            return new Refusal(RefusalReason.LeverageMissing, $"{contract.Symbol} of {Subaccount.Name}");
        return book.Scope == MarginScope.Isolated && !held.Quantity.IsFlat && held.IsolatedMargin is null
            ? new Refusal(RefusalReason.LeverageMissing, $"isolated margin of {contract.Symbol} of {Subaccount.Name}")
            : null;
    }

    private MarginBook Make(int wallet, List<BookSlot> slots)
    {
        Asset reporting = coins[wallet];
        return new MarginBook
        {
            Rules = Rules,
            Book = book,
            Reporting = reporting,
            Balances = Balances(reporting, slots),
            Positions = [.. slots.Where(slot => slot.Wallet == wallet).Select(slot => slot.Position)],
            Orders = [],
            Values = book.PerSettlement
                ? ImmutableSortedDictionary.Create<string, decimal>(StringComparer.Ordinal).Add(reporting.Code, 1m)
                : values,
            BeyondTables = question.BeyondTables,
        };
    }

    /// <summary>
    /// Holdings and debts as lines of their own. What the rules give no weight counts nothing and is left out, unless its pair is traded:
    /// then its place in the book must be known.
    /// </summary>
    private ImmutableArray<AssetBalance> Balances(Asset reporting, List<BookSlot> slots)
    {
        ImmutableArray<AssetBalance>.Builder lines = ImmutableArray.CreateBuilder<AssetBalance>();
        foreach (AssetBalance balance in question.Account.Balances)
        {
            if (book.PerSettlement && balance.Asset != reporting)
                continue;
            if (balance.Quantity != 0m && (balance.Quantity < 0m || Counts(balance.Asset, reporting, slots)))
                lines.Add(new AssetBalance(balance.Asset, balance.Quantity));
            if (balance.Borrowed + balance.Interest != 0m)
                lines.Add(new AssetBalance(balance.Asset, -(balance.Borrowed + balance.Interest)));
        }

        return lines.ToImmutable();
    }

    private bool Counts(Asset asset, Asset reporting, List<BookSlot> slots) =>
        book.PerSettlement || Rules.Haircuts.IsEmpty || asset == reporting || Rules.Haircuts.ContainsKey(asset.Code) || Rules.Haircuts.ContainsKey("*")
        || slots.Any(slot => slot.Position.IsSpot && (slot.Instrument.Base == asset || slot.Instrument.Quote == asset));

    private ImmutableSortedDictionary<string, decimal> Values()
    {
        var builder = ImmutableSortedDictionary.CreateBuilder<string, decimal>(StringComparer.Ordinal);
        foreach (string code in question.Prices.Assets.Keys)
        {
            if (question.Prices.TryConvert(new Asset(code), Subaccount.Reporting, out decimal rate, out _))
                builder[code] = rate;
        }

        builder[Subaccount.Reporting.Code] = 1m;
        return builder.ToImmutable();
    }
}
