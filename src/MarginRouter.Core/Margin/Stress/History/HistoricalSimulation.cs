using System.Collections.Immutable;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Margin.Cases;
using MarginRouter.Core.Orders;

namespace MarginRouter.Core.Margin.Stress.History;

/// <summary>
/// Revalues a desk as if each past window happened now: every account in full, options with their volatility of today. Losses are of
/// worth without haircuts; beside them the windows are counted in which the venue's rules would liquidate.
/// </summary>
public static class HistoricalSimulation
{
    /// <summary>Assets that are held and that the history does not have; pegged ones may be missing, and then stay.</summary>
    public static ImmutableArray<string> Missing(StressDesk desk, ReturnHistory history, ImmutableSortedSet<string> pegged)
    {
        StressExposure exposure = StressExposure.Of(desk.Accounts.Select(account => account.Case));
        return [.. exposure.Underlyings.Union(exposure.Collateral).Where(code => !pegged.Contains(code) && !history.Assets.Contains(code))];
    }

    /// <summary>Runs the simulation: one result per account, then the desk; null with the refusal when a price is missing.</summary>
    /// <param name="desk">The desk.</param>
    /// <param name="windows">The windows, enough of them for the confidence.</param>
    /// <param name="confidence">Between 0 and 1.</param>
    /// <param name="refusal">What is missing.</param>
    public static ImmutableArray<HistoricalRisk>? Run(
        StressDesk desk, ImmutableArray<HistoryWindow> windows, decimal confidence, out Refusal? refusal)
    {
        refusal = null;
        decimal[] deskLosses = new decimal[windows.Length];
        bool[] liquidated = new bool[windows.Length];
        decimal deskWorth = 0m;
        ImmutableArray<HistoricalRisk>.Builder risks = ImmutableArray.CreateBuilder<HistoricalRisk>();
        foreach (StressAccount account in desk.Accounts)
        {
            StressScenario[] scenarios = [.. windows.Select(window => new StressScenario { Name = $"{window.From:yyyy-MM-dd}", Moves = window.Moves })];
            if (Worth(account, StressScenario.Calm, out refusal) is not { } today)
                return null;
            decimal[] losses = new decimal[windows.Length];
            int gone = 0;
            int unknown = 0;
            for (int i = 0; i < scenarios.Length; i++)
            {
                if (Worth(account, scenarios[i], out refusal) is not { } worth)
                    return null;
                losses[i] = today - worth;
                decimal rate = desk.Rates[account.Currency.Code];
                deskLosses[i] += (rate * today) - (rate * scenarios[i].Factor(account.Currency) / scenarios[i].Factor(desk.Currency) * worth);
                bool? dead = Liquidates(account, scenarios[i]);
                liquidated[i] |= dead is true;
                gone += dead is true ? 1 : 0;
                unknown += dead is null ? 1 : 0;
            }

            deskWorth += desk.Rates[account.Currency.Code] * today;
            risks.Add(Risk((account.Name, account.Currency, today), losses, windows, confidence) with { Liquidations = gone, Unknown = unknown });
        }

        risks.Add(Risk((desk.Name, desk.Currency, deskWorth), deskLosses, windows, confidence) with
        {
            Liquidations = liquidated.Count(one => one),
            Unknown = risks.Max(risk => risk.Unknown),
        });
        return risks.ToImmutable();
    }

    private static HistoricalRisk Risk(
        (string Name, Asset Currency, decimal Worth) whose, decimal[] losses, ImmutableArray<HistoryWindow> windows, decimal confidence)
    {
        int worst = Array.IndexOf(losses, losses.Max());
        return new HistoricalRisk(
            whose.Name, whose.Currency.Code, whose.Worth, TailRisk.Of(losses, confidence), windows[worst].From, losses[worst], 0, 0);
    }

    /// <summary>Worth in the account's own currency.</summary>
    private static decimal? Worth(StressAccount account, StressScenario scenario, out Refusal? refusal)
    {
        if (StressedCase.Of(scenario, account, out refusal) is not { } stressed || CaseValue.Of(stressed, out refusal) is not { } worth)
            return null;
        if (account.Currency == stressed.Rules.Reporting)
            return worth;
        if (stressed.Prices.TryGetValue(account.Currency.Code, out decimal price))
            return worth / price;
        refusal = new Refusal(RefusalReason.CurrencyMissing, $"{account.Currency.Code} in {stressed.Rules.Reporting.Code}");
        return null;
    }

    private static bool? Liquidates(StressAccount account, StressScenario scenario) =>
        StressedCase.Of(scenario, account, out _) is { } stressed && MarginCaseEvaluator.Assess(stressed, out _) is { } margin
            ? margin.Utilisation is null or >= 1m
            : null;
}
