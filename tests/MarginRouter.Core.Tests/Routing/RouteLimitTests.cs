using MarginRouter.Core.Instruments;
using MarginRouter.Core.Orders;
using MarginRouter.Core.Routing;

namespace MarginRouter.Core.Tests.Routing;

/// <summary>Limits beside margin: groups of accounts, venues, liquidation distance, books that fade.</summary>
public sealed class RouteLimitTests
{
    private const int Runs = 600;

    [Fact]
    public void Decide_TinyRequestWithGroupLimits_HoldsAtEverySubsetAndIsSeldomWorseThanTheBest()
    {
        int underfilled = 0;
        int dearer = 0;
        int limited = 0;
        for (int seed = 0; seed < Runs; seed++)
        {
            RouteScenario scenario = Limited(seed);
            RouteRequest request = scenario.Request();
            ReferenceData reference = scenario.Reference();
            RouteDecision decision = scenario.Optimizer().Decide(request);
            RouteChecks.AssertExact(request, reference, decision, seed);
            RouteChecks.AssertExplained(request, decision, seed);
            string? broken = NaiveLimits.FirstBroken(request, reference, RouteChecks.Fills(decision))
                ?? NaiveGroupLimits.FirstBroken(request, reference, [.. RouteChecks.Fills(decision).Select(one => (request.Accounts[one.Account.Value], one.Fill))]);
            Assert.True(broken is null, $"seed {seed}: {broken}");
            if (decision.ArrivalPrice is not { } arrival)
                continue;
            var best = new ExhaustiveSplit(request, reference, new PaidCost(request, reference, arrival));
            Assert.True(decision.Planned.Value <= best.Filled, $"seed {seed}: more than possible");
            underfilled += decision.Planned.Value < best.Filled ? 1 : 0;
            dearer += decision.Planned.Value == best.Filled && decision.Cost.Objective > best.Paid + 1e-9m ? 1 : 0;
            limited += decision.Blocking.Any(breach => breach.Limit.Reason is RefusalReason.ExposureCap or RefusalReason.VenueShare or RefusalReason.LiquidationDistance) ? 1 : 0;
            if (decision.Planned.Value == best.Filled)
                Assert.True(decision.LowerBound <= best.Paid + 1e-9m, $"seed {seed}: bound {decision.LowerBound} above {best.Paid}");
        }

        Assert.True(limited > Runs / 10, $"{limited} limited: the instances no longer test the limits");
        Assert.True(underfilled == 0 && dearer == 0, $"{underfilled} filled less and {dearer} cost more, of {Runs}");
    }

    [Fact]
    public void Decide_GrossCapOverTwoAccounts_StopsBothTogetherAndIsNamed()
    {
        RouteScenario scenario = TwoVenues();
        scenario.Caps.Add(Cap(ExposureKind.Gross, 0.06m));
        RouteDecision decision = scenario.Decide();
        Assert.Equal(60, decision.Planned.Value);
        Refusal limit = decision.Blocking[0].Limit;
        Assert.Equal((RefusalReason.ExposureCap, "custodian BTC", 0.06m), (limit.Reason, limit.Subject, limit.Threshold!.Value));
        Assert.Equal(0.061m, limit.Required);
    }

    [Fact]
    public void Decide_NetCapWithAnOppositePosition_CountsTheOffset()
    {
        RouteScenario scenario = TwoVenues();
        scenario.Accounts[1].Positions.Add((1, -30, 60_000m));
        scenario.Caps.Add(Cap(ExposureKind.Net, 0.04m));
        Assert.Equal(70, scenario.Decide().Planned.Value);
    }

