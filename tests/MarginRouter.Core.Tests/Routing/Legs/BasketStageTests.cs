using MarginRouter.Core.Instruments;
using MarginRouter.Core.Margin;
using MarginRouter.Core.Orders;
using MarginRouter.Core.Routing;
using MarginRouter.Core.Routing.Legs;

namespace MarginRouter.Core.Tests.Routing.Legs;

/// <summary>Baskets that cannot be sent at once although the whole is fine, and baskets that cannot be afforded at all.</summary>
public sealed class BasketStageTests
{
    [Fact]
    public void Decide_PairInAPortfolioAccountWithoutLegging_SendsWhatOneLegAloneMayFill()
    {
        BasketScenario scenario = Hedge(1_000m);
        BasketDecision decision = scenario.Decide();

        // Half of 12 % and more of the value of an unhedged leg must be there: some 270 of 2,000 lots, whatever the other leg brings.
        Assert.InRange(decision.Blocks, 100, 300);
        Assert.Single(decision.Stages);
        Assert.Contains(decision.Blocking, block => block.Limit.Reason == RefusalReason.MaintenanceUtilisation);
        Assert.Null(Corner(scenario, decision));
    }

    [Fact]
    public void Decide_PairInAPortfolioAccountWithLegging_ComesToTheWholeInSlices()
    {
        BasketScenario scenario = Hedge(1_000m);
        scenario.MaximumLegging = 60;
        scenario.Blocks = 600;
        BasketDecision decision = scenario.Decide();
        Assert.Equal(600, decision.Blocks);
        Assert.Equal(10, decision.Stages.Length);
        Assert.All(decision.Stages, stage => Assert.True(stage.Blocks <= 60 && stage.Legs.Length == 2));
        Assert.Equal(60, decision.Legs[0].Planned.Value);
        Assert.True(decision.HasMoreStages && !decision.IsLead);
        Assert.Null(Corner(scenario, decision));
    }

    [Fact]
    public void Decide_AccountWithoutRoomForAnyLegThatGrows_SendsTheReducingLegFirst()
    {
        BasketScenario scenario = Roll();
        Assert.Equal(0, scenario.Decide().Blocks);
        scenario.MaximumLegging = 10;
        BasketDecision decision = scenario.Decide();
        Assert.True(decision.IsLead);
        Assert.Equal([1], decision.Stages[0].Legs.ToArray());
        Assert.Equal([0], decision.Stages[1].Legs.ToArray());
        Assert.Empty(decision.Legs[0].Children);
        Assert.Equal(decision.Stages[0].Blocks, decision.Legs[1].Planned.Value);
        Assert.True(decision.Blocks > 0 && decision.Stages.All(stage => stage.Blocks <= 10));
    }

    [Fact]
    public void Decide_StagesCarriedOutOneByOne_HoldEveryLimitAtEverySubset()
    {
        for (int seed = 0; seed < 40; seed++)
        {
            BasketScenario scenario = RandomBasket.Larger(seed);
            scenario.MaximumLegging = 1 + (seed % 9);
            BasketQuestion question = scenario.Question();
            ReferenceData reference = scenario.Reference();
            LegState state = LegState.Of(question);
            long planned = -1;
            for (int stage = 0; stage < 20 && question.Blocks > 0; stage++)
            {
                BasketDecision decision = new BasketOptimizer(reference, new RouteOptimizer(reference, BasketScenario.Models())).Decide(question);
                planned = planned < 0 ? decision.Blocks : planned;
                string? broken = NaiveLimits.FirstBroken(BasketPropertyTests.Plain(question), reference, BasketPropertyTests.Fills(decision));
                Assert.True(broken is null, $"seed {seed} stage {stage}: {broken}");
                if (decision.Blocks == 0 || decision.IsLead)
                    break;
                Assert.True(decision.Stages[0].Blocks <= scenario.MaximumLegging, $"seed {seed}");
                state = state.After(reference, BasketScenario.Models(), [.. decision.Legs.Select(leg => Filled(question, leg))]);
                question = question with
                {
                    Blocks = question.Blocks - decision.Stages[0].Blocks,
                    Accounts = state.Accounts,
                    Legs = [.. question.Legs.Select((leg, i) => leg with { Books = state.Books[i], Attempt = leg.Attempt + 1 })],
                };
            }
        }
    }

    [Fact]
    public void Decide_LegThatNoAccountCanAfford_StopsTheWholeAndNamesItWithItsFigures()
    {
        BasketScenario scenario = new() { Blocks = 10 };
        scenario.AddInstrument(scenario.AddLeg(Side.Buy), (1, 100));
        scenario.AddInstrument(scenario.AddLeg(Side.Sell), (1, 100));
        scenario.AddAccount(10_000m, 0);
        scenario.AddAccount(1m, 1);
        BasketDecision decision = scenario.Decide();
        Assert.Equal(0, decision.Blocks);
        Assert.All(decision.Legs, leg => Assert.Empty(leg.Children));
        BasketBlock block = Assert.Single(decision.Blocking);
        Assert.Equal((1, new SubaccountId(1)), (block.Leg, block.Subaccount));
        Assert.Equal(RefusalReason.MaintenanceUtilisation, block.Limit.Reason);
        Assert.Equal(0.5m, block.Limit.Threshold);
        Assert.True(block.Limit.Required > block.Limit.Available);
    }

