using MarginRouter.Core.Instruments;
using MarginRouter.Core.Ledger;
using MarginRouter.Core.Margin;
using MarginRouter.Core.Margin.Rules;
using MarginRouter.Core.Orders;

namespace MarginRouter.Core.Tests.Margin;

public sealed class TieredPropertyTests
{
    private const int Cases = 400;
    private static readonly MarginRuleSet Rules = RuleFiles.Load("binance/usdm-cross");
    private static readonly IMarginModel Model = RuleFiles.Model("binance/usdm-cross");

    [Fact]
    public void Check_RandomAccounts_PassesExactlyWhenEveryStateHolds()
    {
        int passed = 0;
        int refused = 0;
        for (int seed = 1; seed <= Cases; seed++)
        {
            TieredCase one = new(seed, 7);
            AccountEvaluator evaluator = MarginWorld.Evaluator(Model, one.Account, one.Pending);
            NaiveTiered naive = new(Rules, one.Account, MarginWorld.Prices());
            bool before = AllHold(naive, one.Pending);
            Assert.True(before == !evaluator.InBreach, $"seed {seed}: in breach {evaluator.InBreach}");
            if (!before)
                continue;
            bool holds = AllHold(naive, [.. one.Pending, .. one.Candidates]);
            Refusal? refusal = evaluator.Check(one.Candidates);
            Assert.True(holds == (refusal is null), $"seed {seed}: every state holds {holds}, refusal {refusal}");
            if (refusal is not null)
                Assert.True(refusal.Required > refusal.Available, $"seed {seed}: {refusal}");
            passed += holds ? 1 : 0;
            refused += holds ? 0 : 1;
        }

        Assert.True(passed > 50 && refused > 30, $"{passed} passed, {refused} refused: the cases do not exercise both");
    }

    [Theory]
    [InlineData(FillStatePolicy.Any)]
    [InlineData(FillStatePolicy.Final)]
    public void Check_OraclesRule_PassesExactlyWhenNoExcessRises(FillStatePolicy policy)
    {
        int passed = 0;
        int refused = 0;
        for (int seed = 1; seed <= Cases; seed++)
        {
            TieredCase one = new(seed, 5, strained: seed % 2 == 0);
            AccountEvaluator evaluator = MarginWorld.Evaluator(Model, one.Account, one.Pending, fillStates: policy, breach: BreachPolicy.Oracle);
            if (evaluator.MarginUnknown is not null)
                continue;
            NaiveTiered naive = new(Rules, one.Account, MarginWorld.Prices());
            decimal[] before = WorstExcesses(naive, one.Pending, policy);
            decimal[] after = WorstExcesses(naive, [.. one.Pending, .. one.Candidates], policy);
            bool expected = before.Zip(after).All(pair => pair.Second <= Math.Max(0m, pair.First));

            // A tie is decided by the last digits of two different sums; none is known in these cases, but it would not be an error.
            bool tie = before.Zip(after).Any(pair => Math.Abs(pair.Second - Math.Max(0m, pair.First)) < 1e-15m && pair.Second != pair.First);
            Refusal? refusal = evaluator.Check(one.Candidates);
            Assert.True(tie || expected == (refusal is null), $"seed {seed}: expected {expected}, refusal {refusal}");
            passed += refusal is null ? 1 : 0;
            refused += refusal is null ? 0 : 1;
        }

        Assert.True(passed > 60 && refused > 60, $"{passed} passed, {refused} refused");
    }

    [Fact]
    public void Check_RandomAccounts_PartsOfFillsNeverBreakWhatPassed()
    {
        int looked = 0;
        for (int seed = 1; seed <= Cases; seed++)
        {
            TieredCase one = new(seed, 4);
            AccountEvaluator evaluator = MarginWorld.Evaluator(Model, one.Account, one.Pending);
            if (evaluator.InBreach || evaluator.Check(one.Candidates) is not null)
                continue;
            NaiveTiered naive = new(Rules, one.Account, MarginWorld.Prices());
            Random random = new(seed);
            PendingFill[] all = [.. one.Pending, .. one.Candidates];
            for (int part = 0; part < 20; part++, looked++)
            {
                PendingFill[] parts = [.. all.Select(fill => fill with { Quantity = new QuantityLots(random.NextInt64(fill.Quantity.Value + 1)) })];
                Assert.True(AllHold(naive, parts), $"seed {seed}, part {part}");
            }
        }

        Assert.True(looked > 500, $"only {looked} parts were looked at");
    }

