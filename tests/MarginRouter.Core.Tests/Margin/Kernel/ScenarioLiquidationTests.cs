using MarginRouter.Core.Margin.Scenarios;

namespace MarginRouter.Core.Tests.Margin.Kernel;

/// <summary>The nearest liquidation of random scenario books against a dense walk along the same way.</summary>
public sealed class ScenarioLiquidationTests
{
    private const int Draws = 60;
    private const decimal Step = 0.0005m;
    private const decimal Reach = 0.3m;

    public static TheoryData<string> RuleSets => RandomScenarioBook.RuleSets();

    [Theory]
    [MemberData(nameof(RuleSets))]
    public void Distance_RandomBooks_IsWhereADenseWalkFirstCrosses(string name)
    {
        RandomScenarioBook random = new(name, 71_003);
        int crossed = 0;
        int safe = 0;
        for (int draw = 0; draw < Draws; draw++)
        {
            ScenarioBook book = random.Next();
            string? underlying = book.Legs.FirstOrDefault(leg => leg.Units != 0m)?.Underlying;
            if (underlying is null || book.Legs.Any(leg => leg.Units != 0m && leg.Underlying != underlying))
                continue;
            decimal? Excess(decimal factor) => ScenarioLiquidation.Excess(random.Rules, book.Moved(random.Rules.Scenario!, underlying, factor));
            if (Excess(1m) is null)
                continue;
            decimal? found = ScenarioLiquidation.Distance(random.Rules, book);
            string context = $"{random.Context} draw {draw}: {found}";
            decimal? dense = Excess(1m) >= 0m ? 0m : Dense(Excess);
            if (dense is null)
            {
                Assert.True(found is null || found > Reach - Step, context);
                safe++;
                continue;
            }

            crossed += dense > 0m ? 1 : 0;
            Assert.True(found is { } at && at <= dense && at >= Math.Max(0m, dense.Value - Step), $"{context} but {dense}");
            decimal exact = found!.Value;
            Assert.True(exact == 0m || Excess(1m + exact) >= 0m || Excess(1m - exact) >= 0m, $"{context} does not liquidate");
            if (exact > 0.000001m)
                Assert.True((Excess(1m + exact - 0.000000001m) is not >= 0m) && (Excess(1m - exact + 0.000000001m) is not >= 0m), $"{context} is not the first");
        }

        Assert.True(crossed + safe > 3, $"{name}: {crossed} crossed, {safe} safe");
    }

    /// <summary>The first step either way that liquidates; a way ends where a figure is missing.</summary>
    private static decimal? Dense(Func<decimal, decimal?> excess)
    {
        bool up = true;
        bool down = true;
        for (decimal move = Step; move <= Reach; move += Step)
        {
            decimal? above = up ? excess(1m + move) : null;
            decimal? below = down ? excess(1m - move) : null;
            up &= above is not null;
            down &= below is not null;
            if (above >= 0m || below >= 0m)
                return move;
        }

        return null;
    }
}
