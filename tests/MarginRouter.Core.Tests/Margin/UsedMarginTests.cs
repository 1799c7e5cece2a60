using MarginRouter.Core.Instruments;
using MarginRouter.Core.Margin;
using MarginRouter.Core.Orders;

namespace MarginRouter.Core.Tests.Margin;

public sealed class UsedMarginTests
{
    private static readonly IMarginModel Model = RuleFiles.Model("kraken/spot-margin");

    [Fact]
    public void Check_FreeMarginOfThePublishedExample_TakesExactlyTheAdditionalPosition()
    {
        // 5,000 of balance, 15,000 held at 5x: 2,000 free, 10,000 more can be opened before fees.
        MarginAccount account = Account(5_000m, 0.25m, 60_000m, 5m, limit: 1m);
        AccountEvaluator evaluator = MarginWorld.Evaluator(Model, account);
        Assert.Equal(3_000m, evaluator.Before!.InitialMargin);
        Assert.Equal(1_200m, evaluator.Before.MaintenanceMargin);
        Assert.Equal(0.24m, evaluator.Before.Utilisation);
        long lots = evaluator.HeadRoom(Fill(Side.Buy, 1m, 60_000m), [], out Refusal? blocking).Value;
        // Each lot of 0.0001 uses 1.2 and costs 0.024 of fee: 2,000 / 1.224.
        Assert.Equal((long)(2_000m / 1.224m), lots);
        Assert.Equal(RefusalReason.VenueAcceptance, blocking?.Reason);
        Assert.Equal(3_000m + ((lots + 1) * 1.2m), blocking!.Required);
        Assert.Equal(5_000m - ((lots + 1) * 0.024m), blocking.Available);
    }

    [Fact]
    public void Before_PriceFallen_UsedMarginStaysAndEquityFalls()
    {
        MarginAccount account = Account(10_000m, 1.5m, 30_000m, 5m);
        AccountEvaluator evaluator = MarginWorld.Evaluator(Model, account, prices: MarginWorld.Prices(changes: (MarginWorld.MarginedBtc, 28_133.3m)));
        Assert.Equal(9_000m, evaluator.Before!.InitialMargin);
        Assert.Equal(7_199.95m, evaluator.Before.Equity);
        Assert.True(evaluator.InBreach);
        Assert.Equal(RefusalReason.WouldGrowPosition, evaluator.Check([Fill(Side.Buy, 0.01m, 28_140m)])?.Reason);
        Assert.Null(evaluator.Check([Fill(Side.Sell, 1.5m, 28_130m)]));
        Assert.True(evaluator.MustReduceOnly(MarginWorld.MarginedBtc));
    }

    [Fact]
    public void Check_LeverageAboveThePair_RefusesGrowth()
    {
        Refusal? refusal = MarginWorld.Evaluator(Model, Account(10_000m, 0m, 0m, 6m)).Check([Fill(Side.Buy, 0.01m, 60_000m)]);
        Assert.Equal(new Refusal(RefusalReason.LeverageBracket, "BTC/USD", 0.01m, 0m, 6m), refusal);
    }

    [Fact]
    public void Check_RandomOrderOfFills_NeverUsesMoreThanWasChecked()
    {
        int passed = 0;
        int refused = 0;
        for (int seed = 1; seed <= 600; seed++)
        {
            Random random = new(seed);
            decimal held = Math.Round((decimal)((random.NextDouble() * 2) - 1) * 0.6m, 4);
            MarginAccount account = Account(Math.Round((decimal)random.NextDouble() * 30_000m, 2), held, Price(random, 0.01), 5m);
            PendingFill[] fills = [.. Enumerable.Range(0, random.Next(1, 6)).Select(_ =>
                Fill(random.Next(2) == 0 ? Side.Buy : Side.Sell, Math.Round((decimal)random.NextDouble() * 0.4m, 4), Price(random, 0.004)))];
            int split = random.Next(0, fills.Length);
            AccountEvaluator evaluator = MarginWorld.Evaluator(Model, account, fills[..split]);
            if (evaluator.InBreach)
                continue;
            Refusal? refusal = evaluator.Check(fills.AsSpan(split));
            decimal worst = decimal.MinValue;
            for (int order = 0; order < 60; order++)
            {
                PendingFill[] some = [.. fills.OrderBy(_ => random.Next()).Where(_ => random.Next(4) != 0)];
                (decimal equity, decimal used) = Sequential(account, some);
                worst = Math.Max(worst, Math.Max(used - equity, (0.4m * used) - (0.3m * equity)));
            }

            if (refusal is null)
                Assert.True(worst <= 1e-15m, $"seed {seed}: {worst} over a limit after a check that passed");
            passed += refusal is null ? 1 : 0;
            refused += refusal is null ? 0 : 1;
        }

        Assert.True(passed > 60 && refused > 60, $"{passed} passed, {refused} refused");
    }

