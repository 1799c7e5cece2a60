using System.Collections.Immutable;
using System.CommandLine;
using System.Text.Json;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Margin.Cases;
using MarginRouter.Core.Margin.Rules;
using MarginRouter.Core.Margin.Stress;
using MarginRouter.Gateway;
using MarginRouter.Host.Configuration;
using MarginRouter.Host.Stress;

namespace MarginRouter.Host.Commands;

/// <summary>
/// <c>stress DESK.json | --journal DIR [--at TIME] [--desk NAME] [--scenarios DIR] [--returns FILE.csv [--confidence C] [--horizon N]] [--cliffs [--within D]]
/// [--config DIR] [--json]</c>: a desk's accounts against all scenarios, its value at risk, and the cliffs near today.
/// </summary>
internal static class StressCommand
{
    public static Command Create(TextWriter output, TextWriter diagnostics)
    {
        Argument<string?> file = new("DESK.json") { Description = "The desk: named accounts in the shape of margin cases.", Arity = ArgumentArity.ZeroOrOne };
        Option<string?> journal = new("--journal") { Description = "Folder of a router's journal: its accounts as it leaves them, instead of a file." };
        Option<DateTimeOffset?> at = new("--at") { Description = "The last moment of the journal that counts; default: its end." };
        Option<string?> name = new("--desk") { Description = "Desk whose accounts of the journal are meant; default: all of the firm." };
        Option<string?> scenarios = new("--scenarios") { Description = "Folder of stress files; default: stress of the configuration." };
        Option<string?> returns = new("--returns") { Description = "Returns of assets (CSV: date, one column per asset) for value at risk and expected shortfall." };
        Option<decimal> confidence = new("--confidence") { Description = "Confidence of the value at risk.", DefaultValueFactory = _ => 0.99m };
        Option<int> horizon = new("--horizon") { Description = "Periods of the returns that a loss spans.", DefaultValueFactory = _ => 1 };
        Option<bool> cliffs = new("--cliffs") { Description = "Also find where utilisation jumps or its slope breaks near today's prices and sizes." };
        Option<decimal> within = new("--within") { Description = "Relative distance in which cliffs are searched.", DefaultValueFactory = _ => 0.1m };
        Option<string?> folder = ConfigurationOption.Create();
        Option<bool> json = new("--json") { Description = "Print one JSON document and nothing else." };
        Command command = new("stress", "Evaluates a desk's accounts in all stress scenarios.") { file, journal, at, name, scenarios, returns, confidence, horizon, cliffs, within, folder, json };
        command.SetAction(parsed => RootCommandFactory.GuardAsync(diagnostics, () =>
        {
            string configuration = parsed.GetValue(folder) ?? ConfigurationOption.DefaultFolder;
            StressFiles files = StressFiles.Load(parsed.GetValue(scenarios) ?? StressFiles.FolderOf(configuration));
            string? given = parsed.GetValue(file);
            string? folderOfJournal = parsed.GetValue(journal);
            if ((given is null) == (folderOfJournal is null))
                throw new BadInputException("stress: either DESK.json or --journal is expected");
            StressDesk desk = folderOfJournal is null
                ? Read(given!, configuration)
                : JournalFolder.Read(
                    folderOfJournal, parsed.GetValue(folder), loaded => JournalDesk.Read(folderOfJournal, loaded, parsed.GetValue(name), InstantOf(parsed.GetValue(at))));
            StressReport report = StressRun.Evaluate(
                desk, files.Scenarios(StressExposure.Of(desk.Accounts.Select(account => account.Case))), files.Depth);
            if (given is not null)
                RequireKnownToday(given, desk, report);
            HistoryReport? history = parsed.GetValue(returns) is { } path
                ? HistoryReport.Run(new HistoryRequest(path, parsed.GetValue(confidence), parsed.GetValue(horizon)), desk, files)
                : null;
            ImmutableArray<AccountCliffs> near = parsed.GetValue(cliffs) ? AccountCliffs.Of(desk, files, parsed.GetValue(within)) : [];
            if (parsed.GetValue(json))
                output.WriteLine(JsonSerializer.Serialize(StressDocument.Of(report, history, near), AmountText.Options));
            else
                new StressPrinter(ReportConsole.Create(output)).Print(report, history, near);
            return Task.FromResult(report.Totals.All(total => total.Unknown == 0) ? ExitCode.Done : ExitCode.FoundFailure);
        }));
        return command;
    }

    private static StressDesk Read(string file, string configuration) => CaseFiles.Required(
        StressDeskJson.Read(file, CaseFiles.Bytes(file), CaseFiles.RuleSets(configuration).GetValueOrDefault, out ImmutableArray<RuleSetError> errors), errors);

    /// <summary>What cannot be judged today is bad input, as it is for the margin command; what cannot be judged in a scenario is a finding.</summary>
    private static void RequireKnownToday(string file, StressDesk desk, StressReport report)
    {
        ImmutableArray<string> unknown =
        [
            .. report.Rows.Where(row => row.Scenario == StressScenario.Calm.Name && row.Refusal is not null)
                .Select(row => $"{file}: {CasePlace.Of(desk.Accounts.First(account => account.Name == row.Account).Case, row.Refusal!)}: {row.Account}: {RefusalText.Of([row.Refusal!])}"),
        ];
        if (!unknown.IsEmpty)
            throw new ConfigurationException(unknown);
    }

    private static Instant? InstantOf(DateTimeOffset? time) =>
        time is { } known ? new Instant((known - DateTimeOffset.UnixEpoch).Ticks * 100L) : null;
}
