using MarginRouter.Core.Instruments;
using MarginRouter.Core.Ledger;
using MarginRouter.Core.Orders;
using MarginRouter.Core.Routing;

namespace MarginRouter.Core.Tests.Routing;

/// <summary>Everything that a split costs beside price and listed fee, against an oracle that tries every split.</summary>
public sealed class RouteObjectiveTests
{
    private const int Runs = 600;

    [Fact]
    public void Decide_TinyPricedRequest_EqualsTheBestOfAllSplitsAndTheBoundHolds()
    {
        int dearer = 0;
        int underfilled = 0;
        decimal worstGap = 0m;
        for (int seed = 0; seed < Runs; seed++)
        {
            RouteScenario scenario = RandomScenario.TinyPriced(seed, withTickets: false);
            (decimal cost, decimal best, long missing, RouteDecision decision) = Compare(scenario, seed);
            underfilled += missing > 0 ? 1 : 0;
            dearer += missing == 0 && cost > best + 1e-9m ? 1 : 0;
            worstGap = Math.Max(worstGap, decision.GapBasisPoints ?? 0m);
        }

        Assert.True(underfilled == 0 && dearer == 0, $"{underfilled} filled less and {dearer} cost more, of {Runs}");
        Assert.True(worstGap < 1m, $"largest gap {worstGap} bp");
    }

    [Fact]
    public void Decide_TinyRequestWithTickets_IsSeldomDearerThanTheBestOfAllSplits()
    {
        int dearer = 0;
        int underfilled = 0;
        for (int seed = 0; seed < Runs; seed++)
        {
            (decimal cost, decimal best, long missing, _) = Compare(RandomScenario.TinyPriced(seed, withTickets: true), seed);
            underfilled += missing > 0 ? 1 : 0;
            dearer += missing == 0 && cost > best + 1e-9m ? 1 : 0;
        }

        Assert.True(underfilled == 0 && dearer == 0, $"{underfilled} filled less and {dearer} cost more, of {Runs}");
    }

    [Fact]
    public void Decide_TinyRequestWithEveryRule_IsNotBelowItsBound()
    {
        for (int seed = 0; seed < Runs; seed++)
        {
            RouteScenario scenario = RandomScenario.Tiny(seed, isPlain: false);
            Compare(scenario, seed);
        }
    }

    [Fact]
    public void Decide_OneInstrumentAnAccountAndEqualLots_IsCertifiedBest()
    {
        for (int seed = 0; seed < Runs; seed++)
        {
            RouteDecision decision = RandomScenario.SingleHome(seed).Decide();
            Assert.True(decision.GapBasisPoints is null or 0m, $"seed {seed}: {decision.GapBasisPoints}");
            Assert.Equal(decision.Cost.Objective, decision.LowerBound);
        }
    }

    [Fact]
    public void Decide_FundingSignFlipped_FlipsTheVenue()
    {
        RouteScenario scenario = TwoVenues();
        scenario.Policy = policy => policy with { HoldingMilliseconds = 86_400_000 };
        scenario.Instruments[0].FundingPerDay = 0.001m;
        Assert.Equal(1, Assert.Single(scenario.Decide().Children).Terms.Instrument.Value);
        scenario.Instruments[0].FundingPerDay = -0.001m;
        RouteDecision decision = scenario.Decide();
        RouteChild child = Assert.Single(decision.Children);
        Assert.Equal(0, child.Terms.Instrument.Value);
        Assert.True(child.Cost.Funding < 0m);
        RejectedCandidate rejected = Assert.Single(decision.Rejected);
        Assert.Equal(RefusalReason.Dearer, rejected.Refusal.Reason);
        Assert.Equal(0m, rejected.NextUnit!.Value.Funding);
    }

    [Fact]
    public void Decide_VenueRiskRaised_MovesTheChildAway()
    {
        RouteScenario scenario = TwoVenues();
        Assert.Equal(0, Assert.Single(scenario.Decide().Children).Terms.Instrument.Value);
        scenario.Venues.Add(new RouteVenue(new VenueId(0)) { RiskBasisPoints = 5m });
        Assert.Equal(1, Assert.Single(scenario.Decide().Children).Terms.Instrument.Value);
        scenario.Accounts[0].Positions.Add((0, -1_000, 60_000m));
        Assert.Equal(0, Assert.Single(scenario.Decide().Children).Terms.Instrument.Value);
    }