    [Fact]
    public void HeadRoom_RandomAccounts_IsExactToTheLotAgainstTheStates()
    {
        int bounded = 0;
        for (int seed = 1; seed <= Cases; seed++)
        {
            TieredCase one = new(seed, 5);
            AccountEvaluator evaluator = MarginWorld.Evaluator(Model, one.Account, one.Pending);
            NaiveTiered naive = new(Rules, one.Account, MarginWorld.Prices());
            PendingFill[] assigned = one.Candidates[..^1];
            PendingFill candidate = one.Candidates[^1] with { Quantity = new QuantityLots(one.Candidates[^1].Quantity.Value * 20) };
            if (evaluator.InBreach)
                continue;
            QuantityLots room = evaluator.HeadRoom(candidate, assigned, out Refusal? blocking);
            bool Passes(long lots) => AllHold(naive, [.. one.Pending, .. assigned, candidate with { Quantity = new QuantityLots(lots) }]);
            if (!Passes(0))
            {
                Assert.True(room.IsZero && blocking is not null, $"seed {seed}: room {room.Value} although the assigned ones fail");
                continue;
            }

            Assert.True(Passes(room.Value), $"seed {seed}: {room.Value} lots break a limit");
            Assert.True(room == candidate.Quantity || !Passes(room.Value + 1), $"seed {seed}: {room.Value + 1} lots would pass too");
            Assert.True(room == candidate.Quantity == blocking is null, $"seed {seed}: room {room.Value}, blocking {blocking}");
            bounded += room == candidate.Quantity ? 0 : 1;
        }

        Assert.True(bounded > 80, $"only {bounded} cases met a limit");
    }

    [Fact]
    public void HeadRoom_RandomAccountsOfEachPolicy_IsTheLargestSizeThatTheCheckPasses()
    {
        int breached = 0;
        foreach (FillStatePolicy states in Enum.GetValues<FillStatePolicy>())
        {
            foreach (BreachPolicy policy in Enum.GetValues<BreachPolicy>())
            {
                for (int seed = 1; seed <= 150; seed++)
                {
                    TieredCase one = new(seed, 4, strained: true);
                    AccountEvaluator evaluator = MarginWorld.Evaluator(Model, one.Account, one.Pending, fillStates: states, breach: policy);
                    PendingFill[] assigned = one.Candidates[..^1];
                    if (evaluator.MarginUnknown is not null || evaluator.Check(assigned) is not null)
                        continue;
                    PendingFill candidate = one.Candidates[^1];
                    long room = evaluator.HeadRoom(candidate, assigned, out Refusal? blocking).Value;
                    bool Passes(long lots) => evaluator.Check([.. assigned, candidate with { Quantity = new QuantityLots(lots) }]) is null;
                    Assert.Equal(Bisect(candidate.Quantity.Value, Passes), room);
                    Assert.Equal(room == candidate.Quantity.Value, blocking is null);
                    breached += evaluator.InBreach && room > 0 ? 1 : 0;
                }
            }
        }

        Assert.True(breached > 20, $"only {breached} cases gave room in breach");
    }

    [Fact]
    public void WorstUtilisation_RandomAccounts_IsTheHighestOfAllStates()
    {
        int known = 0;
        for (int seed = 1; seed <= Cases; seed++)
        {
            TieredCase one = new(seed, 8);
            AccountEvaluator evaluator = MarginWorld.Evaluator(Model, one.Account, one.Pending);
            NaiveTiered naive = new(Rules, one.Account, MarginWorld.Prices());
            PendingFill[] all = [.. one.Pending, .. one.Candidates];
            decimal? worst = 0m;
            foreach (FillState[] states in NaiveTiered.States(all.Length))
            {
                NaiveTiered.Figures figures = naive.At(all, states);
                worst = worst is null || figures.Utilisation is null ? null : Math.Max(worst.Value, figures.Utilisation.Value);
            }

            decimal? found = evaluator.WorstUtilisation(one.Candidates);
            if (worst is null || found is null)
            {
                Assert.True(found is null, $"seed {seed}: {found} although a state has no equity");
                continue;
            }

            Assert.True(Math.Abs(worst.Value - found.Value) < 1e-20m, $"seed {seed}: {found}, by enumeration {worst}");
            known++;
        }

        Assert.True(known > 150, $"only {known} cases");
    }

    [Fact]
    public void BeforeAndAfter_RandomAccounts_EqualTheFormulas()
    {
        for (int seed = 1; seed <= Cases; seed++)
        {
            TieredCase one = new(seed, 6);
            AccountEvaluator evaluator = MarginWorld.Evaluator(Model, one.Account, one.Pending);
            NaiveTiered naive = new(Rules, one.Account, MarginWorld.Prices());
            Same(seed, naive.At(one.Pending, [.. one.Pending.Select(_ => FillState.Open)]), evaluator.Before!);
            Same(
                seed,
                naive.At(
                    [.. one.Pending, .. one.Candidates],
                    [.. one.Pending.Select(_ => FillState.Open), .. one.Candidates.Select(_ => FillState.Filled)]),
                evaluator.After(one.Candidates)!);
        }
    }

    [Fact]
    public void Assess_PositionsMirrored_RequirementsStay()
    {
        for (int seed = 1; seed <= 100; seed++)
        {
            TieredCase one = new(seed, 1);
            MarginAssessment plain = Assess(one.Account);
            MarginAccount mirrored = one.Account with
            {
                Balances = [new AssetBalance(new Asset("USDT"), one.Account.Balances[0].Quantity + (2m * Unrealised(one.Account)))],
                Positions = [.. one.Account.Positions.Select(p => p with { Quantity = new PositionLots(-p.Quantity.Value) })],
            };
            MarginAssessment other = Assess(mirrored);
            Assert.True(plain.MaintenanceMargin == other.MaintenanceMargin, $"seed {seed}");
            Assert.True(plain.InitialMargin == other.InitialMargin, $"seed {seed}");
            Assert.True(plain.Equity == other.Equity, $"seed {seed}");
        }
    }

