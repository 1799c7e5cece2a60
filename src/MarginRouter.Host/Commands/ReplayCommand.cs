using System.Collections.Immutable;
using System.CommandLine;
using System.Text.Json;
using MarginRouter.Host.Configuration;
using MarginRouter.Host.Journal;
using MarginRouter.Host.Runtime;
using MarginRouter.Storage;
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
        if (!Directory.Exists(journal))
            throw new BadInputException($"{journal}: no such folder");
        try
        {
            RouterConfiguration configuration = ConfigurationOption.Load(folder ?? FindConfiguration(journal));
            StructureHash.Require(journal, StructureHash.Of(configuration.Firm));
            DecisionReplay replay = EngineFactory.CreateReplay(configuration);
            (RecoveredState state, ImmutableArray<ReplayedDecision> decisions) = replay.Run(journal);
            Print(journal, state, decisions, json, output);
            return decisions.All(decision => decision.SameDecision && decision.SameAccounts) ? ExitCode.Done : ExitCode.FoundFailure;
        }
        catch (Exception exception) when (exception is JournalFormatException or CorruptSegmentException or SegmentFormatException or IOException)
        {
            throw new BadInputException(exception.Message);
        }
    }

    /// <summary>The configuration beside the program with which a journal was written; bad input when there is none.</summary>
    internal static string FindConfiguration(string journal)
    {
        using JournalReader reader = new(journal);
        string[] candidates = [ConfigurationOption.DefaultFolder, ConfigurationOption.DemoFolder];
        return candidates.FirstOrDefault(candidate => Directory.Exists(candidate) && ConfigurationHash.Of(candidate) == reader.Header.ConfigurationHash)
            ?? throw new BadInputException(
                $"{journal} was written with the configuration {reader.Header.ConfigurationHash}, which is none of those beside the program: name it with --config");
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
