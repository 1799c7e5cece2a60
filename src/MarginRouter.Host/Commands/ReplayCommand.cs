using System.Collections.Immutable;
using System.CommandLine;
using System.Text.Json;
using MarginRouter.Host.Journal;
using MarginRouter.Host.Runtime;
using Spectre.Console;

namespace MarginRouter.Host.Commands;

/// <summary><c>replay JOURNAL [--config DIR] [--json]</c>: recomputes every decision of a journal and compares.</summary>
internal static class ReplayCommand
{
    private static readonly JsonSerializerOptions Json = new() { PropertyNamingPolicy = JsonNamingPolicy.CamelCase, WriteIndented = true };

    public static Command Create(TextWriter output, TextWriter diagnostics)
    {
        Argument<string> journal = new("JOURNAL") { Description = "The journal's folder." };
        Option<string?> folder = ConfigurationOption.Create();
        Option<bool> json = new("--json") { Description = "Print one JSON document and nothing else." };
        Command command = new("replay", "Recomputes every decision of a journal and compares.") { journal, folder, json };
        command.SetAction(parsed => RootCommandFactory.GuardAsync(
            diagnostics,
            () => Task.FromResult(Run(parsed.GetRequiredValue(journal), parsed.GetValue(folder), parsed.GetValue(json), output))));
        return command;
    }

    private static int Run(string journal, string? folder, bool json, TextWriter output)
    {
        (RecoveredState state, ImmutableArray<ReplayedDecision> decisions) =
            JournalFolder.Read(journal, folder, configuration => EngineFactory.CreateReplay(configuration).Run(journal));
        Print(journal, state, decisions, json, output);
        return decisions.All(decision => decision.SameDecision && decision.SameAccounts) ? ExitCode.Done : ExitCode.FoundFailure;
    }

    private static void Print(string journal, RecoveredState state, ImmutableArray<ReplayedDecision> decisions, bool json, TextWriter output)
    {
        int different = decisions.Count(decision => !decision.SameDecision);
        int accounts = decisions.Count(decision => !decision.SameAccounts);
        if (json)
        {
            output.WriteLine(JsonSerializer.Serialize(
                new { journal, state.Events, decisions = decisions.Length, different, differentAccounts = accounts, replayed = decisions }, Json));
            return;
        }

        Table table = new() { Title = new TableTitle($"{decisions.Length} decisions, {state.Events} events") };
        table.AddColumns("position", "parent", "attempt", "children", "bytes", "decision", "accounts");
        foreach (ReplayedDecision decision in decisions)
        {
            table.AddRow(
                $"{decision.Position}",
                $"{decision.Parent}",
                $"{decision.Attempt}",
                $"{decision.Children}",
                $"{decision.Bytes}",
                decision.SameDecision ? "same" : $"differs at byte {decision.FirstDifference}",
                decision.SameAccounts ? "same" : "differ");
        }

        ReportConsole.Create(output).Write(table);
        output.WriteLine($"{decisions.Length - different} of {decisions.Length} decisions recomputed to the same bytes, {accounts} with other accounts");
    }
}
