using System.Collections.Immutable;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Ledger;
using MarginRouter.Core.Margin.Books;
using MarginRouter.Core.Margin.Rules;
using MarginRouter.Core.Margin.Scenarios;

namespace MarginRouter.Benchmarks.Margin;

/// <summary>Accounts of a stated size under made-up rules that have every feature of their class: tiers, collateral, basis, charges.</summary>
internal static class MarginSituation
{
    /// <summary>Seed of all amounts; printed with the table.</summary>
    public const int Seed = 90_210;

    /// <summary>Tiered contracts over haircut collateral, ten tiers each, closing fees beside the maintenance margin.</summary>
    public static MarginBook Tiered(int positions)
    {
        Random random = new(Seed);
        Asset reporting = new("USDT");
        TierTable table = Table();
        BookRules book = new() { ClosingFee = ClosingFeeRule.OnNotional, Taker = 0.0005m };
        ImmutableArray<BookPosition> held = [.. Enumerable.Range(0, positions).Select(index => Position(random, index, reporting))];
        return new MarginBook
        {
            Rules = Rules("tiered", MarginModelKind.TieredDerivative, reporting) with
            {
                Book = book,
                Tiers = held.ToImmutableSortedDictionary(position => position.Instrument, _ => table, StringComparer.Ordinal),
            },
            Book = book,
            Reporting = reporting,
            Balances = [new AssetBalance(reporting, 40_000_000m), new AssetBalance(new Asset("BTC"), 12m), new AssetBalance(new Asset("ETH"), 80m)],
            Positions = held,
            Orders = [],
            Values = ImmutableSortedDictionary.CreateRange(
                StringComparer.Ordinal,
                new KeyValuePair<string, decimal>[] { new("USDT", 1m), new("BTC", 60_000m), new("ETH", 3_000m) }),
        };
    }

    /// <summary>Rules of one class for accounts that routing asks about: ten tiers for every contract and debt, haircut collateral.</summary>
    public static MarginRuleSet Class(MarginModelKind model, int instruments, BookRules? book)
    {
        bool pairs = model is MarginModelKind.DebtRatio or MarginModelKind.TieredLiability;
        TierTable table = Table();
        return Rules($"{model}{book?.Scope}", model, new Asset("USDT")) with
        {
            Book = book,
            Positions = pairs ? PositionKeeping.None : PositionKeeping.Derivative,
            Ratio = new RatioRule("ratio", RatioForm.RequirementOverEquity, 1m, pairs ? 0.9m : null),
            Tiers = Enumerable.Range(0, instruments).Select(index => pairs ? $"U{index}" : $"PERP{index:000}").Append("USDT")
                .ToImmutableSortedDictionary(name => name, _ => table, StringComparer.Ordinal),
        };
    }

