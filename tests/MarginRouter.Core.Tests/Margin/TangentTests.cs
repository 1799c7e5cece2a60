using MarginRouter.Core.Instruments;
using MarginRouter.Core.Margin;
using MarginRouter.Core.Margin.Models;
using Xunit.Abstractions;

namespace MarginRouter.Core.Tests.Margin;

/// <summary>What accounts that are judged as a whole say of their limits near some sizes: nothing that they allow is beyond it.</summary>
public sealed class TangentTests(ITestOutputHelper output)
{
    private const int Runs = 150;

    // Isolated positions (the order of fills matters) and requirements that jump with the whole position: their tangents only guide a search.
    private static readonly string[] NeverConvex =
    [
        "binance/usdm-isolated", "bybit/isolated", "hyperliquid/isolated", "kraken/futures-multi", "kraken/futures-single", "kucoin/futures-cross",
        "kucoin/futures-isolated", "kucoin/uta", "okx/futures", "okx/isolated", "okx/multi-currency",
    ];

    public static TheoryData<string> WholeRuleSets() =>
        [.. RuleFiles.Names().Where(name => RuleFiles.Load(name) is { } rules && (rules.Book is not null || MarginModelFactory.Frame(rules) is null))];

    [Theory]
    [MemberData(nameof(WholeRuleSets))]
    public void Touch_ConvexAccount_ForbidsNoSizeOrPriceThatPasses(string name)
    {
        int convex = 0;
        int passed = 0;
        for (int seed = 0; seed < Runs; seed++)
        {
            var world = new StateWorld(name, seed);
            AccountEvaluator evaluator = world.Evaluator(FillStatePolicy.Any);
            PendingFill[] largest = [.. world.Candidates.DistinctBy(fill => fill.Instrument).Select(fill => fill with { Quantity = new QuantityLots(12) })];
            if (evaluator.MarginUnknown is not null || evaluator.InBreach || !evaluator.IsConvex(largest))
                continue;
            convex++;
            var random = new Random(seed);
            List<LimitTangent> tangents = [];
            for (int i = 0; i < 4; i++)
                evaluator.Touch([.. largest.Select(fill => fill with { Quantity = new QuantityLots(random.Next(1, 13)) })], tangents);
            for (int i = 0; i < 40; i++)
            {
                long worse = random.Next(2) * random.Next(0, 900);
                PendingFill[] some = [.. largest.Select(fill => Worse(fill with { Quantity = new QuantityLots(random.Next(0, 13)) }, worse))];
                PendingFill[] present = [.. some.Where(fill => !fill.Quantity.IsZero)];
                if (present.Length == 0 || evaluator.Check(present) is not null)
                    continue;
                passed++;
                foreach (LimitTangent tangent in tangents)
                {
                    decimal sum = tangent.Constant - tangent.Slack + some.Select((fill, one) =>
                        fill.Quantity.Value * (tangent.Slopes[one].PerLot + (IsLinear(world, fill) ? tangent.Slopes[one].PerLotAndTick * worse : 0m))).Sum();
                    Assert.True(sum <= tangent.Bound, $"seed {seed}: {tangent.Reason} {tangent.Subject} {sum} over {tangent.Bound} at {string.Join(",", some)} in {world}");
                }
            }
        }

        Assert.True(passed > 200 || (passed == 0 && NeverConvex.Contains(name)), $"{name}: {convex} convex, {passed} passed");
        output.WriteLine($"{name}: {convex} of {Runs} convex, {passed} sizes passed");
    }

    private static bool IsLinear(StateWorld world, PendingFill fill) =>
        world.Reference[fill.Instrument].Kind is not (InstrumentKind.InversePerpetual or InstrumentKind.InverseFuture);

    private static PendingFill Worse(PendingFill fill, long ticks) => fill with { LimitPrice = new PriceTicks(fill.LimitPrice.Value + (fill.Side.Sign() * ticks)) };
}
