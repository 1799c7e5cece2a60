using MarginRouter.Core.Instruments;
using MarginRouter.Core.Ledger;
using MarginRouter.Core.Margin.Books;
using MarginRouter.Core.Margin.Kernel;
using MarginRouter.Core.Margin.Rules;
using MarginRouter.Core.Margin.Scenarios;
using MarginRouter.Core.Margin.Search;

namespace MarginRouter.Benchmarks.Margin;

/// <summary>One loop of margin work; each returns a figure of its last turn so that no turn can be left out.</summary>
internal static class MarginProbe
{
    private const int Fills = 64;

    /// <summary>Candidate fills of scenario accounts in double, account after account and instrument after instrument.</summary>
    public static Func<int, double> ScenarioCandidates(int positions, int scenarios, int accounts)
    {
        FastScenarios[] books = Books(positions, scenarios, accounts);
        CandidateFill<double>[] fills = [.. Enumerable.Range(0, Fills).Select(index => Fill(index, positions))];
        return turns =>
        {
            double last = 0d;
            for (int turn = 0; turn < turns; turn++)
            {
                books[turn % books.Length].Evaluate(fills[turn % Fills], out BookResult<double> result);
                last += result.Initial;
            }

            return last;
        };
    }

    /// <summary>The same in bare arithmetic.</summary>
    public static Func<int, double> BareCandidates(int positions, int scenarios, int accounts)
    {
        FastScenarios[] books = Books(positions, scenarios, accounts);
        double[][] sums = [.. books.Select(book => book.Prepared.Units[0].Profits)];
        double[] columns = Dense(books[0].Prepared);
        CandidateFill<double>[] fills = [.. Enumerable.Range(0, Fills).Select(index => Fill(index, positions))];
        return turns =>
        {
            double last = 0d;
            for (int turn = 0; turn < turns; turn++)
                last += BareKernel.Candidate(sums[turn % sums.Length], columns, fills[turn % Fills].Position, fills[turn % Fills].Signed);
            return last;
        };
    }

    /// <summary>A fill is booked, then the whole scenario book is evaluated again, in double.</summary>
    public static Func<int, double> ScenarioFull(int positions, int scenarios)
    {
        FastScenarios book = Books(positions, scenarios, 1)[0];
        return turns =>
        {
            double last = 0d;
            for (int turn = 0; turn < turns; turn++)
            {
                book.Prepared.Apply(Fill(turn, positions));
                book.Evaluate(out BookResult<double> result);
                last += result.Initial;
            }

            return last;
        };
    }

    /// <summary>The same in bare arithmetic.</summary>
    public static Func<int, double> BareFull(int positions, int scenarios)
    {
        PreparedScenarios<double> book = Books(positions, scenarios, 1)[0].Prepared;
        double[] sum = [.. book.Units[0].Profits];
        double[] columns = Dense(book);
        double[] quantities = [.. book.Legs.Select(leg => leg.Held)];
        return turns =>
        {
            double last = 0d;
            for (int turn = 0; turn < turns; turn++)
            {
                quantities[turn % positions] += turn % 2 == 0 ? 0.25 : -0.25;
                last += BareKernel.Full(sum, columns, quantities);
            }

            return last;
        };
    }

    /// <summary>Full evaluations and candidates of a scenario book in decimal.</summary>
    public static (Func<int, double> Full, Func<int, double> Candidate) ScenarioExact(int positions, int scenarios)
    {
        MarginRuleSet rules = MarginSituation.Scenarios(scenarios);
        ScenarioBook book = MarginSituation.Portfolio(positions);
        PreparedScenarios<decimal> prepared = ScenarioPreparation<decimal>.Prepare(new ScenarioTables<decimal>(rules), book, new ScenarioNames(rules, book));
        prepared.Evaluate(out _);
        return (
            turns => Turn(turns, (ref BookResult<decimal> result, int _) => prepared.Evaluate(out result)),
            turns => Turn(turns, (ref BookResult<decimal> result, int turn) => RiskMath.Evaluate(prepared, Exact(turn, positions, 60_010m), out result)));
    }

    /// <summary>Full evaluations and candidates of tiered contracts in double.</summary>
    public static (Func<int, double> Full, Func<int, double> Candidate) TieredFast(int positions)
    {
        FastBook book = new(MarginSituation.Tiered(positions));
        book.Evaluate(out _);
        return (
            turns => Turn(turns, (ref BookResult<double> result, int _) => book.Evaluate(out result)),
            turns => Turn(turns, (ref BookResult<double> result, int turn) => book.Evaluate(Fill(turn, positions), out result)));
    }

    /// <summary>Full evaluations and candidates of tiered contracts in decimal.</summary>
    public static (Func<int, double> Full, Func<int, double> Candidate) TieredExact(int positions)
    {
        MarginBook book = MarginSituation.Tiered(positions);
        PreparedBook<decimal> prepared = BookPreparation<decimal>.Prepare(book, new BookNames(book));
        prepared.Evaluate(out _);
        return (
            turns => Turn(turns, (ref BookResult<decimal> result, int _) => prepared.Evaluate(out result)),
            turns => Turn(turns, (ref BookResult<decimal> result, int turn) => CandidateMath.Evaluate(prepared, Exact(turn, positions, 20_000m), out result)));
    }

