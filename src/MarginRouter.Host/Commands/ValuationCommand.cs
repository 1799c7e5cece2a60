using System.CommandLine;
using System.Globalization;
using System.Numerics;
using System.Text.Json;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Margin;
using MarginRouter.Core.Margin.Valuation;
using MarginRouter.Host.Journal;
using Spectre.Console;

namespace MarginRouter.Host.Commands;

/// <summary><c>valuation JOURNAL [--json]</c>: how every valuation price was made, which sources failed, and for how long.</summary>
internal static class ValuationCommand
{
    private static readonly JsonSerializerOptions Json = new() { PropertyNamingPolicy = JsonNamingPolicy.CamelCase, WriteIndented = true };

    public static Command Create(TextWriter output, TextWriter diagnostics)
    {
        Argument<string> journal = new("JOURNAL") { Description = "The journal's folder." };
        Option<bool> json = new("--json") { Description = "Print one JSON document and nothing else." };
        Command command = new("valuation", "Tells from a journal how valuation prices were made and which of their sources failed.") { journal, json };
        command.SetAction(parsed => RootCommandFactory.GuardAsync(
            diagnostics,
            () => Task.FromResult(Run(parsed.GetRequiredValue(journal), parsed.GetValue(json), output))));
        return command;
    }

    private static int Run(string journal, bool json, TextWriter output)
    {
        JournalValuation valuation = JournalFolder.Read(journal, () => JournalValuation.Read(journal));
        if (json)
            output.WriteLine(JsonSerializer.Serialize(Document(journal, valuation), Json));
        else
            Print(valuation, output);
        return ExitCode.Done;
    }

    private static object Document(string journal, JournalValuation valuation) => new
    {
        journal,
        from = valuation.From.Nanoseconds,
        until = valuation.Until.Nanoseconds,
        sources = valuation.Reports.Select(report => new
        {
            report.Price,
            report.Source,
            report.Failures,
            report.Present,
            fallbackSeconds = Seconds(report.FallbackNanoseconds),
            unusableSeconds = Seconds(report.UnusableNanoseconds),
            states = report.States.Select(state => new { state.State, state.Count, seconds = Seconds(state.Nanoseconds) }),
        }),
        pricesAt = valuation.PricesAt?.Nanoseconds,
        prices = valuation.Prices.Select(price => new
        {
            asset = price.Key,
            price.Value.Value,
            source = price.Value.Source.ToString(),
            ageMilliseconds = AgeMilliseconds(valuation, price.Value),
            contributors = BitOperations.PopCount(price.Value.Contributors),
        }),
    };

    private static void Print(JournalValuation valuation, TextWriter output)
    {
        IAnsiConsole console = ReportConsole.Create(output);
        Table sources = new() { Title = new TableTitle("valuation prices and their sources") };
        sources.AddColumns("price", "source", "now", "failures", "fall-back s", "unusable s", "states: times, seconds");
        foreach (ValuationReport report in valuation.Reports)
        {
            sources.AddRow(
                new Text(report.Price),
                new Text(report.Source ?? string.Empty),
                new Text(report.Present ?? "-"),
                new Text($"{report.Failures}"),
                new Text(Figure(report.FallbackNanoseconds)),
                new Text(Figure(report.UnusableNanoseconds)),
                new Text(string.Join("; ", report.States.Select(state => $"{state.State} {state.Count}, {Figure(state.Nanoseconds)}"))));
        }

        console.Write(sources);
        if (valuation.PricesAt is null)
        {
            output.WriteLine("no decision was made");
            return;
        }

        Table prices = new() { Title = new TableTitle("prices of the last decision") };
        prices.AddColumns("asset", "price", "source", "age ms", "sources in it");
        foreach ((string asset, ValuationPrice price) in valuation.Prices)
        {
            prices.AddRow(
                new Text(asset),
                new Text(price.Value.ToString(CultureInfo.InvariantCulture)),
                new Text($"{price.Source}"),
                new Text($"{AgeMilliseconds(valuation, price)}"),
                new Text($"{BitOperations.PopCount(price.Contributors)}"));
        }

        console.Write(prices);
    }

    private static long AgeMilliseconds(JournalValuation valuation, ValuationPrice price) =>
        valuation.PricesAt!.Value.NanosecondsSince(price.AsOf) / Instant.NanosecondsPerMillisecond;

    private static decimal Seconds(long nanoseconds) => decimal.Round(nanoseconds / 1_000_000_000m, 3);

    private static string Figure(long nanoseconds) => Seconds(nanoseconds).ToString("0.###", CultureInfo.InvariantCulture);
}
