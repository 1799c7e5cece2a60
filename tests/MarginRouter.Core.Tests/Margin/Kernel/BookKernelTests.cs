using System.Globalization;
using MarginRouter.Core.Ledger;
using MarginRouter.Core.Margin.Books;
using MarginRouter.Core.Margin.Kernel;
using MarginRouter.Core.Margin.Rules;
using MarginRouter.Core.Margin.Search;
using MarginRouter.Core.Orders;

namespace MarginRouter.Core.Tests.Margin.Kernel;

/// <summary>Properties of the kernel over random accounts under every rule set that is evaluated as a book.</summary>
public sealed class BookKernelTests
{
    private const int Seed = 31_007;
    private const int Draws = 150;

    public static TheoryData<string> RuleSets => RandomBook.RuleSets();

    [Theory]
    [MemberData(nameof(RuleSets))]
    public void Double_RandomBooks_AgreesWithDecimalToABillionthOfEquity(string name)
    {
        RandomBook random = new(name, Seed);
        int known = 0;
        Refusal? unknown = null;
        for (int draw = 0; draw < Draws; draw++)
        {
            MarginBook book = random.Next();
            PreparedBook<decimal> exact = Exact(book);
            exact.Evaluate(out BookResult<decimal> found);
            FastBook fast = new(book);
            fast.Evaluate(out BookResult<double> quick);
            string context = $"{random.Context} draw {draw}";
            Assert.True(found.Note.Missing == quick.Note.Missing && found.InitialKnown == quick.InitialKnown, context);
            known += found.Note.Missing ? 0 : 1;
            unknown ??= new BookNames(book).Refusal(found.Note);
            if (!found.Note.Missing)
                Near(found, quick, 1e-9, context);
        }

        Assert.True(known > Draws / 2, $"{random.Context}: only {known} of {Draws} books were known, not {unknown}");
    }

    [Theory]
    [MemberData(nameof(RuleSets))]
    public void Candidate_RandomFills_EqualsTheFullEvaluation(string name)
    {
        RandomBook random = new(name, Seed + 1);
        for (int draw = 0; draw < Draws; draw++)
        {
            MarginBook book = random.Next();
            if (book.Positions.IsEmpty)
                continue;
            PreparedBook<decimal> exact = Exact(book);
            exact.Evaluate(out BookResult<decimal> before);
            FastBook fast = new(book);
            fast.Evaluate(out _);
            for (int fills = 0; fills < 4; fills++)
            {
                CandidateFill<decimal> fill = random.Fill(book);
                CandidateMath.Evaluate(exact, fill, out BookResult<decimal> candidate);
                CandidateFill<double> quickFill = new(fill.Position, (double)fill.Signed, (double)fill.Price, (double)fill.Fee);
                fast.Evaluate(quickFill, out BookResult<double> quick);
                exact.Evaluate(out BookResult<decimal> unchanged);
                Assert.Equal(before.Equity, unchanged.Equity);
                PreparedBook<decimal> full = Exact(book);
                CandidateMath.Apply(full, fill);
                full.Evaluate(out BookResult<decimal> after);
                string context = $"{random.Context} draw {draw} fill {fill}";
                Assert.True(after.Note.Missing == candidate.Note.Missing && after.Note.Missing == quick.Note.Missing, context);
                if (after.Note.Missing)
                    continue;
                Same(after, candidate, context);
                Near(after, quick, 1e-9, context);
            }
        }
    }

    [Theory]
    [MemberData(nameof(RuleSets))]
    public void Evaluate_MoreOfTheReportingCurrency_NeverRaisesUtilisation(string name)
    {
        RandomBook random = new(name, Seed + 2);
        for (int draw = 0; draw < Draws; draw++)
        {
            MarginBook book = random.Next();
            MarginBook richer = book with { Balances = book.Balances.Add(new AssetBalance(book.Reporting, 12_345m)) };
            BookEvaluation before = BookEvaluation.Of(book);
            BookEvaluation after = BookEvaluation.Of(richer);
            if (before.Unknown is not null)
                continue;
            Assert.True(after.Unknown is null, $"{random.Context} draw {draw}: {after.Unknown}");
            decimal worst = before.Assessment.Utilisation ?? decimal.MaxValue;
            Assert.True((after.Assessment.Utilisation ?? decimal.MaxValue) <= worst, $"{random.Context} draw {draw}: {worst} became {after.Assessment.Utilisation}");
        }
    }