    /// <summary>Scenario rules of so many scenarios, an eighth of them extreme ones; a multiple of 16.</summary>
    public static MarginRuleSet Scenarios(int scenarios)
    {
        int extreme = Math.Max(8, scenarios / 8);
        ClassFigures Of(IEnumerable<decimal> figures) => new(
            ImmutableSortedDictionary.CreateRange(StringComparer.Ordinal, [new KeyValuePair<string, ImmutableArray<decimal>>("all", [.. figures])]),
            ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal),
            "all");
        return Rules("scenarios", MarginModelKind.ScenarioGrid, new Asset("USD")) with
        {
            Scenario = new ScenarioRule
            {
                Prices = Of(Enumerable.Range(0, scenarios - extreme).Select(index => Move(index, scenarios - extreme, 0.16m))),
                Extremes = Of(Enumerable.Range(0, extreme).Select(index => Move(index, extreme, 0.5m))),
                ExtremeFraction = 0.5m,
                Basis = Of([0.002m, 0.05m]),
                ContractCharge = Of([0.001m]),
                MinimumCharge = Of([0.0045m]),
                MinimumMultipliers = new MarginalTable([new MarginalRow(250_000m, 1m), new MarginalRow(1_000_000m, 2m), new MarginalRow(null, 4m)]),
                GridIsMaintenance = true,
                OtherFactor = 1.3m,
            },
        };
    }

    /// <summary>A scenario book of linear, inverse and dated contracts on one underlying.</summary>
    public static ScenarioBook Portfolio(int positions, int account = 0)
    {
        Random random = new(Seed + account);
        return new ScenarioBook
        {
            Legs = [.. Enumerable.Range(0, positions).Select(index => Leg(random, index))],
            Balances = ImmutableSortedDictionary.CreateRange(
                StringComparer.Ordinal, new KeyValuePair<string, decimal>[] { new("USD", 4_000_000m), new("USDT", 900_000m), new("BTC", 3m) }),
            Prices = ImmutableSortedDictionary.CreateRange(
                StringComparer.Ordinal, new KeyValuePair<string, decimal>[] { new("USD", 1m), new("USDT", 0.999m), new("BTC", 60_000m) }),
        };
    }

    private static TierTable Table()
    {
        ImmutableArray<MarginTier> bare = [.. Enumerable.Range(0, 10).Select(row => new MarginTier(
            row == 0 ? 0m : 50_000m * row * row, row == 9 ? null : 50_000m * (row + 1) * (row + 1), 0.01m * (row + 1), 0.004m * (row + 1), 0m, null))];
        ImmutableArray<decimal> deductions = TierTable.Deductions(bare.AsSpan());
        return new TierTable([.. bare.Select((row, index) => row with { Deduction = deductions[index] })]);
    }

    private static decimal Move(int index, int count, decimal range) => (((2m * index) + 1m) / count * range) - range;

    private static BookPosition Position(Random random, int index, Asset reporting)
    {
        decimal price = random.Next(1_000, 70_000_00) / 100m;
        return new BookPosition
        {
            Instrument = $"PERP{index:000}",
            Underlying = new Asset($"U{index}"),
            Quote = reporting,
            IsInverse = false,
            IsSpot = false,
            Quantity = Math.Round(random.Next(-1_500_000, 1_500_000) / price, 3),
            Multiplier = 1m,
            Entry = Math.Round(price * (0.9m + (random.Next(200) / 1_000m)), 2),
            Mark = price,
            Leverage = 10m,
            IsolatedMargin = null,
        };
    }

    private static ScenarioLeg Leg(Random random, int index)
    {
        ScenarioLegKind kind = index % 3 == 2 ? ScenarioLegKind.Inverse : ScenarioLegKind.Linear;
        decimal mark = 60_000m + random.Next(-200, 200);
        return new ScenarioLeg
        {
            Instrument = $"BTC-{index}",
            Underlying = "BTC",
            Kind = kind,
            Units = kind == ScenarioLegKind.Inverse ? random.Next(-300_000, 300_000) : random.Next(-5_000, 5_000) / 1_000m,
            Entry = 59_000m,
            Mark = mark,
            Quote = "USD",
            QuoteRate = 1m,
            Years = index % 5 == 4 ? 0.25m : null,
        };
    }

    private static MarginRuleSet Rules(string name, MarginModelKind model, Asset reporting)
    {
        HaircutTable full = new([new HaircutTier(0m, null, 1m)]);
        HaircutTable cut = new([new HaircutTier(0m, 500_000m, 0.975m), new HaircutTier(500_000m, null, 0.9m)]);
        return new MarginRuleSet
        {
            Name = name,
            Venue = "bench",
            Model = model,
            AsOf = new DateOnly(2026, 1, 1),
            Confidence = RuleConfidence.High,
            Sources = ["made up"],
            Reporting = reporting,
            Positions = PositionKeeping.Derivative,
            Ratio = new RatioRule("ratio", RatioForm.RequirementOverEquity, 1m, null),
            Haircuts = ImmutableSortedDictionary.CreateRange(
                StringComparer.Ordinal, new KeyValuePair<string, HaircutTable>[] { new(reporting.Code, full), new("*", cut), new("BTC", cut) }),
        };
    }
}
