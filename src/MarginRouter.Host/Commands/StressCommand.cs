using System.Collections.Immutable;
using System.CommandLine;
using System.Text.Json;
using MarginRouter.Core.Margin.Rules;
using MarginRouter.Core.Margin.Stress;
using MarginRouter.Gateway;
using MarginRouter.Host.Stress;

namespace MarginRouter.Host.Commands;

/// <summary><c>stress DESK.json [--scenarios DIR] [--config DIR] [--json]</c>: a desk's accounts against all scenarios.</summary>
internal static class StressCommand
{
    public static Command Create(TextWriter output, TextWriter diagnostics)
    {
        Argument<string> file = new("DESK.json") { Description = "The desk: named accounts in the shape of margin cases." };
        Option<string?> scenarios = new("--scenarios") { Description = "Folder of stress files; default: stress of the configuration." };
        Option<string?> folder = ConfigurationOption.Create();
        Option<bool> json = new("--json") { Description = "Print one JSON document and nothing else." };
        Command command = new("stress", "Evaluates a desk's accounts in all stress scenarios.") { file, scenarios, folder, json };
        command.SetAction(parsed => RootCommandFactory.GuardAsync(diagnostics, () =>
        {
            string configuration = parsed.GetValue(folder) ?? ConfigurationOption.DefaultFolder;
            StressFiles files = StressFiles.Load(parsed.GetValue(scenarios) ?? StressFiles.FolderOf(configuration));
            return Task.FromResult(Run(parsed.GetRequiredValue(file), configuration, files, parsed.GetValue(json), output));
        }));
        return command;
    }

    private static int Run(string file, string configuration, StressFiles files, bool json, TextWriter output)
    {
        StressDesk desk = CaseFiles.Required(
            StressDeskJson.Read(file, CaseFiles.Bytes(file), CaseFiles.RuleSets(configuration).GetValueOrDefault, out ImmutableArray<RuleSetError> errors), errors);
        StressReport report = StressRun.Evaluate(
            desk, files.Scenarios(StressExposure.Of(desk.Accounts.Select(account => account.Case))), files.Depth);

        // What cannot be judged today is bad input, as it is for the margin command; what cannot be judged in a scenario is a finding.
        ImmutableArray<string> unknown =
        [
            .. report.Rows.Where(row => row.Scenario == StressScenario.Calm.Name && row.Refusal is not null)
                .Select(row => $"{file}: {row.Account}: {RefusalText.Of([row.Refusal!])}"),
        ];
        if (!unknown.IsEmpty)
            throw new Configuration.ConfigurationException(unknown);
        if (json)
            output.WriteLine(JsonSerializer.Serialize(StressDocument.Of(report), AmountText.Options));
        else
            new StressPrinter(ReportConsole.Create(output)).Print(report);
        return report.Totals.All(total => total.Unknown == 0) ? ExitCode.Done : ExitCode.FoundFailure;
    }
}