    /// <summary>Largest difference of a full evaluation from the exact one, over the exact equity.</summary>
    public static double Difference(int positions, int scenarios)
    {
        MarginRuleSet rules = MarginSituation.Scenarios(scenarios);
        ScenarioBook book = MarginSituation.Portfolio(positions);
        ScenarioPreparation<decimal>.Prepare(new ScenarioTables<decimal>(rules), book, new ScenarioNames(rules, book)).Evaluate(out BookResult<decimal> exact);
        new FastScenarios(new ScenarioTables<double>(rules), book).Evaluate(out BookResult<double> quick);
        return Math.Max(Math.Abs(quick.Initial - (double)exact.Initial), Math.Abs(quick.Equity - (double)exact.Equity)) / (double)exact.Equity;
    }

    /// <summary>Accounts of every class that routing asks about, by name.</summary>
    public static IEnumerable<(string Name, RoutedAccount Account)> Accounts(int positions, int scenarios)
    {
        AssetBalance money = new(new Asset("USDT"), 3_000_000m);
        AssetBalance cents = new(new Asset("USDT"), 5_000m);
        AssetBalance coins = new(new Asset("BTC"), 3m);
        BookRules cross = new() { Taker = 0.0005m, ClosingFee = ClosingFeeRule.OnNotional };
        BookRules apart = new() { Scope = MarginScope.Isolated, PerSettlement = true, Taker = 0.0005m };
        BookRules lent = new() { BorrowCap = 9_000_000m, Orders = OrderNetting.Refused };
        (string, MarginRuleSet)[] contracts =
        [
            ("tiered, affine pieces", MarginSituation.Class(MarginModelKind.TieredDerivative, positions, null)),
            ("tiered cross, whole account", MarginSituation.Class(MarginModelKind.TieredDerivative, positions, cross)),
            ("pooled", MarginSituation.Class(MarginModelKind.PooledMaintenance, positions, cross with { InitialFromTier = true })),
            ("loan to value", MarginSituation.Class(MarginModelKind.CollateralLtv, positions, lent)),
        ];
        foreach ((string name, MarginRuleSet rules) in contracts)
            yield return ($"{name}, {positions} positions", RoutedAccount.Contracts(rules, positions, money).Verified());
        MarginRuleSet isolated = MarginSituation.Class(MarginModelKind.TieredDerivative, positions, apart);
        yield return ($"tiered isolated, {positions} positions", RoutedAccount.Contracts(isolated, positions, cents).Verified());
        MarginRuleSet debts = MarginSituation.Class(MarginModelKind.DebtRatio, positions, new BookRules());
        yield return ($"debt ratio, {positions} pairs", RoutedAccount.Pairs(debts, positions).Verified());
        MarginRuleSet liabilities = MarginSituation.Class(MarginModelKind.TieredLiability, positions, new BookRules());
        yield return ($"tiered liability, {positions} pairs", RoutedAccount.Pairs(liabilities, positions).Verified());
        MarginRuleSet grid = MarginSituation.Scenarios(scenarios);
        AssetBalance dollars = new(new Asset("USD"), 4_000_000m);
        yield return ($"scenarios, {positions} x {scenarios}", RoutedAccount.Portfolio(grid, positions, dollars, coins).Verified());
    }

    private delegate void Step<T>(ref BookResult<T> result, int turn)
        where T : struct, System.Numerics.INumber<T>;

    private static double Turn<T>(int turns, Step<T> step)
        where T : struct, System.Numerics.INumber<T>
    {
        BookResult<T> result = default;
        T last = T.Zero;
        for (int turn = 0; turn < turns; turn++)
        {
            step(ref result, turn);
            last = result.Initial;
        }

        return double.CreateChecked(last);
    }

    /// <summary>A column for every position, as the floor wants it, whether or not positions gain alike.</summary>
    private static double[] Dense(PreparedScenarios<double> book) =>
        [.. book.Legs.SelectMany<RiskLeg<double>, double>(leg => leg.Column)];

    private static FastScenarios[] Books(int positions, int scenarios, int accounts)
    {
        ScenarioTables<double> tables = new(MarginSituation.Scenarios(scenarios));
        FastScenarios[] books = [.. Enumerable.Range(0, accounts).Select(account => new FastScenarios(tables, MarginSituation.Portfolio(positions, account)))];
        foreach (FastScenarios book in books)
            book.Evaluate(out _);
        return books;
    }

    private static CandidateFill<double> Fill(int turn, int positions) =>
        new(turn % positions, turn % 2 == 0 ? 0.25 : -0.25, 60_010d, 1d);

    private static CandidateFill<decimal> Exact(int turn, int positions, decimal price) =>
        new(turn % positions, turn % 2 == 0 ? 0.25m : -0.25m, price, 1m);
}
