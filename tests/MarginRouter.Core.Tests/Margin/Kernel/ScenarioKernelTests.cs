using System.Globalization;
using MarginRouter.Core.Margin.Kernel;
using MarginRouter.Core.Margin.Rules;
using MarginRouter.Core.Margin.Scenarios;
using MarginRouter.Core.Margin.Search;
using MarginRouter.Core.Orders;

namespace MarginRouter.Core.Tests.Margin.Kernel;

/// <summary>Properties of scenario columns over random books under every rule set with scenarios.</summary>
public sealed class ScenarioKernelTests
{
    private const int Seed = 52_711;
    private const int Draws = 120;

    public static TheoryData<string> RuleSets => RandomScenarioBook.RuleSets();

    [Theory]
    [MemberData(nameof(RuleSets))]
    public void Evaluate_RandomBooks_EqualsTheDefinitionAndItsDoubleForm(string name)
    {
        RandomScenarioBook random = new(name, Seed);
        int known = 0;
        Refusal? unknown = null;
        for (int draw = 0; draw < Draws; draw++)
        {
            ScenarioBook book = random.Next();
            PreparedScenarios<decimal> exact = Exact(random.Rules, book, out ScenarioNames names);
            exact.Evaluate(out BookResult<decimal> found);
            FastScenarios fast = new(new ScenarioTables<double>(random.Rules), book);
            fast.Evaluate(out BookResult<double> quick);
            string context = $"{random.Context} draw {draw}";
            Assert.True(found.Note.Missing == quick.Note.Missing, context);
            unknown ??= names.Refusal(exact, found.Note);
            if (found.Note.Missing)
                continue;
            known++;
            Near(found, quick, context);
            for (int unit = 0; unit < names.Underlyings.Length; unit++)
                Same(Scan(random.Rules.Scenario!, book, names.Underlyings[unit]), exact.Units[unit].Piece.Scan, $"{context} {names.Underlyings[unit]}");
            ScenarioFigures figures = ScenarioMargin.Evaluate(random.Rules, book, out _)!;
            Same(figures.Equity + figures.Maintenance, figures.Terms.Sum(term => term.Value), context);
        }

        Assert.True(known > Draws / 3, $"{random.Context}: only {known} of {Draws} books were known, not {unknown}");
    }

    [Theory]
    [MemberData(nameof(RuleSets))]
    public void Candidate_RandomFills_EqualsTheFullEvaluation(string name)
    {
        RandomScenarioBook random = new(name, Seed + 1);
        for (int draw = 0; draw < Draws; draw++)
        {
            ScenarioBook book = random.Next();
            PreparedScenarios<decimal> exact = Exact(random.Rules, book, out ScenarioNames names);
            exact.Evaluate(out _);
            FastScenarios fast = new(new ScenarioTables<double>(random.Rules), book);
            fast.Evaluate(out _);
            for (int i = 0; i < 5; i++)
            {
                CandidateFill<decimal> fill = random.Fill(exact, names);
                RiskMath.Evaluate(exact, fill, out BookResult<decimal> candidate);
                CandidateFill<double> quickFill = new(fill.Position, (double)fill.Signed, (double)fill.Price, (double)fill.Fee);
                fast.Evaluate(quickFill, out BookResult<double> quick);
                PreparedScenarios<decimal> full = Exact(random.Rules, book, out _);
                full.Apply(fill);
                full.Evaluate(out BookResult<decimal> after);
                string context = $"{random.Context} draw {draw} fill {fill}";
                Assert.True(after.Note.Missing == candidate.Note.Missing && after.Note.Missing == quick.Note.Missing, context);
                if (after.Note.Missing)
                    continue;
                Same(after.Equity, candidate.Equity, context);
                Same(after.Initial, candidate.Initial, context);
                Same(after.Maintenance, candidate.Maintenance, context);
                Same(after.LiquidationRequirement, candidate.LiquidationRequirement, context);
                Near(after, quick, context);
            }
        }
    }

