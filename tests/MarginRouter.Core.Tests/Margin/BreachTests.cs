using MarginRouter.Core.Instruments;
using MarginRouter.Core.Ledger;
using MarginRouter.Core.Margin;
using MarginRouter.Core.Margin.Rules;
using MarginRouter.Core.Orders;

namespace MarginRouter.Core.Tests.Margin;

public sealed class BreachTests
{
    private static readonly MarginRuleSet Rules = RuleFiles.Load("binance/usdm-cross");
    private static readonly IMarginModel Model = RuleFiles.Model("binance/usdm-cross");

    // 10 BTC at 60,000 is 600,000: maintenance 2,700; with 5,000 of equity the utilisation is 0.54, over a limit of 0.5.
    private static readonly MarginAccount Over = MarginWorld.Account(
        Model.RuleSet,
        "USDT",
        0.5m,
        [("USDT", 5_000m)],
        MarginWorld.Position(MarginWorld.Btc, 10m, 60_000m, 100m),
        MarginWorld.Position(MarginWorld.Eth, 0m, 0m, 100m));

    [Fact]
    public void Check_OverTheLimit_PassesReducingAndRefusesAddingCrossingAndWorseningByName()
    {
        AccountEvaluator evaluator = MarginWorld.Evaluator(Model, Over);
        Assert.True(evaluator.InBreach);
        Assert.Equal(0.54m, evaluator.Before!.Utilisation);
        Assert.True(evaluator.MustReduceOnly(MarginWorld.Btc));
        Assert.Null(evaluator.Check([]));
        Assert.Null(evaluator.Check([Sell(3m, 59_990m)]));
        Assert.Null(evaluator.Check([Sell(10m, 59_990m)]));
        Assert.Equal(
            new Refusal(RefusalReason.WouldGrowPosition, "BTCUSDT", 10.001m, 10m),
            evaluator.Check([MarginWorld.Fill(MarginWorld.Btc, Side.Buy, 0.001m, 59_990m)]));
        Assert.Equal(RefusalReason.WouldGrowPosition, evaluator.Check([MarginWorld.Fill(MarginWorld.Eth, Side.Sell, 0.001m, 3_000m)])?.Reason);
        Assert.Equal(new Refusal(RefusalReason.WouldCrossFlat, "BTCUSDT", 10.001m, 10m), evaluator.Check([Sell(10.001m, 59_990m)]));
        Assert.Equal(RefusalReason.WouldCrossFlat, evaluator.Check([Sell(6m, 59_990m), Sell(4.001m, 59_990m)])?.Reason);
        // Sold 1.5 % below the mark the loss outweighs the maintenance that is freed.
        Refusal? dear = evaluator.Check([Sell(3m, 59_100m)]);
        Assert.Equal(RefusalReason.WouldWorsenBreach, dear?.Reason);
        Assert.True(dear!.Required > dear.Available, dear.ToString());
    }

    [Fact]
    public void HeadRoom_OverTheLimit_EndsAtFlatWithTheReason()
    {
        AccountEvaluator evaluator = MarginWorld.Evaluator(Model, Over, [Sell(4m, 59_990m)]);
        Assert.Equal(6_000, evaluator.HeadRoom(Sell(25m, 59_990m), [], out Refusal? blocking).Value);
        Assert.Equal(RefusalReason.WouldCrossFlat, blocking?.Reason);
        Assert.Equal(3_500, evaluator.HeadRoom(Sell(25m, 59_990m), [Sell(2.5m, 59_990m)], out _).Value);
        Assert.Equal(0, evaluator.HeadRoom(MarginWorld.Fill(MarginWorld.Btc, Side.Buy, 1m, 60_000m), [], out blocking).Value);
        Assert.Equal(RefusalReason.WouldGrowPosition, blocking?.Reason);
    }

    [Fact]
    public void HeadRoom_OverTheLimitUnderTheOraclesRule_PassesThroughFlatUntilTheOldExcess()
    {
        AccountEvaluator evaluator = MarginWorld.Evaluator(Model, Over, fillStates: FillStatePolicy.Final, breach: BreachPolicy.Oracle);
        long lots = evaluator.HeadRoom(Sell(25m, 60_000m), [], out Refusal? blocking).Value;
        // Short of nearly 10 BTC again, less what the fees took.
        Assert.InRange(lots, 16_000, 19_999);
        Assert.Equal(RefusalReason.WouldWorsenBreach, blocking?.Reason);
        Assert.False(evaluator.MustReduceOnly(MarginWorld.Btc));
    }

    [Fact]
    public void Check_HedgedPositions_RefusesToTakeOffTheLegThatKeepsLiquidationAway()
    {
        // Long 8 BTC against short 150 ETH; the BTC leg is the larger risk, the ETH leg frees maintenance too but little.
        MarginAccount account = MarginWorld.Account(
            Model.RuleSet,
            "USDT",
            0.3m,
            [("USDT", 5_000m)],
            MarginWorld.Position(MarginWorld.Btc, 8m, 60_000m, 100m),
            MarginWorld.Position(MarginWorld.Eth, -10m, 3_000m, 100m));
        AccountEvaluator evaluator = MarginWorld.Evaluator(Model, account);
        Assert.True(evaluator.InBreach);
        Assert.Null(evaluator.Check([Sell(1m, 59_990m)]));
        Assert.Null(evaluator.Check([MarginWorld.Fill(MarginWorld.Eth, Side.Buy, 1m, 3_000m)]));
        Assert.Equal(RefusalReason.WouldGrowPosition, evaluator.Check([MarginWorld.Fill(MarginWorld.Eth, Side.Sell, 1m, 3_000m)])?.Reason);
    }

