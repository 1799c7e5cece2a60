using System.Collections.Immutable;
using System.CommandLine;
using System.Text.Json;
using MarginRouter.Core.Margin.Comparison;
using MarginRouter.Core.Margin.Rules;
using MarginRouter.Core.Margin.Stress;
using MarginRouter.Gateway;
using MarginRouter.Host.Compare;
using MarginRouter.Host.Configuration;
using MarginRouter.Host.Stress;
using Spectre.Console;

namespace MarginRouter.Host.Commands;

/// <summary>
/// <c>compare-models BOOK.json... [--scenarios DIR] [--config DIR] [--json]</c>: the same book under isolated, cross and portfolio margin,
/// calm and in every stress scenario, with what is saved.
/// </summary>
internal static class CompareModelsCommand
{
    public static Command Create(TextWriter output, TextWriter diagnostics)
    {
        Argument<string[]> files = new("BOOK.json") { Arity = ArgumentArity.OneOrMore, Description = "The books, each with its models." };
        Option<string?> scenarios = new("--scenarios") { Description = "Folder of stress files; default: stress of the configuration." };
        Option<string?> folder = ConfigurationOption.Create();
        Option<bool> json = new("--json") { Description = "Print one JSON document and nothing else." };
        Command command = new("compare-models", "Compares margin models on the same book.") { files, scenarios, folder, json };
        command.SetAction(parsed => RootCommandFactory.GuardAsync(diagnostics, () =>
        {
            string configuration = parsed.GetValue(folder) ?? ConfigurationOption.DefaultFolder;
            StressFiles stress = StressFiles.Load(parsed.GetValue(scenarios) ?? StressFiles.FolderOf(configuration));
            ImmutableDictionary<string, MarginRuleSet> ruleSets = CaseFiles.RuleSets(configuration);
            ComparisonReport[] reports = [.. parsed.GetRequiredValue(files).Select(file => Compare(file, ruleSets, stress))];
            if (parsed.GetValue(json))
                output.WriteLine(JsonSerializer.Serialize(new { books = reports.Select(report => report.Document()) }, AmountText.Options));
            else
                Print(reports, ReportConsole.Create(output));
            return Task.FromResult(reports.All(report => report.Figures.All(figures => figures.Refusal is null)) ? ExitCode.Done : ExitCode.FoundFailure);
        }));
        return command;
    }

    private static ComparisonReport Compare(string file, ImmutableDictionary<string, MarginRuleSet> ruleSets, StressFiles stress)
    {
        ComparedBook book = CaseFiles.Required(
            ComparedBookJson.Read(file, CaseFiles.Bytes(file), ruleSets.GetValueOrDefault, out ImmutableArray<RuleSetError> errors), errors);
        StressExposure exposure = StressExposure.Of(book.Models.Select(model => model.Case));
        ComparisonReport report = new(book, ModelComparison.Evaluate(book, stress.Scenarios(exposure)));
        ImmutableArray<string> unknown =
        [
            .. report.Figures.Where(figures => figures.Scenario == StressScenario.Calm.Name && figures.Refusal is not null)
                .Select(figures => $"{file}: {book.PlaceOf(figures.Model, figures.Refusal!)}: {figures.Model}: {RefusalText.Of([figures.Refusal!])}"),
        ];
        return unknown.IsEmpty ? report : throw new ConfigurationException(unknown);
    }

    private static void Print(ComparisonReport[] reports, IAnsiConsole console)
    {
        foreach (ComparisonReport report in reports)
            report.Print(console);
    }
}