    [Theory]
    [MemberData(nameof(RuleSets))]
    public void Evaluate_WithinOneTier_MirrorsAndScales(string name)
    {
        RandomBook random = new(name, Seed + 3) { Plain = true, Largest = 0.3m };
        for (int draw = 0; draw < Draws; draw++)
        {
            MarginBook book = random.Next();
            book = book with { Positions = [.. book.Positions.Select(position => position with { Entry = position.Price })] };
            MarginBook mirrored = book with { Positions = [.. book.Positions.Select(position => position with { Quantity = -position.Quantity })] };
            MarginBook doubled = book with
            {
                Positions = [.. book.Positions.Select(position => position with { Quantity = 2m * position.Quantity, IsolatedMargin = 2m * position.IsolatedMargin })],
            };
            Exact(book).Evaluate(out BookResult<decimal> one);
            Exact(mirrored).Evaluate(out BookResult<decimal> other);
            Exact(doubled).Evaluate(out BookResult<decimal> two);
            string context = $"{random.Context} draw {draw}";
            if (one.Note.Missing)
                continue;
            decimal constant = book.Book.FixedRequirement;
            if (book.Rules.Tiers.Values.Any(table => table.Tiers[0].RatePerUnit != 0m))
                Assert.True(two.Maintenance >= 2m * one.Maintenance, context);
            else
                Same(2m * (one.Maintenance - constant), two.Maintenance - constant, context);

            // A closing fee at the bankruptcy price is not the same for both sides.
            if (book.Book.ClosingFee != ClosingFeeRule.AtBankruptcy)
                Same(one.Maintenance, other.Maintenance, context);
        }
    }

    [Theory]
    [MemberData(nameof(RuleSets))]
    public void Evaluate_LeverageThatTheTierAllows_KeepsMaintenanceWithinInitial(string name)
    {
        RandomBook random = new(name, Seed + 4) { Plain = true };
        for (int draw = 0; draw < Draws; draw++)
        {
            MarginBook book = random.Next();
            if (book.Positions.Any(position => !Allowed(book, position)))
                continue;
            Exact(book).Evaluate(out BookResult<decimal> found);
            if (found.Note.Missing || !found.InitialKnown || book.Rules.Model != MarginModelKind.TieredDerivative)
                continue;
            Assert.True(found.Maintenance <= found.Initial, $"{random.Context} draw {draw}: {found.Maintenance} above {found.Initial}");
        }
    }

    [Theory]
    [MemberData(nameof(RuleSets))]
    public void Evaluate_InBothForms_AllocatesNothing(string name)
    {
        RandomBook random = new(name, Seed + 5);
        for (int draw = 0; draw < 5; draw++)
        {
            MarginBook book = random.Next();
            PreparedBook<decimal> exact = Exact(book);
            FastBook fast = new(book);
            CandidateFill<decimal> fill = book.Positions.IsEmpty ? default : random.Fill(book);
            CandidateFill<double> quick = new(fill.Position, (double)fill.Signed, (double)fill.Price, (double)fill.Fee);
            void Once()
            {
                exact.Evaluate(out _);
                fast.Evaluate(out _);
                if (book.Positions.IsEmpty)
                    return;
                CandidateMath.Evaluate(exact, fill, out _);
                fast.Evaluate(quick, out _);
            }

            Once();
            long before = GC.GetAllocatedBytesForCurrentThread();
            for (int i = 0; i < 10; i++)
                Once();
            Assert.Equal(0L, GC.GetAllocatedBytesForCurrentThread() - before);
        }
    }

    [Theory]
    [MemberData(nameof(RuleSets))]
    public void Terms_RandomBooks_AddUp(string name)
    {
        RandomBook random = new(name, Seed + 6);
        for (int draw = 0; draw < Draws; draw++)
        {
            BookEvaluation found = BookEvaluation.Of(random.Next());
            if (found.Unknown is not null)
                continue;
            decimal terms = found.Assessment.Terms.Where(term => !term.Name.StartsWith("closingFee", StringComparison.Ordinal)).Sum(term => term.Value);
            Same(found.Assessment.Equity + found.Assessment.MaintenanceMargin, terms, $"{random.Context} draw {draw}");
        }
    }

