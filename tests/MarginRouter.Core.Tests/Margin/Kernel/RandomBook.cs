using System.Collections.Immutable;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Ledger;
using MarginRouter.Core.Margin.Books;
using MarginRouter.Core.Margin.Cases;
using MarginRouter.Core.Margin.Kernel;
using MarginRouter.Core.Margin.Rules;

namespace MarginRouter.Core.Tests.Margin.Kernel;

/// <summary>Random accounts under the rule files of the repository: positions, balances, debts and orders of every shape that the rule set knows.</summary>
internal sealed class RandomBook
{
    private readonly Random random;
    private readonly MarginRuleSet rules;
    private readonly bool inverse;

    public RandomBook(string name, int seed)
    {
        random = new Random(seed);
        MarginRuleSet loaded = RuleFiles.Load(name);
        inverse = name is "binance/coinm" or "kraken/futures-single";
        rules = Completed(loaded);
        Context = $"{name} seed {seed}";
    }

    /// <summary>Every rule set that is evaluated as a book.</summary>
    public static TheoryData<string> RuleSets() => [.. RuleFiles.Names().Where(name => RuleFiles.Load(name) is { Book: not null, Scenario: null })];

    /// <summary>Names rule set and seed for a failure's message.</summary>
    public string Context { get; }

    /// <summary>Leaves out debts, orders and everything that bends the requirement.</summary>
    public bool Plain { get; init; }

    /// <summary>Largest size of a position as a share of its first tier row.</summary>
    public decimal Largest { get; init; } = 3m;

    private bool Spot => rules.Model is MarginModelKind.DebtRatio or MarginModelKind.TieredLiability;

    public MarginBook Next()
    {
        Asset coin = new("COIN");
        Asset reporting = inverse ? coin : rules.Reporting;
        var values = ImmutableSortedDictionary.CreateBuilder<string, decimal>(StringComparer.Ordinal);
        values[reporting.Code] = 1m;
        ImmutableArray<BookPosition> positions = Positions(reporting, coin);
        if (!rules.Book!.PerSettlement)
        {
            foreach (string code in rules.Haircuts.Keys.Where(code => code is not "*").Append("COIN"))
                values.TryAdd(code, Amount(0.5m, 90_000m));
            values[reporting.Code] = 1m;
        }

        return new MarginBook
        {
            Rules = rules,
            Book = rules.Book,
            Reporting = reporting,
            Balances = Balances(values, reporting),
            Positions = positions,
            Orders = Orders(positions),
            Values = values.ToImmutable(),
        };
    }

    /// <summary>A fill of one of the book's positions: anything from a small part to a turn to the other side.</summary>
    public CandidateFill<decimal> Fill(MarginBook book)
    {
        int index = random.Next(book.Positions.Length);
        BookPosition position = book.Positions[index];
        decimal size = position.Quantity == 0m || random.Next(3) == 0 ? Size(position) : Math.Abs(position.Quantity) * Amount(0.1m, 2.2m);
        return new CandidateFill<decimal>(
            index, random.Next(2) == 0 ? size : -size, position.Price * Amount(0.95m, 1.05m), random.Next(2) == 0 ? 0m : Amount(0m, 5m));
    }

    private decimal Size(BookPosition position)
    {
        TierTable? table = rules.FindTiers(position.Instrument);
        decimal bound = Math.Min(table?.Tiers[0].To ?? 500_000m, 5_000_000m);
        decimal contract = rules.TierUnit switch
        {
            TierUnit.Contracts => 1m,
            TierUnit.Notional => position.Multiplier * (position.IsInverse ? 1m : position.Price),
            TierUnit.Coins => position.Multiplier / (position.IsInverse ? position.Price : 1m),
        };
        decimal top = rules.Book!.Application == TierApplication.Unconfirmed ? Math.Min(Largest, 0.4m) : Largest;
        return Amount(0m, bound * top) / contract;
    }

    private ImmutableArray<BookPosition> Positions(Asset reporting, Asset coin)
    {
        string[] tables = [.. rules.Tiers.Keys.Where(name => name.Length > 5 && name != "loan")];
        var positions = ImmutableArray.CreateBuilder<BookPosition>();
        for (int i = 0; i < (Spot ? 1 : 1 + random.Next(5)); i++)
        {
            decimal price = Amount(10m, 70_000m);
            BookPosition flat = new()
            {
                Instrument = Spot ? "COINPAIR" : i == 0 || tables.Length == 1 ? tables[0] : tables[random.Next(tables.Length)],
                Underlying = inverse || i % 2 == 0 ? coin : new Asset($"U{i}"),
                Quote = inverse ? new Asset("USD") : reporting,
                IsInverse = inverse,
                IsSpot = Spot,
                Quantity = 0m,
                Multiplier = random.Next(3) == 0 ? 0.01m : 1m,
                Entry = price * Amount(0.9m, 1.1m),
                Mark = price,
                Leverage = Amount(1m, 9m),
                IsolatedMargin = null,
            };
            if (positions.Any(one => one.Instrument == flat.Instrument))
                continue;
            decimal size = Spot || random.Next(6) == 0 ? 0m : Size(flat);
            positions.Add(flat with
            {
                Quantity = random.Next(2) == 0 ? size : -size,
                IsolatedMargin = random.Next(2) == 0 ? flat.Multiplier * size * (inverse ? 1m / price : price) * Amount(0.05m, 0.4m) : null,
            });
        }

        return positions.ToImmutable();
    }

