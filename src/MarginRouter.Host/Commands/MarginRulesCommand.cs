using System.Collections.Immutable;
using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using MarginRouter.Core.Margin.Rules;
using Spectre.Console;

namespace MarginRouter.Host.Commands;

/// <summary>
/// <c>margin-rules [--rules NAME] [--config DIR] [--json]</c>: which rule sets there are, how old and how certain, for which instruments
/// each is complete, and what is missing for the others.
/// </summary>
internal static class MarginRulesCommand
{
    private const int MostNames = 12;

    public static Command Create(TextWriter output, TextWriter diagnostics, TimeProvider time)
    {
        Option<string?> name = new("--rules") { Description = "One rule set, for example binance/usdm-cross; default: all." };
        Option<string?> folder = ConfigurationOption.Create();
        Option<bool> json = new("--json") { Description = "Print one JSON document and nothing else." };
        Command command = new("margin-rules", "Lists margin rule sets and the instruments for which they are complete.") { name, folder, json };
        command.SetAction(parsed => RootCommandFactory.GuardAsync(
            diagnostics,
            () => Task.FromResult(Run(
                parsed.GetValue(name), parsed.GetValue(folder) ?? ConfigurationOption.DefaultFolder, parsed.GetValue(json), (output, Today(time))))));
        return command;
    }

    private static DateOnly Today(TimeProvider time) => DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);

    private static int Run(string? name, string folder, bool json, (TextWriter Output, DateOnly Today) report)
    {
        ImmutableDictionary<string, MarginRuleSet> all = CaseFiles.RuleSets(folder);
        if (name is not null && !all.ContainsKey(name))
            throw new BadInputException($"--rules: there is no rule set '{name}'; there are {string.Join(", ", all.Keys.Order(StringComparer.Ordinal))}");
        MarginRulesDocument[] documents =
        [
            .. all.Values.Where(rules => name is null || rules.Name == name).OrderBy(rules => rules.Name, StringComparer.Ordinal)
                .Select(rules => MarginRulesDocument.Of(RuleCoverage.Of(rules), report.Today)),
        ];
        if (json)
            report.Output.WriteLine(JsonSerializer.Serialize(documents, AmountText.Options));
        else
            Print(documents, name is not null, report.Output);
        return ExitCode.Done;
    }

    private static void Print(MarginRulesDocument[] documents, bool whole, TextWriter output)
    {
        IAnsiConsole console = ReportConsole.Create(output);
        Table table = new() { Title = new TableTitle("margin rule sets") };
        table.AddColumns("rules", "as of", "age", "confidence", "live", "complete for", "collateral", "debts");
        foreach (MarginRulesDocument one in documents)
        {
            table.AddRow(
                new Text(one.Rules),
                new Text(one.AsOf),
                new Text(string.Create(CultureInfo.InvariantCulture, $"{one.AgeInDays} d")),
                new Text(one.Confidence.ToString()),
                new Text(Live(one)),
                new Text(Names([.. one.Instruments.Select(Instrument)], whole)),
                new Text(Names(one.Collateral, whole)),
                new Text(Names(one.Borrowable, whole)));
        }

        console.Write(table);
        foreach (MarginRulesDocument one in documents)
        {
            console.WriteLine($"{one.Rules}: open orders: {one.OpenOrders ?? "not told"}");
            foreach (string missing in one.Missing)
                console.WriteLine($"{one.Rules}: missing: {missing}");
            if (whole)
            {
                foreach (string source in one.Sources)
                    console.WriteLine($"{one.Rules}: source: {source}");
            }
        }
    }

    private static string Live(MarginRulesDocument one) => one switch
    {
        { ServesRoutes: false } => "no: cases only",
        { ServesLive: true } => "yes",
        { TablesFrom: TableSource.Venue } => "with the venue's tables",
        _ => string.Create(CultureInfo.InvariantCulture, $"no: older than {one.MaximumAgeDays} d"),
    };

    private static string Instrument(CoveredInstrumentDocument one) =>
        one.UpTo is { } size ? string.Create(CultureInfo.InvariantCulture, $"{one.Name} (to {size:0.########} {one.Unit})") : one.Name;

    private static string Names(IReadOnlyList<string> names, bool whole)
    {
        if (names.Count == 0)
            return "-";
        int shown = whole ? names.Count : Math.Min(names.Count, MostNames);
        string text = string.Join(", ", names.Take(shown));
        return shown == names.Count ? text : string.Create(CultureInfo.InvariantCulture, $"{text} and {names.Count - shown} more");
    }
}
