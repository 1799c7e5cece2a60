using System.Collections.Immutable;
using System.Globalization;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Ledger;
using MarginRouter.Core.Margin.Books;
using MarginRouter.Core.Margin.Kernel;
using MarginRouter.Core.Margin.Rules;

namespace MarginRouter.Core.Tests.Margin.Kernel;

/// <summary>The liquidation search against closed forms, against a fine walk, and at bands that a walk steps over.</summary>
public sealed class LiquidationSearchTests
{
    private const int Seed = 77_003;
    private const int Draws = 120;

    public static TheoryData<string> RuleSets => RandomBook.RuleSets();

    /// <summary>
    /// margin-models section 1.1: the price at which one linear contract liquidates, others unchanged, in the row that holds there:
    /// (wallet + other profit - other maintenance + deduction - s Q E) / (Q rate - s Q). Isolated and Hyperliquid accounts the same alone.
    /// </summary>
    [Theory]
    [InlineData("binance/usdm-isolated")]
    [InlineData("hyperliquid/isolated")]
    [InlineData("kucoin/futures-cross")]
    [InlineData("binance/coinm")]
    public void Prices_OneRowRules_EqualTheClosedForm(string name)
    {
        RandomBook random = new(name, Seed) { Plain = true };
        int compared = 0;
        for (int draw = 0; draw < Draws; draw++)
        {
            MarginBook book = random.Next();
            book = book with { Book = book.Book with { Taker = 0m, BorrowTiers = false }, Positions = [.. book.Positions.Select(position => position with { Multiplier = 1m })] };
            PreparedBook<decimal> prepared = BookPreparation<decimal>.Prepare(book, new BookNames(book));
            prepared.Evaluate(out BookResult<decimal> now);
            if (now.Note.Missing || now.Excess >= 0m)
                continue;
            ImmutableSortedDictionary<string, decimal?> prices = new BookSearch(book with { BeyondTables = true }).Prices();
            for (int i = 0; i < book.Positions.Length; i++)
            {
                BookPosition position = book.Positions[i];
                if (position.Quantity == 0m || prices[position.Instrument] is not { } price || price == position.Price)
                    continue;
                compared++;
                ContractPiece<decimal> piece = prepared.ContractPieces[i];
                decimal wallet = book.Book.Scope == MarginScope.Isolated ? piece.Aside : now.RatioEquity - piece.Profit;
                decimal others = book.Book.Scope == MarginScope.Isolated ? 0m : now.LiquidationRequirement - piece.Maintenance;
                TierTable table = book.Rules.FindTiers(position.Instrument)!;
                decimal size = Math.Abs(position.Quantity) * (position.IsInverse ? 1m : price);
                if (book.Rules.TierUnit == TierUnit.Coins)
                    size = position.IsInverse ? Math.Abs(position.Quantity) / price : Math.Abs(position.Quantity);
                if (book.Rules.TierUnit == TierUnit.Contracts)
                    size = Math.Abs(position.Quantity);
                MarginTier row = table.At(size) ?? table.Tiers[^1];
                decimal side = Math.Sign(position.Quantity);
                decimal quantity = Math.Abs(position.Quantity);
                decimal inCoins = book.Rules.TierUnit == TierUnit.Coins ? row.Deduction : 0m;
                decimal closed = position.IsInverse
                    ? ((quantity * (row.MaintenanceRate + side)) - row.Deduction + inCoins) / (wallet - others + inCoins + (side * quantity / position.Entry))
                    : (wallet - others + row.Deduction - (side * quantity * position.Entry)) / ((quantity * row.MaintenanceRate) - (side * quantity));
                Assert.True(
                    Math.Abs(closed - price) <= 1e-14m * price,
                    string.Create(CultureInfo.InvariantCulture, $"{random.Context} draw {draw} {position.Instrument}: {closed} against {price}"));
            }
        }

        Assert.True(compared > 15, $"{random.Context}: only {compared} prices were compared");
    }

    [Theory]
    [MemberData(nameof(RuleSets))]
    public void Prices_RandomBooks_AreTheNearestCrossing(string name)
    {
        RandomBook random = new(name, Seed + 1);
        for (int draw = 0; draw < 12; draw++)
        {
            MarginBook book = random.Next() with { BeyondTables = true };
            BookNames names = new(book);
            PreparedBook<decimal> prepared = BookPreparation<decimal>.Prepare(book, names);
            prepared.Evaluate(out BookResult<decimal> now);
            if (now.Note.Missing || now.Excess >= 0m)
                continue;
            for (int asset = 0; asset < names.Assets.Length; asset++)
            {
                BookMove move = BookMove.OfAsset(prepared, asset);
                decimal? found = BookLiquidation.Nearest(move.Excess, move.Breaks());
                decimal reach = found is { } factor ? Math.Abs(factor - 1m) : 0.9m;
                for (int step = 1; step < 400; step++)
                {
                    decimal away = reach * step / 400m;
                    string context = $"{random.Context} draw {draw} {names.Assets[asset]}: {found}, but {away} away";
                    Assert.False(move.Excess(1m + away) >= 0m, context);
                    Assert.False(away < 1m && move.Excess(1m - away) >= 0m, context);
                }

                Assert.False(found is { } crossing && move.Excess(crossing) < 0m, $"{random.Context} draw {draw}: {found} does not liquidate");
                move.Apply(1m);
            }
        }
    }

    [Fact]
    public void Prices_BandThinnerThanAStep_IsFound()
    {
        MarginRuleSet rules = RuleFiles.Load("okx/futures");
        rules = rules with
        {
            TierUnit = TierUnit.Notional,
            Tiers = ImmutableSortedDictionary.CreateRange(
                StringComparer.Ordinal,
                [new KeyValuePair<string, TierTable>("X", new TierTable([new(0m, 1_010m, null, 0.01m, 0m, null), new(1_010m, null, null, 0.12m, 0m, null)]))]),
            Book = rules.Book! with { Taker = 0m },
        };
        Asset reporting = rules.Reporting;
        MarginBook book = new()
        {
            Rules = rules,
            Book = rules.Book,
            Reporting = reporting,
            Balances = [new AssetBalance(reporting, 110.5m)],
            Positions =
            [
                new BookPosition
                {
                    Instrument = "X",
                    Underlying = new Asset("X"),
                    Quote = reporting,
                    IsInverse = false,
                    IsSpot = false,
                    Quantity = 10m,
                    Multiplier = 1m,
                    Entry = 100m,
                    Mark = 100m,
                    Leverage = 10m,
                    IsolatedMargin = null,
                },
            ],
            Orders = [],
            Values = ImmutableSortedDictionary.CreateRange(StringComparer.Ordinal, [new KeyValuePair<string, decimal>(reporting.Code, 1m)]),
            BeyondTables = true,
        };

        // From 1,010 to 1,010.8 of value the higher rate takes 121.2 of 120.5; a fall of 10 % would liquidate too.
        Assert.Equal(101m, new BookSearch(book).Prices()["X"]!.Value, 12);
        Assert.Equal(0.01m, new BookSearch(book).Distance()!.Value, 12);
        decimal lower = new BookSearch(book with { Balances = [new AssetBalance(reporting, 112m)] }).Prices()["X"]!.Value;
        Assert.Equal(888m / 9.9m, lower, 12);
    }
}
