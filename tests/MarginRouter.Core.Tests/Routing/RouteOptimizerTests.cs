using MarginRouter.Core.Instruments;
using MarginRouter.Core.Orders;
using MarginRouter.Core.Routing;

namespace MarginRouter.Core.Tests.Routing;

public sealed class RouteOptimizerTests
{
    [Fact]
    public void Decide_CheapestAccountLacksMargin_UsesTheDearerVenueAndNamesTheLimit()
    {
        RouteScenario scenario = TwoVenues();
        scenario.Accounts[0].Wallet = 70m;
        RouteDecision decision = scenario.Decide();
        Assert.Equal([0, 1], decision.Children.Select(child => child.Terms.Instrument.Value));
        Assert.True(decision.Remainder.IsZero);
        RejectedCandidate clipped = Assert.Single(decision.Rejected);
        Assert.Equal(new SubaccountId(0), clipped.Subaccount);
        Assert.Equal(RefusalReason.MaintenanceUtilisation, clipped.Refusal.Reason);
        Assert.Equal(0.5m, clipped.Refusal.Threshold);
        Assert.True(clipped.Refusal.Required > clipped.Refusal.Available * clipped.Refusal.Threshold);
        Assert.Equal(decision.Children[0].ProductQuantity, clipped.Taken);
        AccountBreach broken = Assert.Single(decision.Blind.Breaches);
        Assert.Equal((new SubaccountId(0), RefusalReason.MaintenanceUtilisation), (broken.Subaccount, broken.Limit.Reason));
        Assert.True(decision.Blind.Cost.Total < decision.Cost.Total);
        Assert.Empty(decision.Blocking);
    }

    [Fact]
    public void Decide_AmpleMargin_NamesTheDearerCandidateWithMarginalPrices()
    {
        RouteDecision decision = TwoVenues().Decide();
        RouteChild child = Assert.Single(decision.Children);
        Assert.Equal(0, child.Terms.Instrument.Value);
        Assert.Equal(60_000.1m, child.AveragePrice);
        RejectedCandidate dearer = Assert.Single(decision.Rejected);
        Assert.Equal(RefusalReason.Dearer, dearer.Refusal.Reason);
        Assert.Equal(60_000.1m * 1.0005m, dearer.Refusal.Required);
        Assert.Equal(60_010m * 1.0005m, dearer.Refusal.Available);
        Assert.Empty(decision.Blind.Breaches);
        Assert.Equal(decision.Blind.Cost, decision.Cost);
        Assert.Equal(2, decision.Margins.Length);
        Assert.True(decision.Margins[0].WorstUtilisation > 0 && decision.Margins[0].Before!.Utilisation == 0);
    }

    [Fact]
    public void Decide_AccountOverItsLimit_MayReduceAndMayNotAddOrFlip()
    {
        RouteScenario scenario = new() { Side = Side.Sell, Quantity = 15 };
        scenario.Instrument(600_000, (1, 500));
        RouteScenario.AccountSpec account = scenario.Account(50m, 0);
        account.Positions.Add((0, 20, 60_000m));
        RouteDecision reducing = scenario.Decide();
        RouteChild child = Assert.Single(reducing.Children);
        Assert.Equal((15L, true), (child.Terms.Quantity.Value, child.Terms.ReduceOnly));

        scenario.Quantity = 30;
        RouteDecision flipping = scenario.Decide();
        Assert.Equal(20, flipping.Planned.Value);
        Assert.Equal(RefusalReason.WouldCrossFlat, Assert.Single(flipping.Blocking).Limit.Reason);

        scenario.Side = Side.Buy;
        RouteDecision adding = scenario.Decide();
        Assert.Empty(adding.Children);
        Assert.Contains(Assert.Single(adding.Rejected).Refusal.Reason, new[] { RefusalReason.WouldGrowPosition, RefusalReason.WouldWorsenBreach });
    }

    [Fact]
    public void Decide_MoreThanAllMarginAllows_FillsTheMostAndNamesEveryBlockingLimit()
    {
        RouteScenario scenario = TwoVenues();
        scenario.Quantity = 900;
        scenario.Accounts[0].Wallet = 600m;
        scenario.Accounts[1].Wallet = 300m;
        RouteDecision decision = scenario.Decide();
        Assert.InRange(decision.Planned.Value, 140, 150);
        Assert.Equal(2, decision.Blocking.Length);
        Assert.All(decision.Blocking, breach => Assert.Equal(RefusalReason.MaintenanceUtilisation, breach.Limit.Reason));
        Assert.Equal(2, decision.Rejected.Length);
    }