    [Fact]
    public void Decide_AdlRankRaised_MovesTheChildAwayUnlessItReduces()
    {
        RouteScenario scenario = TwoVenues();
        scenario.Venues.Add(new RouteVenue(new VenueId(0)) { AdlRankBasisPoints = 5m });
        scenario.Accounts[0].Positions.Add((0, 40, 60_000m));
        Assert.Equal(0, Assert.Single(scenario.Decide().Children).Terms.Instrument.Value);
        scenario.Accounts[0].Ranks[0] = new AdlRank(0m, 0m, 4m);
        Assert.Equal(0, Assert.Single(scenario.Decide().Children).Terms.Instrument.Value);
        scenario.Accounts[0].Ranks[0] = new AdlRank(4m, 0m, 4m);
        RouteDecision away = scenario.Decide();
        Assert.Equal(1, Assert.Single(away.Children).Terms.Instrument.Value);
        RejectedCandidate rejected = Assert.Single(away.Rejected);
        Assert.Equal(away.ArrivalPrice!.Value * 0.0005m, rejected.NextUnit!.Value.VenueRisk);
        Assert.Equal(new AdlSurcharge(new AdlRank(4m, 0m, 4m), 5m), AdlSurcharge.Of(away.Slice, rejected.Subaccount, scenario.Reference()[rejected.Instrument]));

        // The other way round the position is reduced: however it is ranked, that costs nothing.
        scenario.Accounts[0].Positions[0] = (0, -40, 60_000m);
        scenario.Quantity = 30;
        RouteDecision reduces = scenario.Decide();
        RouteChild child = Assert.Single(reduces.Children);
        Assert.Equal((0, 0m), (child.Terms.Instrument.Value, child.Cost.VenueRisk));
        Assert.Null(AdlSurcharge.Of(reduces.Slice, child.Terms.Subaccount, scenario.Reference()[child.Terms.Instrument]));
    }

    [Fact]
    public void Decide_AnyRankRaised_IsNeverCheaperAndNeverSendsMoreThere()
    {
        int moved = 0;
        for (int seed = 0; seed < Runs; seed++)
        {
            RouteScenario scenario = RandomScenario.TinyPriced(seed, withTickets: false);
            int[] ranked = [.. Enumerable.Range(0, scenario.Accounts.Count).Where(i => scenario.Accounts[i].Positions.Any(position => position.Lots != 0))];
            if (ranked.Length == 0)
                continue;
            int place = ranked[seed % ranked.Length];
            int slot = scenario.Accounts[place].Positions.First(position => position.Lots != 0).Slot;
            scenario.EachVenue(venue => venue with { AdlRankBasisPoints = 3m });
            scenario.Accounts[place].Ranks.Remove(slot);
            RouteDecision unknown = scenario.Decide();
            RouteDecision last = unknown;
            for (int stated = 0; stated <= 4; stated++)
            {
                scenario.Accounts[place].Ranks[slot] = new AdlRank(stated, 0m, 4m);
                RouteDecision now = scenario.Decide();
                Assert.Equal(last.Planned, now.Planned);
                Assert.True(now.Cost.Objective >= last.Cost.Objective, $"seed {seed}, rank {stated}: {now.Cost.Objective} after {last.Cost.Objective}");
                (long before, long after) = (Sent(last, place, slot), Sent(now, place, slot));
                Assert.True(after <= before, $"seed {seed}, rank {stated}: {after} lots after {before}");
                moved += after < before ? 1 : 0;
                if (stated == 0)
                    Assert.Equal(unknown.Cost, now.Cost);
                last = now;
            }
        }

        Assert.True(moved > 20, $"only {moved} decisions moved");
    }