    [Fact]
    public void Decide_ExposureUnknown_OnlyShrinksPositions()
    {
        RouteScenario scenario = TwoVenues();
        scenario.Accounts[1].Positions.Add((1, -30, 60_000m));
        scenario.Caps.Add(Cap(ExposureKind.Net, 10m) with { Unknown = new Refusal(RefusalReason.AccountSnapshotMissing, "other") });
        RouteDecision decision = scenario.Decide();
        RouteChild child = Assert.Single(decision.Children);
        Assert.Equal((1, 30L), (child.Terms.Instrument.Value, child.Terms.Quantity.Value));
        Assert.Contains(decision.Blocking, breach => breach.Limit.Reason == RefusalReason.AccountSnapshotMissing);
    }

    [Fact]
    public void Decide_VenueExcludedOrOutOfOrders_NamesTheVenue()
    {
        RouteScenario scenario = TwoVenues();
        scenario.Venues.Add(new RouteVenue(new VenueId(0)) { Unavailable = new Refusal(RefusalReason.VenueExcluded, "venue0") });
        scenario.Venues.Add(new RouteVenue(new VenueId(1)) { OrdersLeft = 0 });
        RouteDecision decision = scenario.Decide();
        Assert.Empty(decision.Children);
        Assert.Equal([RefusalReason.VenueExcluded, RefusalReason.VenueOrderRate], decision.Rejected.Select(one => one.Refusal.Reason));
    }

    [Fact]
    public void Decide_TwoVenuesOutOfOrders_TellsOfEachAloneWhatItsBudgetWouldGive()
    {
        RouteScenario scenario = TwoVenues();
        scenario.Quantity = 500;
        scenario.Account(1_000_000m, 0).UtilisationLimit = 0.4m;
        scenario.Accounts[0].Wallet = 300m;
        scenario.Venues.Add(new RouteVenue(new VenueId(0)) { OrdersLeft = 1 });
        scenario.Venues.Add(new RouteVenue(new VenueId(1)) { OrdersLeft = 0 });
        RouteDecision decision = scenario.Decide();

        // The one order left at the first venue goes to its ample account and takes its whole book.
        RouteChild child = Assert.Single(decision.Children);
        Assert.Equal((0, 2, 250L), (child.Terms.Instrument.Value, child.Terms.Subaccount.Value, child.Terms.Quantity.Value));
        LimitRelief relief = Assert.Single(decision.LimitReliefs);
        Assert.Equal((RefusalReason.VenueOrderRate, "venue1", 200L), (relief.Limit, relief.Subject, relief.More.Value));

        // With two small accounts at each venue both budgets hold something back, and neither relief counts the other's.
        scenario.Accounts.Clear();
        foreach (int slot in new[] { 0, 0, 1, 1 })
            scenario.Account(300m, slot);
        scenario.EachVenue(venue => venue with { OrdersLeft = 1 });
        decision = scenario.Decide();
        Assert.Equal(2, decision.Children.Length);
        Assert.Equal(["venue0", "venue1"], decision.LimitReliefs.Where(one => one.Limit == RefusalReason.VenueOrderRate).Select(one => one.Subject));
        foreach (LimitRelief one in decision.LimitReliefs)
        {
            RouteDecision without = Without(scenario, one).Decide();
            Assert.Equal((3, decision.Planned + one.More), (without.Children.Length, without.Planned));
        }
    }

    [Fact]
    public void Decide_VenueShare_SendsTheRestElsewhere()
    {
        RouteScenario scenario = TwoVenues();
        scenario.Venues.Add(new RouteVenue(new VenueId(0)) { Most = new QuantityLots(25) });
        RouteDecision decision = scenario.Decide();
        Assert.Equal([25L, 75L], decision.Children.Select(child => child.Terms.Quantity.Value));
        Assert.Equal(0m, decision.GapBasisPoints);
        Assert.Contains(decision.Rejected, one => one.Refusal.Reason == RefusalReason.VenueShare);
    }

