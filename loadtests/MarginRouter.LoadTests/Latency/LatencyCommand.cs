using System.CommandLine;
using Microsoft.Extensions.Logging;

namespace MarginRouter.LoadTests.Latency;

/// <summary><c>latency [--seconds N] [--rate R] [--rounds N] [--books N] [--json]</c>.</summary>
internal static class LatencyCommand
{
    public static Command Create(TextWriter output, TextWriter diagnostics, TimeProvider time)
    {
        Option<int> seconds = Whole("--seconds", "Length of each case of each round.", 2, (1, 60));
        Option<int> rate = Whole("--rate", "Orders a second.", 500, (1, 5000));
        Option<int> rounds = Whole("--rounds", "Rounds that are reported.", 5, (1, 50));
        Option<int> books = Whole("--books", "Book updates a second of each venue.", 0, (0, 10_000));
        Option<bool> json = new("--json") { Description = "Print one JSON document and nothing else." };
        Command command = new("latency", "Parent in to first child at the venue, beside a bare relay.") { seconds, rate, rounds, books, json };
        command.SetAction(async parsed =>
        {
            LatencyOptions options = new(parsed.GetValue(seconds), parsed.GetValue(rate), parsed.GetValue(rounds), parsed.GetValue(books));
            using ILoggerFactory loggers = LoggerFactory.Create(builder => builder
                .AddProvider(new Host.Commands.DiagnosticsLoggerProvider(diagnostics))
                .SetMinimumLevel(LogLevel.Warning));
            LatencyReport report = await new LatencyRun(options, time, loggers).RunAsync(diagnostics);
            if (parsed.GetValue(json))
                LatencyPrinter.WriteJson(output, report);
            else
                LatencyPrinter.WriteTable(output, report);

            // A missing child is a fault of the router or of the test, never noise.
            return report.Cases.Any(one => one.Missing > 0) ? 1 : 0;
        });
        return command;
    }

    private static Option<int> Whole(string name, string description, int usual, (int Least, int Most) range)
    {
        Option<int> option = new(name) { Description = $"{description} Default {usual}.", DefaultValueFactory = _ => usual };
        option.Validators.Add(result =>
        {
            int value = result.GetValueOrDefault<int>();
            if (value < range.Least || value > range.Most)
                result.AddError($"{name} must be between {range.Least} and {range.Most}");
        });
        return option;
    }
}
