using System.CommandLine;
using MarginRouter.Host.Configuration;
using MarginRouter.Host.Demo;
using Microsoft.Extensions.Logging;
using Spectre.Console;

namespace MarginRouter.Host.Commands;

/// <summary>
/// <c>demo [--recordings DIR] [--seconds N] [--folder DIR] [--json]</c>: simulated venues on loopback, the router and its gateway, and
/// block orders through a real FIX session.
/// </summary>
internal static class DemoCommand
{
    public static Command Create(TextWriter output, TextWriter diagnostics, TimeProvider time)
    {
        Option<string?> recordings = new("--recordings") { Description = "Folder of recorded books to replay instead of generated ones." };
        Option<int> seconds = new("--seconds") { Description = "Keep running at least so long; default: end after the last order.", DefaultValueFactory = _ => 0 };
        Option<string?> folder = new("--folder") { Description = "Where to keep the journal; default: a new temporary folder." };
        Option<bool> json = new("--json") { Description = "Print one JSON document and nothing else." };
        Command command = new("demo", "Shows block orders being split over simulated venues within every margin limit.") { recordings, seconds, folder, json };
        command.SetAction(parsed => RootCommandFactory.GuardAsync(diagnostics, () =>
        {
            DemoSettings settings = new(
                ConfigurationOption.DemoFolder,
                Existing(parsed.GetValue(recordings)),
                Empty(parsed.GetValue(folder)),
                TimeSpan.FromSeconds(parsed.GetValue(seconds)));
            return RunAsync(settings, parsed.GetValue(json), output, loggers => new DemoRun(settings, time, loggers), diagnostics);
        }));
        return command;
    }

    private static async Task<int> RunAsync(
        DemoSettings settings, bool json, TextWriter output, Func<ILoggerFactory, DemoRun> create, TextWriter diagnostics)
    {
        using ILoggerFactory loggers = LoggerFactory.Create(builder => builder
            .AddProvider(new DiagnosticsLoggerProvider(diagnostics))
            .SetMinimumLevel(LogLevel.Warning));
        DemoRun run = create(loggers);
        if (json)
        {
            DemoResult quiet = await run.RunAsync(_ => { }, _ => { });
            await output.WriteLineAsync(DemoDocument.Write(quiet));
            return ExitCode.Done;
        }

        IAnsiConsole console = ReportConsole.Create(output);
        RouterConfiguration configuration = ConfigurationOption.Load(settings.ConfigurationFolder);
        DemoPrinter printer = new(console, configuration.Firm);
        PairPrinter pairs = new(console, configuration);
        foreach (string line in new DemoBooks(settings.Recordings).Description)
            console.WriteLine(line);
        DemoResult result = await run.RunAsync(printer.Print, pairs.Print);
        console.WriteLine();
        console.WriteLine($"journal: {result.Journal}; recompute every decision with: marginrouter replay {result.Journal}");
        return ExitCode.Done;
    }

    private static string? Existing(string? folder) =>
        folder is null || Directory.Exists(folder) ? folder : throw new BadInputException($"--recordings {folder}: no such folder");

    private static string Empty(string? folder)
    {
        if (folder is null)
            return Directory.CreateTempSubdirectory("marginrouter-demo-").FullName;
        if (Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder).Any())
            throw new BadInputException($"--folder {folder}: not empty");
        return Directory.CreateDirectory(folder).FullName;
    }
}
