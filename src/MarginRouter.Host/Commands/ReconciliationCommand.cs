using System.CommandLine;
using System.Text.Json;
using MarginRouter.Core.Margin.Reconciliation;
using MarginRouter.Host.Journal;
using Spectre.Console;

namespace MarginRouter.Host.Commands;

/// <summary><c>reconciliation JOURNAL [--config DIR] [--json]</c>: local margin against the venues' over the life of a journal.</summary>
internal static class ReconciliationCommand
{
    private static readonly JsonSerializerOptions Json = new() { PropertyNamingPolicy = JsonNamingPolicy.CamelCase, WriteIndented = true };

    public static Command Create(TextWriter output, TextWriter diagnostics)
    {
        Argument<string> journal = new("JOURNAL") { Description = "The journal's folder." };
        Option<string?> folder = ConfigurationOption.Create();
        Option<bool> json = new("--json") { Description = "Print one JSON document and nothing else." };
        Command command = new("reconciliation", "Tells from a journal how local margin compared with the venues' own figures.") { journal, folder, json };
        command.SetAction(parsed => RootCommandFactory.GuardAsync(
            diagnostics,
            () => Task.FromResult(Run(parsed.GetRequiredValue(journal), parsed.GetValue(folder), parsed.GetValue(json), output))));
        return command;
    }

    private static int Run(string journal, string? folder, bool json, TextWriter output)
    {
        JournalReconciliation[] accounts =
            JournalFolder.Read(journal, folder, configuration => JournalReconciliation.Read(journal, configuration.Firm));
        if (json)
            output.WriteLine(JsonSerializer.Serialize(new { journal, accounts = accounts.Select(Document) }, Json));
        else
            Print(accounts, output);
        return ExitCode.Done;
    }

    private static object Document(JournalReconciliation account) => new
    {
        subaccount = account.Subaccount.Name,
        account.Subaccount.RuleSet,
        account.Agreed,
        account.Drifted,
        account.Unknown,
        account.WhatIfs,
        account.LargestError,
        account.Band,
        reduceOnly = account.ReduceOnly?.Subject,
        missing = account.Last?.Missing ?? [],
        figures = account.Last?.Figures.Select(figure => new { figure.Name, figure.Local, figure.Venue }) ?? [],
        whatIf = account.LastWhatIf?.Question,
        whatIfFigures = account.LastWhatIf?.Figures.Select(figure => new { figure.Name, figure.Local, figure.Venue }) ?? [],
    };

    private static void Print(JournalReconciliation[] accounts, TextWriter output)
    {
        Table table = new() { Title = new TableTitle("local margin against the venues' own (shares of equity)") };
        table.AddColumns("subaccount", "rules", "agreed", "drifted", "unknown", "of what-ifs", "largest error", "band", "now", "venue gives no");
        foreach (JournalReconciliation account in accounts)
        {
            table.AddRow(
                [
                    .. new[]
                    {
                        account.Subaccount.Name, account.Subaccount.RuleSet, $"{account.Agreed}", $"{account.Drifted}", $"{account.Unknown}", $"{account.WhatIfs}",
                        Share(account.LargestError), Share(account.Band), State(account), string.Join(", ", account.Last?.Missing ?? []),
                    }.Select(cell => new Text(cell)),
                ]);
        }

        ReportConsole.Create(output).Write(table);
        foreach (JournalReconciliation account in accounts.Where(account => account.ReduceOnly is not null))
            output.WriteLine(account.ReduceOnly!.Subject);
    }

    private static string State(JournalReconciliation account)
    {
        if (account.ReduceOnly is not null)
            return "only reduces";
        return account.Last is not MarginComparison last ? "never stated" : last.Outcome switch
        {
            ReconciliationOutcome.NotReported => "not reported",
            ReconciliationOutcome.LocalUnknown => "local unknown",
            ReconciliationOutcome.Agrees or ReconciliationOutcome.Drifts => "free",
        };
    }

    private static string Share(decimal? error) =>
        error is decimal share ? decimal.Round(share, 8).ToString("0.########", System.Globalization.CultureInfo.InvariantCulture) : "-";
}