    [Fact]
    public void Check_RandomAccountsOverALimit_NeverAnyStateWorse()
    {
        int passed = 0;
        int worsening = 0;
        for (int seed = 1; seed <= 2_000; seed++)
        {
            TieredCase one = new(seed, 4, strained: true);
            Random random = new(seed);
            PendingFill[] candidates = [.. one.Candidates.Select(fill => Reducing(random, one.Account, fill))];
            PendingFill[] pending = [.. one.Pending.Select(fill => Reducing(random, one.Account, fill))];
            AccountEvaluator evaluator = MarginWorld.Evaluator(Model, one.Account, pending);
            if (!evaluator.InBreach || evaluator.Check(candidates) is { } refusal && Note(refusal, ref worsening))
                continue;
            passed++;
            AssertNoStateWorse(seed, one.Account, pending, candidates);
        }

        Assert.True(passed > 60 && worsening > 20, $"{passed} passed, {worsening} would have worsened");
    }

    private static void AssertNoStateWorse(int seed, MarginAccount account, PendingFill[] pending, PendingFill[] candidates)
    {
        NaiveTiered naive = new(Rules, account, MarginWorld.Prices());
        decimal? distance = NaiveDistance(account, pending, [.. pending.Select(_ => FillState.Open)]);
        PendingFill[] all = [.. pending, .. candidates];
        foreach (FillState[] states in NaiveTiered.States(all.Length))
        {
            FillState[] without = [.. states[..pending.Length], .. candidates.Select(_ => FillState.Absent)];
            NaiveTiered.Figures before = naive.At(all, without);
            NaiveTiered.Figures after = naive.At(all, states);
            string place = $"seed {seed}, states {string.Join(' ', states)}";
            decimal excessBefore = Math.Max(0m, before.Maintenance - (naive.Limit * before.Equity));
            Assert.True(after.Maintenance - (naive.Limit * after.Equity) <= excessBefore + 1e-15m, $"{place}: utilisation excess rises");
            Assert.True(before.Utilisation is not null || after.Maintenance - after.Equity <= before.Maintenance - before.Equity + 1e-15m, $"{place}: shortfall rises");
            Assert.True(after.Required - after.Equity <= Math.Max(0m, before.Required - before.Equity) + 1e-15m, $"{place}: acceptance excess rises");
            Assert.True(before.Utilisation is null || after.Utilisation <= before.Utilisation + 1e-15m, $"{place}: utilisation rises");
            foreach ((InstrumentId id, long lots) in after.Positions)
            {
                Assert.True(Math.Abs(lots) <= Math.Abs(before.Positions[id]), $"{place}: a position grows");
                Assert.True(Math.Sign(lots) * Math.Sign(before.Positions[id]) >= 0, $"{place}: a position crosses flat");
            }

            if (pending.Length == 0)
                Assert.True(FurtherOrSame(NaiveDistance(account, all, states), distance), $"{place}: liquidation comes nearer");
        }
    }

    private static bool FurtherOrSame(decimal? after, decimal? before) => after is null || (before is not null && after >= before - 1e-9m);

    /// <summary>Smallest move of one underlying that liquidates, by bisection of the formulas.</summary>
    private static decimal? NaiveDistance(MarginAccount account, PendingFill[] fills, FillState[] states)
    {
        decimal? nearest = null;
        foreach (InstrumentId id in new[] { MarginWorld.Btc, MarginWorld.Eth })
        {
            bool Liquidated(decimal factor)
            {
                PriceVector moved = MarginWorld.Prices(changes: (id, MarginWorld.Marks[id.Value] * factor));
                NaiveTiered.Figures figures = new NaiveTiered(Rules, account, moved).At(fills, states);
                return figures.Maintenance > figures.Equity;
            }

            if (Liquidated(1m))
                return 0m;
            foreach (decimal far in new[] { 0.000001m, 1_000m })
            {
                if (!Liquidated(far))
                    continue;
                decimal near = 1m;
                decimal end = far;
                for (int i = 0; i < 80; i++)
                {
                    decimal middle = (near + end) / 2m;
                    (near, end) = Liquidated(middle) ? (near, middle) : (middle, end);
                }

                nearest = Math.Min(nearest ?? decimal.MaxValue, Math.Abs(1m - end));
            }
        }

        return nearest;
    }

    private static bool Note(Refusal refusal, ref int worsening)
    {
        worsening += refusal.Reason == RefusalReason.WouldWorsenBreach ? 1 : 0;
        return true;
    }

    private static PendingFill Reducing(Random random, MarginAccount account, PendingFill fill)
    {
        PositionSnapshot held = account.Positions.First(p => p.Instrument == fill.Instrument);
        Side side = held.Quantity.Value > 0 ? Side.Sell : Side.Buy;
        decimal mark = MarginWorld.Marks[fill.Instrument.Value];
        decimal slip = (decimal)random.NextDouble() * 0.006m * side.Sign();
        return MarginWorld.Fill(fill.Instrument, side, 0m, Math.Round(mark * (1m + slip), 1)) with
        {
            Quantity = new QuantityLots(1 + (long)(random.NextDouble() * 0.4 * held.Quantity.Magnitude.Value)),
        };
    }

    private static PendingFill Sell(decimal contracts, decimal price) => MarginWorld.Fill(MarginWorld.Btc, Side.Sell, contracts, price);
}
