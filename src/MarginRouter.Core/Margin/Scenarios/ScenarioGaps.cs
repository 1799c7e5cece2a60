using System.Collections.Immutable;
using MarginRouter.Core.Margin.Rules;
using MarginRouter.Core.Orders;

namespace MarginRouter.Core.Margin.Scenarios;

/// <summary>Finds what positions need and the rules do not have: such a book is refused by name.</summary>
internal static class ScenarioGaps
{
    /// <summary>The first figure that is missing for these positions; null when all are there.</summary>
    public static Refusal? Missing(MarginRuleSet rules, ImmutableArray<ScenarioLeg> held, string underlying, decimal index)
    {
        ScenarioRule rule = rules.Scenario!;
        if (held.IsEmpty)
            return null;
        if (rule.Prices.Find(underlying) is null)
            return Missing(rules, $"price moves of {underlying}");
        if (rule.Extremes is { } extremes && extremes.Find(underlying) is null)
            return Missing(rules, $"extreme moves of {underlying}");
        bool contracts = held.Any(leg => leg.Kind is ScenarioLegKind.Linear or ScenarioLegKind.Inverse);
        if (contracts && rule.Gaps.Contains(ScenarioGap.Contracts))
            return Missing(rules, $"charge on contracts of {underlying}");
        if (contracts && rule.ContractCharge is { } charge && charge.Find(underlying) is null)
            return Missing(rules, $"charge on contracts of {underlying}");
        if (rule.Gaps.Contains(ScenarioGap.DatedContracts) && held.FirstOrDefault(leg => leg.Years is not null && leg.Option is null) is { } dated)
            return Missing(rules, $"charge on the dated contract {dated.Instrument}");
        if (rule.LargestDelta?.Find(underlying) is { } largest)
        {
            decimal delta = Math.Abs(held.Sum(leg => LegShock.Delta(leg, index)));
            if (delta > largest[0])
                return Missing(rules, $"delta shock of {underlying}") with { Required = delta, Available = largest[0] };
        }

        return Options(rules, [.. held.Where(leg => leg.Option is not null)], underlying);
    }

    /// <summary>The refusal when an extreme loss is beyond what the dampener is known to take; null else.</summary>
    public static Refusal? Beyond(MarginRuleSet rules, ImmutableArray<ScenarioLeg> scanned, string underlying, decimal index)
    {
        ScenarioRule rule = rules.Scenario!;
        if (rule.ExtremeDampener is not { } dampener || scanned.IsEmpty)
            return null;
        if (dampener.Find(underlying) is not { } figures)
            return Missing(rules, $"dampener of {underlying}");
        decimal loss = ScenarioScan.ExtremeLoss(rule, underlying, index, scanned);
        return loss > figures[0] ? Missing(rules, $"extreme move of {underlying}") with { Required = loss, Available = figures[0] } : null;
    }

    private static Refusal? Options(MarginRuleSet rules, ImmutableArray<ScenarioLeg> options, string underlying)
    {
        ScenarioRule rule = rules.Scenario!;
        if (options.IsEmpty)
            return null;
        if (rule.Volatility is not { } shock || rule.Gaps.Contains(ScenarioGap.Options))
            return Missing(rules, $"options of {underlying}");
        if (rule.Gaps.Contains(ScenarioGap.ShortOptions) && options.FirstOrDefault(leg => leg.Units < 0m) is { } sold)
            return Missing(rules, $"charge on the sold option {sold.Instrument}");
        if (rule.Gaps.Contains(ScenarioGap.OptionSpreads) && options.Select(leg => leg.Years).Distinct().Count() > 1)
            return Missing(rules, $"charge on options of {underlying} with several expiries");
        return options.FirstOrDefault(leg => leg.Option!.Volatility < shock.LeastForUp) is { } calm
            ? Missing(rules, $"volatility rise of {calm.Instrument}") with { Required = shock.LeastForUp, Available = calm.Option!.Volatility }
            : null;
    }

    private static Refusal Missing(MarginRuleSet rules, string what) => new(RefusalReason.TierMissing, $"{what} in {rules.Name}");
}