    [Theory]
    [InlineData(RefusalReason.BookUnavailable)]
    [InlineData(RefusalReason.BookStale)]
    [InlineData(RefusalReason.CurrencyMissing)]
    [InlineData(RefusalReason.AccountSnapshotMissing)]
    [InlineData(RefusalReason.AccountSnapshotStale)]
    [InlineData(RefusalReason.RuleSetMissing)]
    [InlineData(RefusalReason.PriceMissing)]
    public void Decide_MissingInput_RefusesThatCandidateByName(RefusalReason missing)
    {
        RouteScenario scenario = TwoVenues();
        Remove(scenario, missing);
        RouteDecision decision = scenario.Decide();
        Assert.Equal([1], decision.Children.Select(child => child.Terms.Instrument.Value));
        Assert.True(decision.Remainder.IsZero);
        RejectedCandidate rejected = Assert.Single(decision.Rejected, one => one.Instrument.Value == 0);
        Assert.Equal(missing, rejected.Refusal.Reason);
        Assert.NotEqual("", rejected.Refusal.Subject);
    }

    private static void Remove(RouteScenario scenario, RefusalReason missing)
    {
        switch (missing)
        {
            case RefusalReason.BookUnavailable:
                scenario.Instruments[0].BookMissing = true;
                break;
            case RefusalReason.BookStale:
                scenario.Instruments[0].Unavailable = new Refusal(missing, "BTCUSDT");
                break;
            case RefusalReason.CurrencyMissing:
                scenario.Instruments[0].Quote = "USDC";
                scenario.UnpricedAssets.Add("USDC");
                break;
            case RefusalReason.AccountSnapshotMissing:
                scenario.Accounts[0].StatementMissing = true;
                break;
            case RefusalReason.AccountSnapshotStale:
                scenario.Accounts[0].Unavailable = new Refusal(missing, "account0");
                break;
            case RefusalReason.RuleSetMissing:
                scenario.Accounts[0].RuleSet = "test/none";
                break;
            case RefusalReason.PriceMissing:
                scenario.Instruments[0].MarkMissing = true;
                break;
        }
    }

    [Fact]
    public void Decide_MarginUnknown_LetsOnlyAFlatteningReduceOnlyChildPass()
    {
        RouteScenario scenario = TwoVenues();
        scenario.Side = Side.Sell;
        scenario.Quantity = 30;
        scenario.Accounts[0].Positions.Add((0, 12, 60_000m));
        scenario.Instruments[0].MarkMissing = true;
        RouteDecision decision = scenario.Decide();
        Assert.Equal([12L, 18L], decision.Children.Select(child => child.Terms.Quantity.Value));
        Assert.Equal([true, false], decision.Children.Select(child => child.Terms.ReduceOnly));
        Assert.NotNull(decision.Margins[0].Unknown);
        Assert.Null(decision.Margins[0].Before);
    }

    [Fact]
    public void Decide_NoArrivalPrice_DoesNothingAndSaysSo()
    {
        RouteScenario scenario = TwoVenues();
        scenario.Instruments.ForEach(spec => spec.OppositeMissing = true);
        RouteDecision decision = scenario.Decide();
        Assert.Null(decision.ArrivalPrice);
        Assert.Null(decision.CostBasisPoints);
        Assert.Empty(decision.Children);
        Assert.Equal(scenario.Quantity, decision.Remainder.Value);
        Assert.All(decision.Rejected, one => Assert.Equal(RefusalReason.PriceMissing, one.Refusal.Reason));
        Assert.Equal(2, decision.Blocking.Length);
    }

    [Theory]
    [InlineData(60_005, null)]
    [InlineData(null, 0.5)]
    public void Decide_NextLevelBeyondLimitOrCollar_StopsThere(int? limit, double? collar)
    {
        RouteScenario scenario = TwoVenues();
        scenario.Quantity = 700;
        scenario.Accounts.ForEach(account => account.Wallet = 100_000m);
        scenario.LimitPrice = limit;
        scenario.CollarBasisPoints = collar is null ? 500m : (decimal)collar;
        RouteDecision decision = scenario.Decide();
        Assert.Equal(500, decision.Planned.Value);
        Assert.Contains(decision.Blocking, breach => breach.Limit.Reason == RefusalReason.LimitPrice && breach.Limit.Required == 60_010m);
        Assert.Contains(decision.Blocking, breach => breach.Limit.Reason == RefusalReason.DepthExhausted);
    }

