using MarginRouter.Core.Instruments;
using MarginRouter.Core.Margin;
using MarginRouter.Core.Margin.Models;
using MarginRouter.Core.Orders;
using MarginRouter.Core.Routing;
using MarginRouter.Core.Routing.Legs;
using MarginRouter.Core.Tests.Engine;

namespace MarginRouter.Core.Tests.Routing.Legs;

/// <summary>
/// Calendars: a dated future against a perpetual, and two expiries against each other, in a portfolio account whose rules offset them. The
/// figures that the rule file lacks for dated contracts are filled in.
/// </summary>
public sealed class CalendarTests
{
    private const string Portfolio = "okx/portfolio";

    private static readonly Instant March = Instant.FromMilliseconds(90L * 86_400_000);
    private static readonly Instant June = Instant.FromMilliseconds(180L * 86_400_000);
    private static readonly MarginModelTable Rules = new([MarginModelFactory.Create(OptionDesk.Completed(Portfolio))]);

    /// <summary>Whether the near leg is a dated future as well, or the perpetual.</summary>
    public static TheoryData<bool> NearIsDated => [false, true];

    [Theory]
    [MemberData(nameof(NearIsDated))]
    public void Decide_CalendarInAPortfolioAccount_NeedsFarLessMarginThanEitherLegAlone(bool nearIsDated)
    {
        BasketScenario scenario = Calendar(nearIsDated, 1_000m);
        scenario.Blocks = 600;
        scenario.MaximumLegging = 60;
        BasketDecision decision = scenario.Decide();
        Assert.Equal(600, decision.Blocks);
        Assert.All(decision.Stages, stage => Assert.True(stage.Blocks <= 60 && stage.Legs.Length == 2));

        // The whole calendar is within the limits of the account, while one leg of its size is not.
        PendingFill[] both = [Fill(scenario, 0, 600), Fill(scenario, 1, 600)];
        Assert.True(Evaluator(scenario, FillStatePolicy.Final).Check(both) is null);
        Assert.Equal(RefusalReason.MaintenanceUtilisation, Evaluator(scenario, FillStatePolicy.Final).Check(both.AsSpan(0, 1))!.Reason);
        Assert.Equal(RefusalReason.MaintenanceUtilisation, Evaluator(scenario, FillStatePolicy.Final).Check(both.AsSpan(1))!.Reason);

        // The offset is not whole: dated legs move apart by the basis, which the two at once still ask for.
        MarginAssessment together = Evaluator(scenario, FillStatePolicy.Final).After(both)!;
        MarginAssessment alone = Evaluator(scenario, FillStatePolicy.Final).After(both.AsSpan(0, 1))!;
        Assert.InRange(together.MaintenanceMargin / alone.MaintenanceMargin, 0.01m, 0.6m);
    }

    [Fact]
    public void Decide_CalendarOfTwoExpiries_AsksMoreThanTheSameExpiryAgainstItself()
    {
        decimal apart = Maintenance(Calendar(nearIsDated: true, 1_000m));
        BasketScenario close = Calendar(nearIsDated: true, 1_000m);
        close.Instruments[1].Expiry = March;
        Assert.True(apart > Maintenance(close), $"{apart} against {Maintenance(close)}");
    }

    [Theory]
    [MemberData(nameof(NearIsDated))]
    public void Decide_SmallCalendarAtOnce_HoldsAtEveryFillStateOfBothLegs(bool nearIsDated)
    {
        int some = 0;
        int bound = 0;
        for (int lots = 2; lots <= 14; lots += 2)
        {
            BasketScenario scenario = Calendar(nearIsDated, 5m + (lots * lots / 4m));
            scenario.Blocks = lots;
            BasketQuestion question = scenario.Question();
            BasketDecision decision = scenario.Decide();
            string? broken = DenseStates.FirstBroken(question, scenario.Reference(), Rules, decision);
            Assert.True(broken is null, $"{lots} lots: {broken}");
            ExhaustiveBasket best = new(question, scenario.Reference(), Rules);
            Assert.True(decision.Blocks == best.Blocks, $"{lots} lots: {decision.Blocks} of {best.Blocks}");
            some += decision.Blocks > 0 ? 1 : 0;
            bound += decision.Blocks < lots ? 1 : 0;
        }

        Assert.True(some > 2 && bound > 1, $"{some} with blocks, {bound} held back");
    }

    [Fact]
    public void Decide_ExpiredLeg_IsRefusedByName()
    {
        BasketScenario scenario = Calendar(nearIsDated: true, 1_000m);
        scenario.Instruments[0].Expiry = new Instant(1);
        BasketDecision decision = scenario.Decide();
        Assert.Equal(0, decision.Blocks);
        Assert.Contains(decision.Blocking, block => block.Limit.Reason == RefusalReason.InstrumentExpired);
    }

    /// <summary>The near contract is bought and the far one sold, at a yearly basis of six percent.</summary>
    private static BasketScenario Calendar(bool nearIsDated, decimal wallet)
    {
        BasketScenario scenario = new() { Blocks = 10, Rules = Rules };
        BasketScenario.Spec near = scenario.AddInstrument(scenario.AddLeg(Side.Buy), (1, 10_000));
        BasketScenario.Spec far = scenario.AddInstrument(scenario.AddLeg(Side.Sell), (1, 10_000));
        (near.Symbol, far.Symbol) = (nearIsDated ? "BTC-USDT-700401" : "BTC-USDT-SWAP", "BTC-USDT-700630");
        if (nearIsDated)
            (near.Kind, near.Expiry, near.MarkTicks) = (InstrumentKind.LinearFuture, March, 608_900);
        (far.Kind, far.Expiry, far.MarkTicks) = (InstrumentKind.LinearFuture, June, 617_800);
        foreach (BasketScenario.Spec spec in scenario.Instruments)
            spec.TakerRate = 0m;
        BasketScenario.Account account = scenario.AddAccount(wallet * 4m, 0, 1);
        account.RuleSet = Portfolio;
        return scenario;
    }

    private static decimal Maintenance(BasketScenario scenario) =>
        Evaluator(scenario, FillStatePolicy.Final).After([Fill(scenario, 0, 100), Fill(scenario, 1, 100)])!.MaintenanceMargin;

    private static PendingFill Fill(BasketScenario scenario, int slot, long lots)
    {
        Side side = scenario.Legs[slot].Side;
        return new PendingFill(
            new InstrumentId(slot), side, new QuantityLots(lots), new PriceTicks(scenario.Instruments[slot].MarkTicks + side.Sign()));
    }

    private static AccountEvaluator Evaluator(BasketScenario scenario, FillStatePolicy states)
    {
        BasketQuestion question = scenario.Question();
        RouteAccount account = question.Accounts[0];
        Assert.True(Rules.TryFind(account.Subaccount, out IMarginModel? model, out _));
        return new AccountEvaluator(scenario.Reference(), model!, account.Account!, account.Pending, question.Prices, states, BreachPolicy.ReduceOnly);
    }
}
