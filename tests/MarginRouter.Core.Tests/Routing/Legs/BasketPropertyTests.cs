using System.Text.Json;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Margin;
using MarginRouter.Core.Routing;
using MarginRouter.Core.Routing.Legs;

namespace MarginRouter.Core.Tests.Routing.Legs;

/// <summary>What must hold for every basket, on random ones of up to four legs.</summary>
public sealed class BasketPropertyTests
{
    private const int Cases = 120;

    [Fact]
    public void Decide_RandomBaskets_HoldEveryLimitAtEverySubsetOfAllLegs()
    {
        int sent = 0;
        for (int seed = 0; seed < Cases; seed++)
        {
            BasketScenario scenario = RandomBasket.Larger(seed);
            BasketQuestion question = scenario.Question();
            BasketDecision decision = scenario.Decide();
            sent += decision.Blocks > 0 ? 1 : 0;
            RouteRequest plain = Plain(question);
            Assert.True(NaiveLimits.FirstBroken(plain, scenario.Reference(), Fills(decision)) is null, $"seed {seed}: {NaiveLimits.FirstBroken(plain, scenario.Reference(), Fills(decision))}");
        }

        Assert.InRange(sent, Cases / 4, Cases);
    }

    [Fact]
    public void Decide_RandomBaskets_KeepRatioAndLotsAndExplainWhatIsLeft()
    {
        for (int seed = 0; seed < Cases; seed++)
        {
            BasketScenario scenario = RandomBasket.Larger(seed);
            BasketQuestion question = scenario.Question();
            ReferenceData reference = scenario.Reference();
            BasketDecision decision = scenario.Decide();
            Assert.True(decision.Blocks <= question.Blocks, $"seed {seed}");
            Assert.True((decision.Blocks == question.Blocks) == decision.Blocking.IsEmpty, $"seed {seed}: {decision.Blocks} of {question.Blocks}");
            for (int leg = 0; leg < decision.Legs.Length; leg++)
            {
                LegDecision given = decision.Legs[leg];
                Assert.True(given.Planned.Value == decision.Blocks * question.Legs[leg].LotsPerBlock, $"seed {seed} leg {leg}");
                Product product = reference[question.Legs[leg].Product];
                Assert.True(given.Children.Sum(child => child.Terms.Quantity.Value * product.LotsPer(reference[child.Terms.Instrument])) == given.Planned.Value, $"seed {seed}");
                Assert.All(given.Children, child => Assert.Equal(question.Legs[leg].Side, child.Terms.Side));
                Assert.Equal(given.Children.Length, given.Children.Select(child => child.Terms.Id).Distinct().Count());
                foreach (IGrouping<InstrumentId, RouteChild> group in given.Children.GroupBy(child => child.Terms.Instrument))
                {
                    RouteBook book = question.Legs[leg].Books.Single(one => one.Instrument == group.Key);
                    long within = book.Levels.Where(level => question.Legs[leg].Side.Sign() * (level.Price.Value - group.First().Terms.LimitPrice.Value) <= 0).Sum(level => level.Quantity.Value);
                    Assert.True(group.Sum(child => child.Terms.Quantity.Value) <= within, $"seed {seed}: more than the book shows");
                }
            }

            Assert.True(decision.LowerBound <= decision.Cost.Objective, $"seed {seed}: bound {decision.LowerBound} above {decision.Cost.Objective}");
            Assert.Equal(question.Accounts.Length, decision.Margins.Length);
        }
    }

    [Fact]
    public void Decide_ItsOwnSlice_GivesTheSameDecision()
    {
        for (int seed = 0; seed < Cases; seed++)
        {
            BasketScenario scenario = RandomBasket.Larger(seed);
            scenario.MaximumLegging = seed % 3 == 0 ? 7 : null;
            BasketDecision decision = scenario.Decide();
            BasketDecision again = scenario.Optimizer().Decide(decision.Slice);
            Assert.True(JsonSerializer.Serialize(decision) == JsonSerializer.Serialize(again), $"seed {seed}");
        }
    }

    [Fact]
    public void Decide_MoreCollateralEverywhere_NeverGivesFewerBlocks()
    {
        int more = 0;
        for (int seed = 0; seed < Cases; seed++)
        {
            BasketScenario scenario = RandomBasket.Larger(seed);
            long before = scenario.Decide().Blocks;
            foreach (BasketScenario.Account account in scenario.Accounts)
                account.Wallet += 400m;
            long after = scenario.Decide().Blocks;
            Assert.True(after >= before, $"seed {seed}: {after} blocks instead of {before}");
            more += after > before ? 1 : 0;
        }

        Assert.True(more > 5, $"{more}");
    }

    [Fact]
    public void Decide_OneMoreAccount_NeverGivesFewerBlocks()
    {
        for (int seed = 0; seed < Cases; seed++)
        {
            BasketScenario scenario = RandomBasket.Larger(seed);
            long before = scenario.Decide().Blocks;
            scenario.AddAccount(2_000m, [.. Enumerable.Range(0, scenario.Instruments.Count)]);
            Assert.True(scenario.Decide().Blocks >= before, $"seed {seed}");
        }
    }

    internal static IEnumerable<(SubaccountId Account, PendingFill Fill)> Fills(BasketDecision decision) =>
        decision.Legs.SelectMany(leg => leg.Children).Select(child =>
            (child.Terms.Subaccount, new PendingFill(child.Terms.Instrument, child.Terms.Side, child.Terms.Quantity, child.Terms.LimitPrice)));

    /// <summary>Accounts and prices of a basket as the check of single parents takes them.</summary>
    internal static RouteRequest Plain(BasketQuestion question) => new()
    {
        Parent = question.Basket,
        Attempt = 1,
        Product = new ProductId(0),
        Side = Side.Buy,
        Quantity = new QuantityLots(1),
        LimitPrice = null,
        Books = [],
        Accounts = question.Accounts,
        Prices = question.Prices,
        Policy = question.Policy,
        WorkUnits = 1,
    };
}