    [Fact]
    public void Decide_LiquidationDistance_StopsAtTheMoveAndItsOwnImpact()
    {
        RouteScenario scenario = TwoVenues();
        scenario.Accounts.Clear();
        RouteScenario.AccountSpec account = scenario.Account(900m, 0);
        account.UtilisationLimit = 1m;
        scenario.Quantity = 150;
        long free = scenario.Decide().Planned.Value;
        account.MinimumLiquidationDistance = 0.1m;
        RouteDecision near = scenario.Decide();
        scenario.Policy = policy => policy with { MarkImpactBasisPoints = 300m };
        RouteDecision nearer = scenario.Decide();
        Assert.True(free > near.Planned.Value && near.Planned > nearer.Planned && nearer.Planned.Value > 0, $"{free}, {near.Planned.Value}, {nearer.Planned.Value}");
        Refusal limit = near.Blocking[0].Limit;
        Assert.Equal((RefusalReason.LiquidationDistance, 0.1m), (limit.Reason, limit.Threshold!.Value));
    }

    [Fact]
    public void Decide_ParentShortOfMargin_TellsWhatMoreCollateralWouldFill()
    {
        RouteScenario scenario = TwoVenues();
        scenario.Accounts.Clear();
        scenario.Account(300m, 0);
        RouteDecision shortOfMargin = scenario.Decide();
        AccountRelief relief = Assert.Single(shortOfMargin.Reliefs);
        Assert.Equal((3m, 0m), (relief.Collateral, relief.ShadowPrice));
        scenario.Accounts[0].Wallet += relief.Collateral;
        Assert.Equal(shortOfMargin.Planned.Value + relief.More.Value, scenario.Decide().Planned.Value);
    }

    [Fact]
    public void Decide_ShortOfALimitBesideMargin_TellsTruthfullyWhatFillsWithoutIt()
    {
        var told = new SortedDictionary<RefusalReason, int>();
        int more = 0;
        int otherwise = 0;
        for (int seed = 0; seed < Runs / 2; seed++)
        {
            RouteScenario scenario = seed % 10 == 0 ? RandomScenario.Coupled(seed) : seed % 2 == 0 ? Limited(seed) : RandomScenario.Tiny(seed, isPlain: false);
            scenario.Quantity = Math.Max(scenario.Quantity, 6);
            RouteDecision decision = scenario.Decide();
            Assert.True(decision.LimitReliefs.IsEmpty || !decision.Remainder.IsZero, $"seed {seed}");
            foreach (LimitRelief relief in decision.LimitReliefs)
            {
                RouteDecision without = Without(scenario, relief).Decide();
                long promised = decision.Planned.Value + relief.More.Value;

                // The reliefs have fewer work units than a decision of its own, so that a search of crumbs may end elsewhere.
                Assert.True(Math.Abs(without.Planned.Value - promised) * 50 <= scenario.Quantity, $"seed {seed}: {relief} but {decision.Planned.Value} then {without.Planned.Value}");
                otherwise += without.Planned.Value == promised ? 0 : 1;
                told[relief.Limit] = told.GetValueOrDefault(relief.Limit) + 1;
                more += relief.More.IsZero ? 0 : 1;
            }
        }

        Assert.True(told.Count >= 5 && more > 50 && otherwise <= 5, $"{string.Join(", ", told)}; {more} give more, {otherwise} otherwise than told");
    }

    /// <summary>The scenario without one limit.</summary>
    private static RouteScenario Without(RouteScenario scenario, LimitRelief relief)
    {
        if (relief.Limit == RefusalReason.ExposureCap)
            scenario = scenario.With(one => one.Caps.RemoveAll(cap => $"{cap.Name} BTC" == relief.Subject));
        else if (relief.Limit == RefusalReason.VenueShare)
            scenario = scenario.With(one => one.EachVenue(venue => $"venue{venue.Venue.Value}" == relief.Subject ? venue with { Most = null } : venue));
        else if (relief.Limit == RefusalReason.VenueOrderRate)
            scenario = scenario.With(one => one.EachVenue(venue => $"venue{venue.Venue.Value}" == relief.Subject ? venue with { OrdersLeft = null } : venue));
        else if (relief.Limit == RefusalReason.MaximumChildren)
            scenario = scenario.With(one => one.MaximumChildren = 1_000);
        else if (relief.Limit is RefusalReason.MinimumQuantity or RefusalReason.MinimumNotional)
            scenario = scenario.With(one => one.Instruments.ForEach(spec => (spec.MinimumLots, spec.MinimumNotional) = (1, 0m)));
        else
            Assert.Fail($"{relief} is not expected here");
        return scenario;
    }

