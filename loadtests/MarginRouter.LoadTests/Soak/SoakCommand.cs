using System.CommandLine;
using Microsoft.Extensions.Logging;

namespace MarginRouter.LoadTests.Soak;

/// <summary><c>soak [--minutes N] [--seed N] [--rate R] [--faults N]</c>: the whole router over all simulated venues, with random faults.</summary>
internal static class SoakCommand
{
    public static Command Create(TextWriter output, TextWriter diagnostics, TimeProvider time)
    {
        Option<double> minutes = new("--minutes") { Description = "Length. Default 30.", DefaultValueFactory = _ => 30 };
        Option<int> seed = new("--seed") { Description = "Seed of orders and faults. Default 1.", DefaultValueFactory = _ => 1 };
        Option<int> rate = new("--rate") { Description = "Parent orders a second. Default 4.", DefaultValueFactory = _ => 4 };
        Option<int> faults = new("--faults") { Description = "Faults a minute over all venues. Default 30.", DefaultValueFactory = _ => 30 };
        Option<bool> verbose = new("--verbose") { Description = "Print the router's warnings, of which faults make many." };
        minutes.Validators.Add(result => Check(result.GetValueOrDefault<double>() is >= 0.2 and <= 600, result, "--minutes must be between 0.2 and 600"));
        rate.Validators.Add(result => Check(result.GetValueOrDefault<int>() is >= 1 and <= 200, result, "--rate must be between 1 and 200"));
        faults.Validators.Add(result => Check(result.GetValueOrDefault<int>() is >= 1 and <= 600, result, "--faults must be between 1 and 600"));
        Command command = new("soak", "The router over all simulated venues at once, with random faults of random venues.") { minutes, seed, rate, faults, verbose };
        command.SetAction(async parsed =>
        {
            SoakOptions options = new(TimeSpan.FromMinutes(parsed.GetValue(minutes)), parsed.GetValue(seed), parsed.GetValue(rate), parsed.GetValue(faults));
            using ILoggerFactory loggers = LoggerFactory.Create(builder => builder
                .AddProvider(new Host.Commands.DiagnosticsLoggerProvider(diagnostics))
                .SetMinimumLevel(parsed.GetValue(verbose) ? LogLevel.Warning : LogLevel.Critical));
            SoakReport report = await new SoakRun(options, output, time, loggers).RunAsync();
            foreach (string line in report.Lines)
                output.WriteLine(line);
            foreach (string fault in report.Faults)
                diagnostics.WriteLine($"soak: {fault}");
            return report.Faults.Count == 0 ? 0 : 1;
        });
        return command;
    }

    private static void Check(bool holds, System.CommandLine.Parsing.OptionResult result, string otherwise)
    {
        if (!holds)
            result.AddError(otherwise);
    }
}