    [Fact]
    public void Decide_OneChildAllowed_TakesTheOneThatFillsMostAndNamesTheRule()
    {
        RouteScenario scenario = TwoVenues();
        scenario.Quantity = 100;
        scenario.MaximumChildren = 1;
        scenario.Accounts[0].Wallet = 300m;
        scenario.Accounts[1].Wallet = 3_000m;
        RouteDecision decision = scenario.Decide();
        Assert.Equal(1, Assert.Single(decision.Children).Terms.Instrument.Value);
        Assert.True(decision.Remainder.IsZero);
        Assert.Equal(RefusalReason.MaximumChildren, Assert.Single(decision.Rejected).Refusal.Reason);
    }

    [Fact]
    public void Decide_RemainderSmallerThanAnyLot_IsStatedAsLotRemainder()
    {
        RouteScenario scenario = TwoVenues();
        scenario.Instruments.ForEach(spec => spec.Lot = 10);
        scenario.Quantity = 37;
        RouteDecision decision = scenario.Decide();
        Assert.Equal((30L, 7L), (decision.Planned.Value, decision.Remainder.Value));
        Assert.All(decision.Blocking, breach => Assert.Equal(RefusalReason.LotRemainder, breach.Limit.Reason));
        Assert.Equal(0.007m, decision.Blocking[0].Limit.Available);
    }

    [Fact]
    public void Decide_ChildBelowTheLeastSize_IsGrownOrDropped()
    {
        RouteScenario scenario = TwoVenues();
        scenario.Instruments[0].Levels[0] = (1, 95);
        scenario.Instruments[1].MinimumLots = 20;
        RouteDecision decision = scenario.Decide();
        Assert.Equal([80L, 20L], decision.Children.Select(child => child.Terms.Quantity.Value));

        scenario.Quantity = 10;
        scenario.Instruments[0].Unavailable = new Refusal(RefusalReason.BookUnavailable, "BTCUSDT");
        RouteDecision small = scenario.Decide();
        Assert.Empty(small.Children);
        Assert.Contains(small.Blocking, breach => breach.Limit is { Reason: RefusalReason.MinimumQuantity, Required: 0.020m, Available: 0.010m });

        scenario.Instruments[1].MinimumLots = 1;
        scenario.Instruments[1].MinimumNotional = 700m;
        Assert.Contains(scenario.Decide().Blocking, breach => breach.Limit is { Reason: RefusalReason.MinimumNotional, Required: 700m });
    }

    [Fact]
    public void Decide_AccountOnTwoInstruments_LeavesItsRoomWhereNoOtherAccountReaches()
    {
        // The shared account is cheapest at once on both; only it reaches the second instrument.
        RouteScenario scenario = new() { Quantity = 150 };
        scenario.Instrument(600_000, (1, 500));
        scenario.Instrument(600_000, (60, 500));
        scenario.Account(500m, 0, 1);
        scenario.Account(600m, 0);
        RouteDecision decision = scenario.Decide();
        Assert.Equal([(1, 0)], decision.Children.Where(child => child.Terms.Subaccount.Value == 1).Select(child => (1, child.Terms.Instrument.Value)));
        Assert.True(decision.Planned.Value >= 150, $"{decision.Planned.Value}");
    }

    [Fact]
    public void Decide_WorkUnitsUsedUp_SaysSo()
    {
        RouteScenario scenario = TwoVenues();
        scenario.WorkUnits = 2;
        RouteDecision decision = scenario.Decide();
        Assert.Empty(decision.Children);
        Assert.Contains(decision.Blocking, breach => breach.Limit.Reason == RefusalReason.SearchCutShort);
    }

    [Fact]
    public void Decide_InvalidRequest_Throws()
    {
        RouteScenario scenario = TwoVenues();
        RouteRequest request = scenario.Request();
        RouteOptimizer optimizer = scenario.Optimizer();
        Assert.Throws<ArgumentException>(() => optimizer.Decide(request with { Quantity = QuantityLots.Zero }));
        Assert.Throws<ArgumentException>(() => optimizer.Decide(request with { LimitPrice = 0m }));
        Assert.Throws<ArgumentException>(() => optimizer.Decide(request with { Policy = request.Policy with { MaximumChildren = 0 } }));
        Assert.Throws<ArgumentException>(() => optimizer.Decide(request with { Policy = request.Policy with { CollarBasisPoints = 0m } }));
    }

    /// <summary>Buy 100 lots: 500 are shown at 60,000.1 on the first venue, 500 at 60,010 on the second; an account on each.</summary>
    private static RouteScenario TwoVenues()
    {
        var scenario = new RouteScenario { Quantity = 100 };
        scenario.Instrument(600_000, (1, 500));
        scenario.Instrument(600_000, (100, 500));
        scenario.Account(5_000m, 0);
        scenario.Account(5_000m, 1);
        return scenario;
    }
}