    [Fact]
    public void Decide_CheaperVenueShortOfMargin_TellsItsShadowPrice()
    {
        RouteScenario scenario = TwoVenues();
        scenario.Accounts[0].Wallet = 800m;
        scenario.Quantity = 180;
        scenario.Instruments[0].Levels[0] = (10, 250);
        scenario.Instruments[1].Levels[0] = (70, 250);
        RouteDecision before = scenario.Decide();
        Assert.True(before.Children.Length == 2 && before.Remainder.IsZero);
        AccountRelief relief = Assert.Single(before.Reliefs);
        Assert.True(relief.More.Value > 0 && relief.Saving > 0m);
        scenario.Accounts[0].Wallet += relief.Collateral;
        RouteDecision after = scenario.Decide();
        Assert.Equal(relief.Saving, before.Cost.Total - after.Cost.Total, precision: 9);
        Assert.Equal(relief.Saving / relief.Collateral, relief.ShadowPrice);
    }

    [Fact]
    public void Decide_BookThatFades_CountsLessOfIt()
    {
        RouteScenario scenario = TwoVenues();
        scenario.Instruments[0].FillRatio = 0.5m;
        RouteDecision decision = scenario.Decide();
        Assert.Equal([75L, 25L], decision.Children.Select(child => child.Terms.Quantity.Value));
    }

    /// <summary>Two venues with ample accounts; the first is cheaper for 150 lots.</summary>
    private static RouteScenario TwoVenues()
    {
        var scenario = new RouteScenario();
        scenario.Instrument(600_000, (10, 150), (900, 100));
        scenario.Instrument(600_000, (70, 100), (910, 100));
        scenario.Account(1_000_000m, 0);
        scenario.Account(1_000_000m, 1);
        return scenario;
    }

    private static ExposureCap Cap(ExposureKind kind, decimal limit) =>
        new("custodian", kind, new Asset("BTC"), limit, 0m, [new SubaccountId(0), new SubaccountId(1)], null);

    private static RouteScenario Limited(int seed)
    {
        RouteScenario scenario = RandomScenario.TinyPriced(seed, withTickets: false);
        var random = new Random(seed + 2_000_000);
        for (int i = 0; i < scenario.Venues.Count; i++)
        {
            if (random.Next(3) == 0)
                scenario.Venues[i] = scenario.Venues[i] with { Most = new QuantityLots(random.Next(0, 6)) };
            if (random.Next(4) == 0)
                scenario.Venues[i] = scenario.Venues[i] with { OrdersLeft = random.Next(0, 2) };
        }

        for (int i = 0; i < 2; i++)
        {
            SubaccountId[] members = [.. Enumerable.Range(0, scenario.Accounts.Count).Where(_ => random.Next(3) > 0).Select(id => new SubaccountId(id))];
            if (members.Length > 0)
                scenario.Caps.Add(new ExposureCap($"group{i}", i == 0 ? ExposureKind.Net : ExposureKind.Gross, new Asset("BTC"), random.Next(0, 9) * 0.001m, random.Next(0, 3) * 0.001m, [.. members], null));
        }

        foreach (RouteScenario.AccountSpec account in scenario.Accounts)
        {
            // Every account survives the move as it stands: of accounts that do not, the oracle asks less than decision 3.
            int furthest = account.Positions.Count > 0 ? 10 : 60;
            account.MinimumLiquidationDistance = random.Next(3) == 0 ? random.Next(5, furthest) / 100m : null;
        }

        return scenario;
    }
}
