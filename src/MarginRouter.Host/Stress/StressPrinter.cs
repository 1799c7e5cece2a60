using System.Collections.Immutable;
using System.Globalization;
using MarginRouter.Core.Margin;
using MarginRouter.Core.Margin.Cases;
using MarginRouter.Core.Margin.Stress;
using MarginRouter.Gateway;
using MarginRouter.Host.Demo;
using Spectre.Console;

namespace MarginRouter.Host.Stress;

/// <summary>Shows a stress report as tables: each account in every scenario, the desk's totals, and the worst of each.</summary>
internal sealed class StressPrinter(IAnsiConsole console)
{
    public void Print(StressReport report, HistoryReport? history, ImmutableArray<AccountCliffs> cliffs)
    {
        foreach (StressAccount account in report.Desk.Accounts)
            console.Write(AccountTable(report, account));
        console.Write(TotalTable(report));
        console.Write(WorstTable(report));
        if (report.WorstForDesk is { } worst)
            console.WriteLine($"worst for {report.Desk.Name}: {worst.Scenario}, loss {Figure.Money(worst.Loss)} {report.Desk.Currency}, {worst.Liquidated} of {report.Desk.Accounts.Length} accounts liquidated");
        if (history is not null)
            console.Write(history.Table());
        foreach (AccountCliffs account in cliffs)
        {
            if (account.Report.Cliffs.IsEmpty)
                console.WriteLine($"{account.Account}: no cliff within {Figure.Percent(account.Within)}");
            else
                console.Write(account.Table());
            console.Write(account.ElasticityTable());
        }

        foreach (StressAccount account in report.Desk.Accounts)
        {
            if (StressFunding.Of(account) is { } funding)
            {
                string missing = funding.Missing.IsEmpty ? string.Empty : $"; no rate of {string.Join(", ", funding.Missing)}";
                console.WriteLine($"funding of a day: {account.Name} pays {Figure.Money(funding.Forecast.Expected)} on {Figure.Money(funding.Exposure)}{missing}");
            }
        }

        foreach (StressRow row in report.Rows.Where(row => row.Figures?.Collateral?.Broken is not null))
            console.WriteLine($"collateral limit broken: {row.Account} in {row.Scenario}: {RefusalText.Of([row.Figures!.Collateral!.Broken!])}");
        foreach (StressRow row in report.Rows.Where(row => row.Refusal is not null))
            console.WriteLine($"not known: {row.Account} in {row.Scenario}: {RefusalText.Of([row.Refusal!])}");
    }

    private static Table AccountTable(StressReport report, StressAccount account)
    {
        Table table = new() { Title = new TableTitle(Markup.Escape($"{account.Name}: {account.Case.Rules.Name}, {account.Currency} (utilisation 100 % is liquidation)")) };
        table.AddColumns("scenario", "equity", "maintenance", "utilisation", "action", "distance left", "cost of closing", "beyond book");
        StressRow[] rows = [.. report.Rows.Where(row => row.Account == account.Name)];
        StressRow[] shown = [.. rows.Where(row => row == rows[0] || !IsSame(row, rows[0]))];
        foreach (StressRow row in shown)
            AddRow(table, row.Scenario, row);
        if (shown.Length < rows.Length)
            table.Caption = new TableTitle($"{rows.Length - shown.Length} scenarios that change nothing here are left out");
        return table;
    }

    private static bool IsSame(StressRow row, StressRow calm) =>
        row.Figures is { } figures
        && figures.Margin?.Equity == calm.Figures?.Margin?.Equity
        && figures.Margin?.MaintenanceMargin == calm.Figures?.Margin?.MaintenanceMargin
        && row.Closing?.Cost == calm.Closing?.Cost;

    private static void AddRow(Table table, string first, StressRow row)
    {
        MarginFigures? figures = row.Figures;
        MarginAssessment? margin = figures?.Margin;
        table.AddRow(
            new Text(first),
            new Text(Figure.Money(margin?.Equity)),
            new Text(Figure.Money(margin?.MaintenanceMargin)),
            new Text(Utilisation(row)),
            new Text(figures?.Action.ToString() ?? "not known"),
            new Text(Figure.Percent(figures?.LiquidationDistance)),
            new Text(Figure.Money(row.Closing?.Cost)),
            new Text(row.Closing is { Beyond: > 0m } closing ? Figure.Percent(closing.Beyond) : "-"));
    }

    private static Table TotalTable(StressReport report)
    {
        Table table = new() { Title = new TableTitle(Markup.Escape($"{report.Desk.Name}: all accounts, {report.Desk.Currency}")) };
        table.AddColumns("scenario", "equity", "loss", "maintenance", "cost of closing", "accounts liquidated", "not known");
        foreach (StressTotal total in report.Totals)
        {
            table.AddRow(
                total.Scenario,
                Figure.Money(total.Equity),
                Figure.Money(total.Loss),
                Figure.Money(total.Maintenance),
                Figure.Money(total.ClosingCost),
                total.Liquidated.ToString(CultureInfo.InvariantCulture),
                total.Unknown.ToString(CultureInfo.InvariantCulture));
        }

        return table;
    }

    private static Table WorstTable(StressReport report)
    {
        Table table = new() { Title = new TableTitle("worst scenario of each account") };
        table.AddColumns("account", "scenario", "equity", "utilisation", "action");
        foreach (StressRow row in report.WorstByAccount)
        {
            table.AddRow(
                row.Account, row.Scenario, Figure.Money(row.Figures?.Margin?.Equity), Utilisation(row), row.Figures?.Action.ToString() ?? "not known");
        }

        return table;
    }

    private static string Utilisation(StressRow row) =>
        row.Figures?.Margin is { Utilisation: null } ? "over" : Figure.Percent(row.Figures?.Margin?.Utilisation);
}
