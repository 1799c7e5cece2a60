using System.Collections.Immutable;
using System.Globalization;
using MarginRouter.Core.Ledger;
using MarginRouter.Core.Margin.Books;
using MarginRouter.Core.Margin.Kernel;
using MarginRouter.Core.Margin.Rules;
using MarginRouter.Core.Margin.Scenarios;
using MarginRouter.Core.Margin.Search;
using Xunit.Abstractions;

namespace MarginRouter.Core.Tests.Margin.Kernel;

/// <summary>
/// How near the double form comes to the exact one over thousands of random books of every class. Each book is also brought to equities
/// that are ever smaller shares of what it holds gross (holdings, entries, marks, orders and requirements, nothing set off). Two statements
/// are held: every figure is within a billionth of equity while equity is at least a millionth of gross, and below that within 1e-15 of
/// gross. No way of adding up could do much better: inputs that are merely rounded to double, and then evaluated exactly, already miss
/// equity by more than 5e-17 of gross.
/// </summary>
public sealed class DoubleAgreementTests(ITestOutputHelper output)
{
    private const int Seed = 70_451;
    private const int Draws = 400;
    private const int Shares = 11;
    private const double OfEquity = 1e-9;
    private const double OfGross = 1e-15;
    private const double OfRounding = 5e-17;
    private const double LeastShare = 1e-6;

    public static TheoryData<string> Books => RandomBook.RuleSets();

    public static TheoryData<string> Grids => RandomScenarioBook.RuleSets();

    [Theory]
    [MemberData(nameof(Books))]
    public void Double_BooksOfAnyEquity_AgreesToABillionthOfItOrTheLastDigitsOfGross(string name)
    {
        RandomBook random = new(name, Seed);
        Tally tally = new(random.Context);
        for (int draw = 0; draw < Draws; draw++)
        {
            MarginBook drawn = random.Next();
            for (int share = 0; share < Shares; share++)
            {
                MarginBook book = share == 0 ? drawn : Brought(drawn, share);
                BookResult<decimal> exact = Exact(book);
                new FastBook(book).Evaluate(out BookResult<double> quick);
                if (exact.Note.Missing)
                    continue;
                tally.Compare(exact, quick, Gross(book), $"draw {draw} share {share}");
                BookResult<decimal> rounded = Exact(Rounded(book));
                tally.Carried((double)Math.Abs(rounded.Equity - exact.Equity), Gross(book));
            }
        }

        Assert.True(tally.Finish(output) > OfRounding, $"{random.Context}: rounded inputs alone do not explain what is missed");
    }

    [Theory]
    [MemberData(nameof(Grids))]
    public void Double_GridsOfAnyEquity_AgreesToABillionthOfItOrTheLastDigitsOfGross(string name)
    {
        RandomScenarioBook random = new(name, Seed + 1);
        Tally tally = new(random.Context);
        for (int draw = 0; draw < Draws; draw++)
        {
            ScenarioBook drawn = random.Next();
            for (int share = 0; share < Shares; share++)
            {
                if (share > 0 && Exact(random.Rules, drawn).Note.Missing)
                    continue;
                ScenarioBook book = share == 0 ? drawn : drawn with { FillProfit = drawn.FillProfit - (Exact(random.Rules, drawn).Equity * Part(share)) };
                BookResult<decimal> exact = Exact(random.Rules, book);
                new FastScenarios(new ScenarioTables<double>(random.Rules), book).Evaluate(out BookResult<double> quick);
                if (!exact.Note.Missing)
                    tally.Compare(exact, quick, Gross(book), $"draw {draw} share {share}");
            }
        }

        tally.Finish(output);
    }

    /// <summary>How much of equity is taken out: all but 10^-1, 10^-2 and so on.</summary>
    private static decimal Part(int share) => 1m - (decimal)Math.Pow(10d, -share);

    /// <summary>The book with reporting currency taken out so that equity becomes about 10^-share of what it was.</summary>
    private static MarginBook Brought(MarginBook book, int share) =>
        book with { Balances = book.Balances.Add(new AssetBalance(book.Reporting, -Exact(book).Equity * Part(share))) };

