using System.Collections.Immutable;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Margin.Cases;
using MarginRouter.Core.Orders;

namespace MarginRouter.Core.Margin.Stress;

/// <summary>Evaluates the accounts of a desk in scenarios.</summary>
public static class StressRun
{
    /// <summary>Evaluates every account in every scenario, and today.</summary>
    /// <param name="desk">The desk.</param>
    /// <param name="scenarios">The scenarios, names unique, without calm.</param>
    /// <param name="depth">Stands in for books that the desk does not supply; null when nothing does.</param>
    public static StressReport Evaluate(StressDesk desk, ImmutableArray<StressScenario> scenarios, DepthModel? depth)
    {
        ImmutableArray<StressRow>.Builder rows = ImmutableArray.CreateBuilder<StressRow>();
        ImmutableArray<StressTotal>.Builder totals = ImmutableArray.CreateBuilder<StressTotal>();
        foreach (StressScenario scenario in scenarios.Insert(0, StressScenario.Calm))
        {
            ImmutableArray<StressRow> found = [.. desk.Accounts.Select(account => Row(desk, account, scenario, depth))];
            rows.AddRange(found);
            totals.Add(Total(scenario.Name, found, totals.Count == 0 ? null : totals[0].Equity));
        }

        return new StressReport(desk, rows.ToImmutable(), totals.ToImmutable());
    }

    private static StressRow Row(StressDesk desk, StressAccount account, StressScenario scenario, DepthModel? depth)
    {
        Asset currency = account.Currency;
        decimal rate = desk.Rates[currency.Code] * scenario.Factor(currency) / scenario.Factor(desk.Currency);
        if (StressedCase.Of(scenario, account, out Refusal? refusal) is not { } stressed
            || MarginCaseEvaluator.Evaluate(stressed, out refusal) is not { } figures)
            return new StressRow(account.Name, scenario.Name, null, null, rate, refusal);
        return new StressRow(
            account.Name, scenario.Name, figures, ClosingCost.Of(account, stressed, scenario.Liquidity, depth, rate), rate, null);
    }

    private static StressTotal Total(string scenario, ImmutableArray<StressRow> rows, decimal? calm)
    {
        decimal? equity = 0m;
        decimal? maintenance = 0m;
        decimal? closing = 0m;
        foreach (StressRow row in rows)
        {
            equity += row.Figures?.Margin?.Equity * row.Rate;
            maintenance += row.Figures?.Margin?.MaintenanceMargin * row.Rate;
            closing += row.Closing?.Cost * row.Rate;
        }

        return new StressTotal(
            scenario,
            equity,
            maintenance,
            closing,
            scenario == StressScenario.Calm.Name ? equity - equity : calm - equity,
            rows.Count(row => row.IsLiquidated),
            rows.Count(row => row.Figures is null));
    }
}