    [Fact]
    public void Decide_NetLimit_IsKeptByTheLimitPricesThemselves()
    {
        BasketScenario scenario = new() { Blocks = 10 };
        scenario.AddInstrument(scenario.AddLeg(Side.Buy), (10, 4), (100, 3), (500, 3));
        scenario.AddInstrument(scenario.AddLeg(Side.Sell), (10, 5), (200, 5));
        scenario.AddAccount(100_000m, 0, 1);

        // A unit is 0.001 of both: bought at 60,010 and sold at 59,980 it pays 0.03 net.
        scenario.NetLimit = 0.03m;
        BasketDecision decision = scenario.Decide();
        Assert.Equal(7, decision.Blocks);
        Assert.Equal(0.03m, decision.WorstNet);
        BasketBlock block = Assert.Single(decision.Blocking);
        Assert.Equal((null, RefusalReason.LimitPrice, 0.03m), (block.Leg, block.Limit.Reason, block.Limit.Threshold));
        scenario.NetLimit = 0.001m;
        Assert.Equal(0, scenario.Decide().Blocks);
    }

    [Fact]
    public void Decide_CoarseLots_TakesTheLargestCommonMultiple()
    {
        BasketScenario scenario = new() { Blocks = 25 };
        scenario.AddInstrument(scenario.AddLeg(Side.Buy, 2), (1, 100)).LotScale = 3;
        scenario.AddInstrument(scenario.AddLeg(Side.Sell, 3), (1, 100)).LotScale = 5;
        scenario.AddAccount(100_000m, 0, 1);
        BasketDecision decision = scenario.Decide();

        // 2 k lots in threes and 3 k lots in fives: k is a multiple of fifteen.
        Assert.Equal(15, decision.Blocks);
        Assert.Contains(decision.Blocking, block => block.Limit.Reason == RefusalReason.LotRemainder);
    }

    /// <summary>Long spot against a short perpetual in one portfolio account; both books are deep.</summary>
    private static BasketScenario Hedge(decimal wallet)
    {
        BasketScenario scenario = new() { Blocks = 2_000 };
        scenario.AddInstrument(scenario.AddLeg(Side.Buy), (1, 10_000)).Symbol = "BTC-USDT-SWAP";
        BasketScenario.Spec sold = scenario.AddInstrument(scenario.AddLeg(Side.Sell), (1, 10_000));
        sold.Symbol = "BTC-USDC-SWAP";
        foreach (BasketScenario.Spec spec in scenario.Instruments)
            spec.TakerRate = 0m;
        BasketScenario.Account account = scenario.AddAccount(wallet * 4m, 0, 1);
        account.RuleSet = "okx/portfolio";
        return scenario;
    }

    /// <summary>A long position is rolled from one contract into another in an account whose limit is used up.</summary>
    private static BasketScenario Roll()
    {
        BasketScenario scenario = new() { Blocks = 40 };
        scenario.AddInstrument(scenario.AddLeg(Side.Buy), (1, 1_000));
        scenario.AddInstrument(scenario.AddLeg(Side.Sell), (1, 1_000));
        foreach (BasketScenario.Spec spec in scenario.Instruments)
            spec.TakerRate = 0m;
        BasketScenario.Account account = scenario.AddAccount(241m, 0, 1);
        account.Positions.Add((1, 40));
        return scenario;
    }

    private static RouteDecision Filled(BasketQuestion question, LegDecision leg) => new()
    {
        Slice = BasketPropertyTests.Plain(question),
        Children = leg.Children,
        Planned = leg.Planned,
        Remainder = QuantityLots.Zero,
        ArrivalPrice = leg.ArrivalPrice,
        Cost = leg.Cost,
        CostBasisPoints = null,
        LowerBound = leg.LowerBound,
        GapBasisPoints = null,
        Rejected = leg.Rejected,
        Margins = [],
        Blocking = [],
        Reliefs = [],
        Blind = new BlindSweep(QuantityLots.Zero, default, null, []),
        WorkUnitsUsed = 0,
    };

    /// <summary>The corners of a decision's fill states, judged one by one; null when all hold.</summary>
    private static string? Corner(BasketScenario scenario, BasketDecision decision)
    {
        BasketQuestion question = scenario.Question();
        PendingFill[] fills = [.. BasketPropertyTests.Fills(decision).Select(one => one.Fill)];
        for (int mask = 1; mask < 1 << fills.Length; mask++)
        {
            PendingFill[] state = [.. fills.Where((_, i) => (mask >> i & 1) != 0)];
            BasketScenario.Models().TryFind(question.Accounts[0].Subaccount, out IMarginModel? model, out _);
            AccountEvaluator evaluator = new(
                scenario.Reference(), model!, question.Accounts[0].Account!, [], question.Prices, FillStatePolicy.Final, BreachPolicy.Oracle);
            if (evaluator.After(state)!.Utilisation is not { } utilisation || utilisation > question.Accounts[0].Subaccount.UtilisationLimit)
                return $"{mask}: {evaluator.After(state)}";
        }

        return null;
    }
}