    /// <summary>The book with every amount, price and value rounded to double, to 17 digits of it.</summary>
    private static MarginBook Rounded(MarginBook book) => book with
    {
        Balances = [.. book.Balances.Select(balance => new AssetBalance(balance.Asset, Rounded(balance.Quantity)))],
        Positions =
        [
            .. book.Positions.Select(position => position with
            {
                Quantity = Rounded(position.Quantity),
                Entry = Rounded(position.Entry),
                Mark = Rounded(position.Price),
            }),
        ],
        Values = book.Values.ToImmutableSortedDictionary(value => value.Key, value => Rounded(value.Value), StringComparer.Ordinal),
    };

    private static decimal Rounded(decimal value) =>
        decimal.Parse(((double)value).ToString("E16", CultureInfo.InvariantCulture), NumberStyles.Float, CultureInfo.InvariantCulture);

    /// <summary>All that is held, owed, entered and marked, none of it set off against anything else.</summary>
    private static double Gross(MarginBook book)
    {
        decimal gross = book.Balances.Sum(balance => Math.Abs(balance.Quantity) * book.Values.GetValueOrDefault(balance.Asset.Code, 1m));
        foreach (BookPosition position in book.Positions)
        {
            decimal size = Math.Abs(position.Quantity) * position.Multiplier;
            decimal value = book.Values.GetValueOrDefault(position.Quote.Code, 1m);
            gross += position.IsInverse ? size * ((1m / position.Price) + (1m / position.Entry)) : size * (position.Price + position.Entry) * value;
        }

        gross += book.Orders.Sum(order => order.Quantity * order.Price * book.Positions.First(one => one.Instrument == order.Instrument).Multiplier);
        return (double)gross;
    }

    private static double Gross(ScenarioBook book) => (double)(Math.Abs(book.FillProfit)
        + book.Balances.Sum(balance => Math.Abs(balance.Value) * book.Prices[balance.Key])
        + book.Legs.Sum(leg => Math.Abs(leg.Units) * (leg.Kind == ScenarioLegKind.Inverse ? 1m : book.Prices[leg.Underlying])));

    private static BookResult<decimal> Exact(MarginBook book)
    {
        BookPreparation<decimal>.Prepare(book, new BookNames(book)).Evaluate(out BookResult<decimal> result);
        return result;
    }

    private static BookResult<decimal> Exact(MarginRuleSet rules, ScenarioBook book)
    {
        ScenarioPreparation<decimal>.Prepare(new ScenarioTables<decimal>(rules), book, new ScenarioNames(rules, book)).Evaluate(out BookResult<decimal> result);
        return result;
    }

    /// <summary>The comparisons of one rule set.</summary>
    private sealed class Tally(string context)
    {
        private int solid;
        private int thin;
        private double worstOfEquity;
        private double worstOfGross;
        private double carried;

        public void Compare(in BookResult<decimal> exact, in BookResult<double> quick, double held, string place)
        {
            double gross = held + (double)(exact.Initial + exact.Maintenance);
            double error = new[]
            {
                Error(exact.Equity, quick.Equity), Error(exact.Available, quick.Available), Error(exact.RatioEquity, quick.RatioEquity),
                Error(exact.Initial, quick.Initial), Error(exact.Maintenance, quick.Maintenance), Error(exact.LiquidationRequirement, quick.LiquidationRequirement),
            }.Max();
            double equity = Math.Abs((double)exact.Equity);
            bool isSolid = equity >= LeastShare * gross;
            (solid, thin) = isSolid ? (solid + 1, thin) : (solid, thin + 1);
            double allowed = isSolid ? OfEquity * equity : OfGross * gross;
            worstOfGross = Math.Max(worstOfGross, gross == 0d ? 0d : error / gross);
            worstOfEquity = isSolid && equity > 0d ? Math.Max(worstOfEquity, error / equity) : worstOfEquity;
            Assert.True(error <= allowed, string.Create(CultureInfo.InvariantCulture, $"{context} {place}: off by {error:E2}, equity {equity:E3}, gross {gross:E3}"));
        }

        public void Carried(double error, double gross) => carried = Math.Max(carried, gross == 0d ? 0d : error / gross);

        /// <summary>Prints the worst; gives what rounded inputs alone missed, as a share of gross.</summary>
        public double Finish(ITestOutputHelper output)
        {
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{context}: {solid} solid and {thin} thin books; worst {worstOfEquity:E1} of equity, {worstOfGross:E1} of gross; rounded inputs alone {carried:E1} of gross"));
            Assert.True(solid >= Draws / 2 && solid + thin >= 6 * Draws, $"{context}: only {solid} solid and {thin} thin books");
            return carried;
        }

        private static double Error(decimal exact, double quick) => Math.Abs((double)exact - quick);
    }
}