    [Fact]
    public void TierBreakpoints_LinearAndInverse_NameSizeAndPrices()
    {
        RandomBook random = new("binance/usdm-isolated", Seed) { Plain = true };
        MarginBook book = random.Next();
        BookPosition position = book.Positions[0] with { Instrument = "BTCUSDT-PERP", Quantity = -10m, Multiplier = 1m, Mark = 50_000m, Entry = 50_000m };
        book = book with { Positions = [position] };
        TierBreakpoint found = Assert.Single(TierBreakpoints.Of(book));
        Assert.Equal(new TierBreakpoint("BTCUSDT-PERP", 500_000m, 800_000m / 50_000m, 80_000m, 30_000m), found);
        TierBreakpoint flat = Assert.Single(TierBreakpoints.Of(book with { Positions = [position with { Quantity = 0m }] }));
        Assert.Equal(new TierBreakpoint("BTCUSDT-PERP", 0m, 6m, null, null), flat);
        MarginBook coin = new RandomBook("binance/coinm", Seed) { Plain = true }.Next();
        coin = coin with
        {
            Positions = [coin.Positions[0] with { Instrument = "HELD", Quantity = 150_000m, Multiplier = 1m, Mark = 50_000m, Entry = 50_000m }],
            Rules = coin.Rules with
            {
                TierUnit = TierUnit.Coins,
                Tiers = coin.Rules.Tiers.Add("HELD", new TierTable([new(0m, 2m, null, 0.01m, 0m, null), new(2m, 5m, null, 0.02m, 0.02m, null)])),
            },
        };
        Assert.Equal(new TierBreakpoint("HELD", 3m, 250_000m, 75_000m, 30_000m), Assert.Single(TierBreakpoints.Of(coin)));
    }

    private static bool Allowed(MarginBook book, BookPosition position)
    {
        if (book.Book.InitialFromTier)
            return true;
        ContractState<decimal> state = BookPreparation<decimal>.Position(position);
        decimal size = ContractMath.Size(Exact(book), state, (position.Quantity, position.Price, state.ValueOf(position.Quantity, position.Price)));
        MarginTier? row = book.Rules.FindTiers(position.Instrument)?.At(size);
        return row is not null && (row.MaximumLeverage ?? (1m / row.MaintenanceRate)) >= position.Leverage && row.MaintenanceRate * position.Leverage <= 1m;
    }

    private static PreparedBook<decimal> Exact(MarginBook book) => BookPreparation<decimal>.Prepare(book, new BookNames(book));

    private static void Same(in BookResult<decimal> one, in BookResult<decimal> other, string context)
    {
        Assert.True(one.InitialKnown == other.InitialKnown, context);
        Same(one.Equity, other.Equity, context);
        Same(one.Initial, other.Initial, context);
        Same(one.Maintenance, other.Maintenance, context);
        Same(one.Available, other.Available, context);
        Same(one.RatioEquity, other.RatioEquity, context);
        Same(one.LiquidationRequirement, other.LiquidationRequirement, context);
    }

    /// <summary>Equal to the rounding of quotients (28 digits) and of their sums.</summary>
    private static void Same(decimal one, decimal other, string context) =>
        Assert.True(Math.Abs(one - other) <= 1e-17m * Math.Max(1m, Math.Abs(one)), string.Create(CultureInfo.InvariantCulture, $"{context}: {one} against {other}"));

    private static void Near(in BookResult<decimal> exact, in BookResult<double> quick, double tolerance, string context)
    {
        // Where equity is a small difference of large amounts no double can be nearer than their last digits.
        double largest = (double)(Math.Abs(exact.Available) + exact.Initial + exact.Maintenance);
        double scale = Math.Max(tolerance * Math.Max(1d, Math.Abs((double)exact.Equity)), 1e-13 * largest);
        Near(exact.Equity, quick.Equity, scale, context);
        Near(exact.Initial, quick.Initial, scale, context);
        Near(exact.Maintenance, quick.Maintenance, scale, context);
        Near(exact.Available, quick.Available, scale, context);
        Near(exact.RatioEquity, quick.RatioEquity, scale, context);
        Near(exact.LiquidationRequirement, quick.LiquidationRequirement, scale, context);
    }

    private static void Near(decimal exact, double quick, double scale, string context) =>
        Assert.True(Math.Abs((double)exact - quick) <= scale, string.Create(CultureInfo.InvariantCulture, $"{context}: {exact} against {quick}"));
}