    private static long Sent(RouteDecision decision, int account, int slot) => decision.Children
        .Where(child => child.Terms.Subaccount.Value == account && child.Terms.Instrument.Value == slot)
        .Sum(child => child.ProductQuantity.Value);

    [Fact]
    public void Decide_OwnFeeTier_IsPaidAndKeptOffTheMargin()
    {
        RouteScenario scenario = TwoVenues();
        scenario.Accounts[1].OwnTakerRate = 0m;
        RouteChild child = Assert.Single(scenario.Decide().Children);
        Assert.Equal(1, child.Terms.Instrument.Value);
        Assert.True(Math.Abs(child.Cost.Fee) < 0.001m, $"{child.Cost.Fee}");
    }

    [Fact]
    public void Decide_LastLotsWorthLessThanATicket_AreLeftWithinTheTolerance()
    {
        RouteScenario scenario = TwoVenues();
        scenario.Instruments[0].Levels.Clear();
        scenario.Instruments[0].Levels.Add((10, 99));
        scenario.Instruments[1].Ticket = 20m;
        Assert.Equal(2, scenario.Decide().Children.Length);
        scenario.Tolerated = 1;
        RouteDecision decision = scenario.Decide();
        Assert.Single(decision.Children);
        Assert.Equal(1, decision.Remainder.Value);
        Assert.Contains(decision.Blocking, breach => breach.Limit.Reason == RefusalReason.FillTolerance);
        scenario.Quantity = 1;
        scenario.Instruments[0].Levels.Clear();
        Assert.Empty(scenario.Decide().Children);
    }

    [Fact]
    public void Decide_MaximumMarginalCost_LeavesDearerLiquidityAlone()
    {
        RouteScenario scenario = TwoVenues();
        scenario.Quantity = 400;
        Assert.True(scenario.Decide().Remainder.IsZero);
        scenario.Policy = policy => policy with { MaximumMarginalCostBasisPoints = 7m };
        RouteDecision decision = scenario.Decide();
        Assert.Equal(250, decision.Planned.Value);
        Assert.All(decision.Blocking, breach => Assert.Equal(RefusalReason.MaximumMarginalCost, breach.Limit.Reason));
        Assert.Equal(7m, decision.Blocking[0].Limit.Threshold);
    }

    /// <summary>Two venues with ample accounts; the first is 1 bp cheaper for 150 lots.</summary>
    private static RouteScenario TwoVenues()
    {
        var scenario = new RouteScenario();
        scenario.Instrument(600_000, (10, 150), (900, 100));
        scenario.Instrument(600_000, (70, 100), (910, 100));
        scenario.Account(1_000_000m, 0);
        scenario.Account(1_000_000m, 1);
        return scenario;
    }

    private static (decimal Cost, decimal Best, long Missing, RouteDecision Decision) Compare(RouteScenario scenario, int seed)
    {
        RouteRequest request = scenario.Request();
        ReferenceData reference = scenario.Reference();
        RouteDecision decision = scenario.Optimizer().Decide(request);
        string? broken = NaiveLimits.FirstBroken(request, reference, RouteChecks.Fills(decision));
        Assert.True(broken is null, $"seed {seed}: {broken}");
        if (decision.ArrivalPrice is not { } arrival)
            return (0m, 0m, 0, decision);
        var paid = new PaidCost(request, reference, arrival);
        decimal cost = paid.Of([.. decision.Children.Select(child => (request.Accounts[child.Terms.Subaccount.Value], child.Terms.Instrument.Value, child.Terms.Quantity.Value))]);
        Assert.True(Math.Abs(cost - decision.Cost.Objective) < 1e-9m, $"seed {seed}: {cost} stated as {decision.Cost.Objective}");
        var best = new ExhaustiveSplit(request, reference, paid);
        Assert.True(decision.Planned.Value <= best.Filled, $"seed {seed}: more than possible");
        if (decision.Planned.Value == best.Filled)
            Assert.True(decision.LowerBound <= best.Paid + 1e-9m, $"seed {seed}: bound {decision.LowerBound} above {best.Paid}");
        return (cost, best.Paid, best.Filled - decision.Planned.Value, decision);
    }
}