    [Fact]
    public void Assess_TenTimesTheSizeAtATenthOfThePrice_Stays()
    {
        for (int seed = 1; seed <= 100; seed++)
        {
            TieredCase one = new(seed, 1);
            MarginAccount scaled = one.Account with
            {
                Positions = [.. one.Account.Positions.Select(p => p with
                {
                    Quantity = new PositionLots(p.Quantity.Value * 10),
                    EntryPrice = p.EntryPrice / 10m,
                })],
            };
            PriceVector prices = MarginWorld.Prices(changes: [(MarginWorld.Btc, 6_000m), (MarginWorld.Eth, 300m)]);
            MarginAssessment plain = Assess(one.Account);
            MarginAssessment other = MarginAssessor.Assess(MarginWorld.Reference, Model, scaled, [], [], prices, out _)!;
            Assert.True(plain.Equity == other.Equity, $"seed {seed}");
            Assert.True(plain.MaintenanceMargin == other.MaintenanceMargin, $"seed {seed}");
            Assert.True(plain.InitialMargin == other.InitialMargin, $"seed {seed}");
        }
    }

    [Fact]
    public void Assess_MoreCollateral_NeverRaisesUtilisation()
    {
        for (int seed = 1; seed <= 100; seed++)
        {
            TieredCase one = new(seed, 1, strained: true);
            decimal? before = Assess(one.Account).Utilisation;
            decimal? after = Assess(one.Account with
            {
                Balances = [new AssetBalance(new Asset("USDT"), one.Account.Balances[0].Quantity + seed)],
            }).Utilisation;
            Assert.True(before is null || after <= before, $"seed {seed}: {before} to {after}");
        }
    }

    [Fact]
    public void Terms_RandomAccounts_AddUpToEquityAndMaintenance()
    {
        for (int seed = 1; seed <= 100; seed++)
        {
            TieredCase one = new(seed, 3);
            MarginAssessment found = MarginAssessor.Assess(
                MarginWorld.Reference, Model, one.Account, one.Candidates, one.Pending, MarginWorld.Prices(), out _)!;
            decimal maintenance = found.Terms.Where(term => term.Name.StartsWith("positionMargin ", StringComparison.Ordinal)).Sum(term => term.Value);
            Assert.Equal(found.MaintenanceMargin, maintenance);
            Assert.Equal(found.Equity, found.Terms.Sum(term => term.Value) - maintenance);
        }
    }

    private static long Bisect(long most, Func<long, bool> passes)
    {
        if (passes(most))
            return most;
        long low = 0;
        long high = most;
        while (high - low > 1)
        {
            long middle = low + ((high - low) / 2);
            (low, high) = passes(middle) ? (middle, high) : (low, middle);
        }

        return low;
    }

    private static decimal[] WorstExcesses(NaiveTiered naive, PendingFill[] fills, FillStatePolicy policy)
    {
        decimal[]? worst = null;
        IEnumerable<FillState[]> all = policy switch
        {
            FillStatePolicy.Any => NaiveTiered.States(fills.Length),
            FillStatePolicy.Final => [[.. fills.Select(_ => FillState.Filled)]],
        };
        foreach (FillState[] states in all)
        {
            decimal[] excesses = naive.Excesses(naive.At(fills, states));
            worst = worst is null ? excesses : [.. worst.Zip(excesses, Math.Max)];
        }

        return worst!;
    }

    private static bool AllHold(NaiveTiered naive, PendingFill[] fills) =>
        NaiveTiered.States(fills.Length).All(states => naive.Holds(naive.At(fills, states)));

    private static void Same(int seed, NaiveTiered.Figures expected, MarginAssessment found)
    {
        Assert.True(Math.Abs(expected.Equity - found.Equity) < 1e-15m, $"seed {seed}: equity {found.Equity}, by formula {expected.Equity}");
        Assert.True(Math.Abs(expected.Maintenance - found.MaintenanceMargin) < 1e-15m, $"seed {seed}: maintenance {found.MaintenanceMargin}, by formula {expected.Maintenance}");
        Assert.True(Math.Abs(expected.Required - found.AcceptanceRequired) < 1e-15m, $"seed {seed}: required {found.AcceptanceRequired}, by formula {expected.Required}");
        Assert.Equal(found.Equity, found.AcceptanceAvailable);
    }

    private static MarginAssessment Assess(MarginAccount account) =>
        MarginAssessor.Assess(MarginWorld.Reference, Model, account, [], [], MarginWorld.Prices(), out _)!;

    private static decimal Unrealised(MarginAccount account) =>
        account.Positions.Sum(p => p.Quantity.Value * MarginWorld.Reference[p.Instrument].BasePerLot * (MarginWorld.Marks[p.Instrument.Value] - p.EntryPrice));
}