    [Fact]
    public void Check_OneFill_PassesExactlyWhenTheBooksHoldWithAndWithoutIt()
    {
        int passed = 0;
        int refused = 0;
        for (int seed = 1; seed <= 600; seed++)
        {
            Random random = new(seed);
            decimal held = Math.Round((decimal)((random.NextDouble() * 2) - 1) * 0.6m, 4);
            MarginAccount account = Account(Math.Round((decimal)random.NextDouble() * 30_000m, 2), held, Price(random, 0.01), 5m);
            PendingFill fill = Fill(random.Next(2) == 0 ? Side.Buy : Side.Sell, Math.Round((decimal)random.NextDouble(), 4), Price(random, 0.004));
            AccountEvaluator evaluator = MarginWorld.Evaluator(Model, account);
            (decimal equity, decimal used) = Sequential(account, []);
            Assert.True(evaluator.InBreach == !Holds(equity, used), $"seed {seed}: in breach {evaluator.InBreach}");
            if (evaluator.InBreach)
                continue;
            (equity, used) = Sequential(account, [fill]);
            Refusal? refusal = evaluator.Check([fill]);
            Assert.True(Holds(equity, used) == (refusal is null), $"seed {seed}: used {used} of {equity}, refusal {refusal}");
            passed += refusal is null ? 1 : 0;
            refused += refusal is null ? 0 : 1;
        }

        Assert.True(passed > 100 && refused > 100, $"{passed} passed, {refused} refused");
    }

    [Fact]
    public void After_FillsOfOneSide_EqualsTheAverageCostBooks()
    {
        for (int seed = 1; seed <= 300; seed++)
        {
            Random random = new(seed);
            decimal held = Math.Round((decimal)((random.NextDouble() * 2) - 1) * 0.6m, 4);
            MarginAccount account = Account(50_000m, held, Price(random, 0.01), 5m);
            Side side = random.Next(2) == 0 ? Side.Buy : Side.Sell;
            PendingFill[] fills = [Fill(side, Math.Round((decimal)random.NextDouble(), 4), Price(random, 0.004))];
            (decimal equity, decimal used) = Sequential(account, fills);
            MarginAssessment after = MarginWorld.Evaluator(Model, account).After(fills)!;
            Assert.True(Math.Abs(after.Equity - equity) < 1e-12m, $"seed {seed}: equity {after.Equity}, by the books {equity}");
            Assert.True(Math.Abs(after.AcceptanceRequired - used) < 1e-12m, $"seed {seed}: used {after.AcceptanceRequired}, by the books {used}");
        }
    }

    [Fact]
    public void HeadRoom_RandomAccounts_IsTheLargestSizeThatTheCheckPasses()
    {
        for (int seed = 1; seed <= 300; seed++)
        {
            Random random = new(seed);
            decimal held = Math.Round((decimal)((random.NextDouble() * 2) - 1) * 0.6m, 4);
            MarginAccount account = Account(Math.Round((decimal)random.NextDouble() * 30_000m, 2), held, Price(random, 0.01), 5m);
            PendingFill[] pending = [Fill(random.Next(2) == 0 ? Side.Buy : Side.Sell, 0.05m, Price(random, 0.004))];
            AccountEvaluator evaluator = MarginWorld.Evaluator(Model, account, pending);
            PendingFill candidate = Fill(random.Next(2) == 0 ? Side.Buy : Side.Sell, 1.5m, Price(random, 0.004));
            long room = evaluator.HeadRoom(candidate, [], out Refusal? blocking).Value;
            for (long lots = Math.Max(1, room - 2); lots <= Math.Min(room + 3, candidate.Quantity.Value); lots++)
            {
                bool passes = evaluator.Check([candidate with { Quantity = new QuantityLots(lots) }]) is null;
                Assert.True(passes == lots <= room, $"seed {seed}: room {room}, {lots} passes {passes}, {blocking} {evaluator.InBreach} {string.Join(' ', account.Balances)} {string.Join(' ', account.Positions)} {pending[0]} {candidate}");
            }
        }
    }

    /// <summary>
    /// What an account over its limit may sell back, against the books fill by fill: in no state of the candidates is more used, the ratio
    /// higher, or a price liquidating that did not before; and whatever is safe in each of them passes.
    /// </summary>
    [Fact]
    public void Check_ReducingOverALimit_PassesExactlyWhatTheBooksFindSafe()
    {
        int passed = 0;
        int refused = 0;
        int stricter = 0;
        for (int seed = 1; seed <= 1_500; seed++)
        {
            Random random = new(seed);
            decimal held = Math.Round((decimal)((random.NextDouble() * 2) - 1) * 0.6m, 4);
            MarginAccount account = Account(Math.Round((decimal)random.NextDouble() * 9_000m, 2), held, Price(random, 0.01), 5m, 0.01m + ((decimal)random.NextDouble() * 0.4m));
            PendingFill[] fills = [.. Enumerable.Range(0, random.Next(1, 3)).Select(_ =>
                Fill(held > 0m ? Side.Sell : Side.Buy, Math.Round((decimal)random.NextDouble() * Math.Abs(held), 4), Price(random, random.Next(3) == 0 ? 0.3 : 0.02)))];
            AccountEvaluator evaluator = MarginWorld.Evaluator(Model, account);
            if (!evaluator.InBreach || fills.Any(fill => fill.Quantity.IsZero) || fills.Sum(fill => fill.Quantity.Value) > account.Positions[0].Quantity.Magnitude.Value)
                continue;
            Refusal? refusal = evaluator.Check(fills);
            bool safe = IsSafe(account, fills);
            Assert.True(safe || refusal is not null, $"seed {seed}: passed, but the books find a state nearer to liquidation");
            passed += refusal is null ? 1 : 0;
            refused += refusal is not null && !safe ? 1 : 0;
            stricter += refusal is not null && safe ? 1 : 0;
        }

        Assert.True(passed > 60 && refused > 30 && stricter == 0, $"{passed} passed, {refused} refused, {stricter} refused though safe");
    }

