using System.Collections.Immutable;
using MarginRouter.Core.Margin.Stress;
using MarginRouter.Gateway;

namespace MarginRouter.Host.Stress;

/// <summary>A stress report as the document of <c>stress --json</c>: amounts as texts, each account's in its own currency.</summary>
internal static class StressDocument
{
    public static object Of(StressReport report, HistoryReport? history, ImmutableArray<AccountCliffs> cliffs) => new
    {
        desk = report.Desk.Name,
        currency = report.Desk.Currency.Code,
        accounts = report.Desk.Accounts.Select(account => new { account.Name, rules = account.Case.Rules.Name, currency = account.Currency.Code, funding = Funding(account) }),
        scenarios = report.Totals.Select(total => new
        {
            name = total.Scenario,
            total.Equity,
            maintenanceMargin = total.Maintenance,
            total.ClosingCost,
            total.Loss,
            total.Liquidated,
            total.Unknown,
            accounts = report.Rows.Where(row => row.Scenario == total.Scenario).Select(Row),
        }),
        worst = new
        {
            desk = report.WorstForDesk is { } worst ? new { scenario = worst.Scenario, worst.Loss, worst.Liquidated } : null,
            accounts = report.WorstByAccount.Select(row => new
            {
                account = row.Account,
                scenario = row.Scenario,
                row.Figures?.Margin?.Equity,
                row.Figures?.Margin?.Utilisation,
                action = row.Figures?.Action,
            }),
        },
        history = history?.Document(),
        cliffs = cliffs.IsEmpty ? null : cliffs.Select(account => account.Document()),
    };

    private static object? Funding(StressAccount account) => StressFunding.Of(account) is not { } funding ? null : new
    {
        funding.Exposure,
        expectedPerDay = funding.Forecast.Expected,
        amounts = funding.Forecast.Amounts.Select(amount => new { amount.Instrument, amount.Payments, amount.Expected }),
        missing = funding.Missing,
    };

    private static object Row(StressRow row) => new
    {
        account = row.Account,
        row.Figures?.Margin?.Equity,
        row.Figures?.Margin?.MaintenanceMargin,
        row.Figures?.Margin?.Utilisation,
        action = row.Figures?.Action,
        row.Figures?.LiquidationDistance,
        brokenCollateralLimit = row.Figures?.Collateral?.Broken?.Subject,
        uncovered = row.Figures?.Collateral?.Uncovered,
        closingCost = row.Closing?.Cost,
        closingBeyondBook = row.Closing?.Beyond,
        refusal = (row.Refusal ?? row.Closing?.Refusal) is { } refusal ? RefusalText.Of([refusal]) : null,
    };
}
