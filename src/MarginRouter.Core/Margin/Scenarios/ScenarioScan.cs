using System.Collections.Immutable;
using MarginRouter.Core.Margin.Rules;

namespace MarginRouter.Core.Margin.Scenarios;

/// <summary>Worst loss of one underlying's positions over the scan and the extreme moves.</summary>
internal static class ScenarioScan
{
    /// <summary>Requirement of a list of profits: the largest loss, zero when nothing loses (the whole of SPAN's and of every scan's rule).</summary>
    public static decimal Requirement(ReadOnlySpan<decimal> profits)
    {
        decimal worst = 0m;
        foreach (decimal profit in profits)
            worst = Math.Max(worst, -profit);
        return worst;
    }

    /// <summary>Profits of several positions, scenario by scenario.</summary>
    public static ImmutableArray<decimal> Together(ImmutableArray<decimal> first, ImmutableArray<decimal> second)
    {
        if (first.Length != second.Length)
            throw new ArgumentException("the positions were scanned over different scenarios");
        return [.. first.Zip(second, (one, other) => one + other)];
    }

    /// <summary>The worst scenario of some positions in one underlying.</summary>
    public static WorstScenario Worst(ScenarioRule rule, string underlying, decimal index, ImmutableArray<ScenarioLeg> legs)
    {
        WorstScenario worst = new(underlying, 0m, 0m, 0m);
        foreach (decimal move in rule.Prices.Find(underlying)!.Value)
            worst = Deeper(worst, Scan(rule, underlying, index, legs, move), 1m);
        if (rule.ExtremeDampener is null)
        {
            foreach (decimal move in rule.Extremes?.Find(underlying) ?? [])
                worst = Deeper(worst, Scan(rule, underlying, index, legs, move), rule.ExtremeFraction);
        }

        return worst;
    }

    /// <summary>The largest loss at an extreme move, before it is counted in part.</summary>
    public static decimal ExtremeLoss(ScenarioRule rule, string underlying, decimal index, ImmutableArray<ScenarioLeg> legs)
    {
        decimal loss = 0m;
        foreach (decimal move in rule.Extremes?.Find(underlying) ?? [])
            loss = Math.Max(loss, Scan(rule, underlying, index, legs, move).Loss);
        return loss;
    }

    private static WorstScenario Deeper(WorstScenario worst, WorstScenario found, decimal fraction) =>
        found.Loss * fraction > worst.Loss ? found with { Loss = found.Loss * fraction } : worst;

    private static WorstScenario Scan(
        ScenarioRule rule, string underlying, decimal index, ImmutableArray<ScenarioLeg> legs, decimal move)
    {
        bool options = legs.Any(leg => leg.Option is not null);
        WorstScenario worst = new(underlying, move, 0m, 0m);
        for (int volatility = options ? 1 : 0; volatility >= (options ? -1 : 0); volatility--)
        {
            decimal profit = 0m;
            foreach (ScenarioLeg leg in legs)
                profit += LegShock.Profit(rule, leg, index, move, volatility);
            decimal shown = volatility switch
            {
                > 0 => rule.Volatility!.Up,
                < 0 => -rule.Volatility!.Down,
                _ => 0m,
            };
            if (-profit > worst.Loss)
                worst = new WorstScenario(underlying, move, shown, -profit);
        }

        return worst;
    }
}
