using MarginRouter.Core.Instruments;
using MarginRouter.Core.Margin;
using MarginRouter.Core.Routing.Legs;
using Xunit.Abstractions;

namespace MarginRouter.Core.Tests.Routing.Legs;

/// <summary>Tiny baskets against the best of all splits that exist.</summary>
public sealed class BasketOracleTests(ITestOutputHelper output)
{
    [Fact]
    public void Decide_TinyBaskets_FillAsManyBlocksAsAnySplitAtItsCost()
    {
        int short1 = 0;
        int dearer = 0;
        int bound = 0;
        int some = 0;
        decimal worst = 0m;
        for (int seed = 0; seed < 150; seed++)
        {
            BasketScenario scenario = RandomBasket.Tiny(seed);
            BasketQuestion question = scenario.Question();
            ReferenceData reference = scenario.Reference();
            MarginModelTable models = BasketScenario.Models();
            BasketDecision decision = scenario.Decide();
            ExhaustiveBasket best = new(question, reference, models);
            Assert.True(decision.Blocks <= best.Blocks, $"seed {seed}: {decision.Blocks} blocks, at most {best.Blocks} can be had");
            Assert.True(DenseStates.FirstBroken(question, reference, models, decision) is null, $"seed {seed}: {DenseStates.FirstBroken(question, reference, models, decision)}");
            bound += best.Blocks < question.Blocks ? 1 : 0;
            some += best.Blocks > 0 ? 1 : 0;
            if (decision.Blocks < best.Blocks)
            {
                short1++;
                output.WriteLine($"seed {seed}: {decision.Blocks} of {best.Blocks}");
                continue;
            }

            if (best.Blocks == 0)
                continue;
            decimal paid = ExhaustiveBasket.PaidFor(
                question, reference, decision.Legs.SelectMany((leg, i) => leg.Children.Select(child => (i, child.Terms.Instrument.Value, child.Terms.Quantity.Value))));
            Assert.True(paid >= best.Paid, $"seed {seed}: {paid} is below {best.Paid}");
            if (paid == best.Paid)
                continue;
            dearer++;
            decimal value = decision.Legs.Sum(leg => leg.Planned.Value * BasketScenario.Lot * leg.ArrivalPrice!.Value);
            worst = Math.Max(worst, (paid - best.Paid!.Value) / value * 10_000m);
            output.WriteLine($"seed {seed}: {paid} instead of {best.Paid}");
        }

        output.WriteLine($"{some} with some blocks, {bound} short of what was wanted; ours: {short1} with fewer blocks, {dearer} dearer, worst {worst} bp");
        Assert.True(short1 == 0 && dearer == 0, $"{short1} with fewer blocks, {dearer} dearer, worst {worst} bp");
    }
}