    private ImmutableArray<AssetBalance> Balances(IEnumerable<KeyValuePair<string, decimal>> values, Asset reporting)
    {
        var balances = ImmutableArray.CreateBuilder<AssetBalance>();
        foreach ((string code, decimal value) in values)
        {
            bool listed = code == reporting.Code || Spot || rules.Haircuts.ContainsKey(code) || rules.Haircuts.ContainsKey("*");
            if (listed && random.Next(4) != 0)
                balances.Add(new AssetBalance(new Asset(code), Amount(0m, 4_000_000m) / value));
            if (!Plain && random.Next(3) == 0 && (code == reporting.Code || rules.Book!.BorrowTiers || Spot || rules.Model == MarginModelKind.PooledMaintenance))
                balances.Add(new AssetBalance(new Asset(code), -Amount(0m, 200_000m) / value));
        }

        return balances.ToImmutable();
    }

    private ImmutableArray<CaseOrder> Orders(ImmutableArray<BookPosition> positions)
    {
        if (Plain || rules.Book!.Orders == OrderNetting.Refused || rules.Model is MarginModelKind.DebtRatio or MarginModelKind.CollateralLtv)
            return [];
        var orders = ImmutableArray.CreateBuilder<CaseOrder>();
        foreach (BookPosition position in positions)
        {
            for (int i = random.Next(4); i > 0; i--)
            {
                orders.Add(new CaseOrder(
                    position.Instrument, random.Next(2) == 0 ? Side.Buy : Side.Sell, Size(position) / 4m, position.Price * Amount(0.9m, 1.1m), 0m, false));
            }
        }

        return orders.ToImmutable();
    }

    /// <summary>The file's rules; where its tables or fee are live ones that the file leaves to the venue, made-up ones.</summary>
    private static MarginRuleSet Completed(MarginRuleSet loaded)
    {
        ImmutableArray<MarginTier> rows =
        [
            new MarginTier(0m, 250_000m, 0.02m, 0.01m, 0m, 50m),
            new MarginTier(250_000m, 1_000_000m, 0.04m, 0.02m, 2_500m, 25m),
            new MarginTier(1_000_000m, null, 0.1m, 0.05m, 32_500m, 10m),
        ];
        bool marginal = loaded.Book!.Application == TierApplication.Marginal;
        TierTable table = new(marginal ? rows : [.. rows.Select(row => row with { Deduction = 0m })]);
        var tiers = loaded.Tiers;
        foreach ((string name, TierTable held) in tiers.Where(_ => loaded.Book.Application == TierApplication.WholePosition))
        {
            MarginTier last = held.Tiers[^1];
            if (last.To is { } end)
                tiers = tiers.SetItem(name, new TierTable(held.Tiers.Add(last with { From = end, To = null, MaintenanceRate = 2m * last.MaintenanceRate, InitialRate = 2m * last.InitialRate })));
        }

        if (!tiers.Keys.Any(name => name.Length > 5 && name != "loan"))
            tiers = tiers.Add("FIRST-PERP", table).Add("SECOND-PERP", table).Add("THIRD-PERP", table);
        if (loaded.Model is MarginModelKind.TieredLiability or MarginModelKind.PooledMaintenance || loaded.Book.BorrowTiers)
            tiers = tiers.SetItem("loan", new TierTable([.. rows.Select(row => row with { To = row.To * 1.5m, From = row.From * 1.5m, Deduction = row.Deduction * 1.5m })]));
        return loaded with
        {
            Tiers = tiers,
            Haircuts = loaded.Haircuts.ContainsKey("*") || loaded.Model == MarginModelKind.CollateralLtv
                ? loaded.Haircuts
                : loaded.Haircuts.Add("*", new HaircutTable([new HaircutTier(0m, 900_000m, 0.95m), new HaircutTier(900_000m, null, 0.8m)])),
            Book = loaded.Book with { Taker = loaded.Book.Taker ?? 0.0006m },
        };
    }

    private decimal Amount(decimal from, decimal to) => from + ((to - from) * Math.Round((decimal)random.NextDouble(), 9));
}