    private static bool IsSafe(MarginAccount account, PendingFill[] fills)
    {
        (decimal equity, decimal used) = Sequential(account, []);
        decimal limit = account.Subaccount.UtilisationLimit;
        int states = (int)Math.Pow(5, fills.Length);
        for (int code = 1; code < states; code++)
        {
            PendingFill[] done = [.. fills.Select((fill, i) => fill with { Quantity = new QuantityLots(fill.Quantity.Value * (code / (int)Math.Pow(5, i) % 5) / 4) }).Where(fill => !fill.Quantity.IsZero)];
            (decimal left, decimal uses) = Sequential(account, done);
            if (uses - left > Math.Max(0m, used - equity) || (0.4m * uses) - (limit * left) > Math.Max(0m, (0.4m * used) - (limit * equity)))
                return false;
            if (equity > 0m ? uses * equity > used * left : (0.4m * uses) - left > (0.4m * used) - equity)
                return false;
            if (Nearest(account, done) is { } after && (Nearest(account, []) is not { } before || after < before - 0.000000001m))
                return false;
        }

        return true;
    }

    /// <summary>How far the price may move until 0.4 of what is used is no longer there: equity is a straight line in the price. Null for never; zero when it is gone already.</summary>
    private static decimal? Nearest(MarginAccount account, PendingFill[] done)
    {
        (decimal equity, decimal used) = Sequential(account, done);
        Instrument pair = MarginWorld.Reference[MarginWorld.MarginedBtc];
        decimal held = (account.Positions[0].Quantity.Value * pair.LotSize) + done.Sum(fill => pair.Quantity(fill.Quantity) * fill.Side.Sign());
        decimal left = equity - (0.4m * used);
        if (left <= 0m)
            return used > 0m ? 0m : null;
        decimal? move = held == 0m ? null : left / (Math.Abs(held) * 60_000m);
        return held > 0m && move >= 1m ? null : move;
    }

    /// <summary>Average-cost books of one margined pair, fill by fill.</summary>
    private static (decimal Equity, decimal Used) Sequential(MarginAccount account, PendingFill[] fills)
    {
        Instrument pair = MarginWorld.Reference[MarginWorld.MarginedBtc];
        decimal cash = account.Balances.Sum(balance => balance.Quantity);
        decimal held = account.Positions[0].Quantity.Value * pair.LotSize;
        decimal entry = account.Positions[0].EntryPrice;
        foreach (PendingFill fill in fills)
        {
            decimal price = pair.Price(fill.LimitPrice);
            decimal size = pair.Quantity(fill.Quantity) * fill.Side.Sign();
            cash -= Math.Abs(size) * price * pair.Fees.TakerRate;
            if (Math.Sign(held) * Math.Sign(size) >= 0)
            {
                entry = held + size == 0m ? 0m : ((held * entry) + (size * price)) / (held + size);
                held += size;
                continue;
            }

            decimal closed = Math.Min(Math.Abs(held), Math.Abs(size)) * Math.Sign(held);
            cash += closed * (price - entry);
            held += size;
            if (Math.Sign(held) == Math.Sign(size))
                entry = price;
        }

        return (cash + (held * (60_000m - entry)), Math.Abs(held) * entry / 5m);
    }

    private static bool Holds(decimal equity, decimal used) => used <= equity && 0.4m * used <= 0.3m * equity;

    private static MarginAccount Account(decimal cash, decimal held, decimal entry, decimal leverage, decimal limit = 0.3m) => MarginWorld.Account(
        Model.RuleSet, "USD", limit, [("USD", cash)], MarginWorld.Position(MarginWorld.MarginedBtc, held, held == 0m ? 0m : entry, leverage));

    private static PendingFill Fill(Side side, decimal contracts, decimal price) => MarginWorld.Fill(MarginWorld.MarginedBtc, side, contracts, price);

    private static decimal Price(Random random, double width) =>
        Math.Round(60_000m * (1m + (decimal)((random.NextDouble() - 0.5) * width)), 1);
}