    [Theory]
    [MemberData(nameof(RuleSets))]
    public void Evaluate_InBothForms_AllocatesNothing(string name)
    {
        RandomScenarioBook random = new(name, Seed + 2);
        for (int draw = 0; draw < 5; draw++)
        {
            ScenarioBook book = random.Next();
            PreparedScenarios<decimal> exact = Exact(random.Rules, book, out ScenarioNames names);
            FastScenarios fast = new(new ScenarioTables<double>(random.Rules), book);
            CandidateFill<decimal> fill = random.Fill(exact, names);
            CandidateFill<double> quick = new(fill.Position, (double)fill.Signed, (double)fill.Price, (double)fill.Fee);
            void Once()
            {
                exact.Evaluate(out _);
                fast.Evaluate(out _);
                RiskMath.Evaluate(exact, fill, out _);
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
    public void Evaluate_MoreCollateral_NeverRaisesUtilisation(string name)
    {
        RandomScenarioBook random = new(name, Seed + 3);
        for (int draw = 0; draw < Draws; draw++)
        {
            ScenarioBook book = random.Next();
            string asset = random.Rules.Haircuts.Keys.First(code => book.Prices.ContainsKey(code));
            ScenarioBook richer = book with { Balances = book.Balances.SetItem(asset, book.Balances.GetValueOrDefault(asset) + (9_999m / book.Prices[asset])) };
            ScenarioFigures? before = ScenarioMargin.Evaluate(random.Rules, book, out _);
            ScenarioFigures? after = ScenarioMargin.Evaluate(random.Rules, richer, out _);
            if (before is null || after is null || before.Equity <= 0m)
                continue;
            Assert.True(after.Kept / after.Equity <= before.Kept / before.Equity, $"{random.Context} draw {draw}");
        }
    }

    [Fact]
    public void Lanes_OfEveryLength_EqualTheScalarSteps()
    {
        Random random = new(Seed);
        for (int length = 8; length <= 96; length += 8)
        {
            double[][] columns = [.. Enumerable.Range(0, 7).Select(_ => Enumerable.Range(0, length).Select(_ => random.NextDouble() - 0.5).ToArray())];
            double[] quantities = [.. Enumerable.Range(0, 7).Select(_ => random.NextDouble() - 0.5)];
            double[] sum = new double[length];
            LaneMath.Product<double>(sum, columns, quantities);
            double[] scalar = new double[length];
            for (int leg = 0; leg < quantities.Length; leg++)
            {
                for (int lane = 0; lane < length; lane++)
                {
                    double product = quantities[leg] * columns[leg][lane];
                    scalar[lane] += product;
                }
            }

            Assert.Equal(scalar, sum);
            double[] column = columns[0];
            double[] hedge = columns[^1];
            double[] added = [.. scalar.Select((one, lane) => one + (column[lane] * 3.25))];
            double[] covered = [.. added.Select((one, lane) => one + (hedge[lane] * 0.7))];
            int split = length - 8;
            foreach (bool apart in new[] { false, true })
            {
                LaneParts<double> parts = new(split, 0.37, apart);
                Assert.Equal(Least(scalar, parts), LaneMath.Least(sum, parts));
                Assert.Equal(Least(added, parts), LaneMath.Least(sum, column, 3.25, parts));
                Assert.Equal(Least(covered, parts), LaneMath.Least(sum, column, 3.25, hedge, 0.7, parts));
            }
        }
    }

    /// <summary>What counts of lanes by definition: the second part at its share, or by itself.</summary>
    private static (double Counted, double Second) Least(double[] lanes, LaneParts<double> parts)
    {
        double first = lanes[..parts.Split].Append(0d).Min();
        double[] second = lanes[parts.Split..];
        return parts.Apart ? (first, second.Append(0d).Min()) : (second.Select(lane => lane * parts.Fraction).Append(first).Min(), 0d);
    }

    /// <summary>The scan by its definition: every move and volatility, every position on its own, hedging balances up to the delta.</summary>
    private static decimal Scan(ScenarioRule rule, ScenarioBook book, string underlying)
    {
        ScenarioLeg[] held = [.. book.Legs.Where(leg => leg.Underlying == underlying && leg.Units != 0m)];
        decimal index = book.Index(underlying)!.Value;
        decimal delta = held.Sum(leg => LegShock.Delta(leg, index));
        decimal balance = rule.CollateralHedges ? book.Balances.GetValueOrDefault(underlying) : 0m;
        decimal hedge = delta < 0m ? Math.Clamp(balance, 0m, -delta / index) : Math.Clamp(balance, -delta / index, 0m);
        decimal Worst(IEnumerable<decimal> moves) => moves
            .SelectMany(move => new[] { -1, 0, 1 }.Select(way => held.Sum(leg => LegShock.Profit(rule, leg, index, move, way)) + (hedge * index * move)))
            .Append(0m).Min();
        decimal extreme = rule.ExtremeDampener is null ? Worst(rule.Extremes?.Find(underlying) ?? []) : 0m;
        return Math.Max(-Worst(rule.Prices.Find(underlying) ?? []), -extreme * rule.ExtremeFraction);
    }

    private static PreparedScenarios<decimal> Exact(MarginRuleSet rules, ScenarioBook book, out ScenarioNames names)
    {
        names = new ScenarioNames(rules, book);
        return ScenarioPreparation<decimal>.Prepare(new ScenarioTables<decimal>(rules), book, names);
    }

    private static void Same(decimal one, decimal other, string context) =>
        Assert.True(Math.Abs(one - other) <= 1e-17m * Math.Max(1m, Math.Abs(one)), string.Create(CultureInfo.InvariantCulture, $"{context}: {one} against {other}"));

    private static void Near(in BookResult<decimal> exact, in BookResult<double> quick, string context)
    {
        double scale = Math.Max(1e-9 * Math.Max(1d, Math.Abs((double)exact.Equity)), 1e-13 * (double)exact.Initial);
        Near(exact.Equity, quick.Equity, scale, context);
        Near(exact.Initial, quick.Initial, scale, context);
        Near(exact.Maintenance, quick.Maintenance, scale, context);
        Near(exact.LiquidationRequirement, quick.LiquidationRequirement, scale, context);
    }

    private static void Near(decimal exact, double quick, double scale, string context) =>
        Assert.True(Math.Abs((double)exact - quick) <= scale, string.Create(CultureInfo.InvariantCulture, $"{context}: {exact} against {quick}"));
}
