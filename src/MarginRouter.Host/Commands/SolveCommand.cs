using System.CommandLine;
using System.Diagnostics;
using System.Text.Json;
using MarginRouter.Core.Margin;
using MarginRouter.Core.Routing.Search.Instances;
using MarginRouter.Host.Demo;
using Spectre.Console;

namespace MarginRouter.Host.Commands;

/// <summary><c>solve INSTANCE.json... --out DIR [--budget-us N] [--fill-states final|any] [--json]</c>: splits parents given as instances.</summary>
internal static class SolveCommand
{
    // A constant, so that the same command gives the same bytes on every machine: what a budget buys is a number of units, which the
    // result states. Measured on the shared instances, 2 virtual cores at 2 GHz beside busy neighbours: 0.3 units a microsecond for
    // decisions of 50 microseconds, 0.9 to 1.7 for those of a millisecond and more, on which a budget bears.
    private const int UnitsPerMicrosecond = 1;
    private const int BlockingUnits = 300_000;

    // Before the first clock runs, decisions are repeated this long: the figures are the decisions', not the compiler's.
    private const int WarmUpMilliseconds = 400;
    private const int WarmUpUnits = 3_000;

    // A decision is timed this often and the median stated, when all of it takes no longer than some milliseconds.
    private const int Timings = 5;
    private static readonly TimeSpan ShortDecision = TimeSpan.FromMilliseconds(2);

    private static readonly JsonSerializerOptions Json = new() { PropertyNamingPolicy = JsonNamingPolicy.CamelCase, WriteIndented = true };

    public static Command Create(TextWriter output, TextWriter diagnostics)
    {
        Argument<string[]> files = new("INSTANCE.json") { Arity = ArgumentArity.ZeroOrMore, Description = "The instances." };
        Option<string> folder = new("--out") { Required = true, Description = "Folder for one result per instance." };
        Option<int?> budget = new("--budget-us") { Description = "Time budget per instance in microseconds, mapped to work units; default: ample." };
        Option<string> fillStates = new("--fill-states") { Description = "final (the oracle's rule) or any.", DefaultValueFactory = _ => "final" };
        fillStates.AcceptOnlyFromAmong("final", "any");
        Option<bool> json = new("--json") { Description = "Print one JSON document and nothing else." };
        SolveTableOptions tables = new();
        Command command = new("solve", "Splits parents given as oracle instances, or as tables of books and accounts.") { files, folder, budget, fillStates, json };
        tables.AddTo(command);
        command.SetAction(parsed => RootCommandFactory.GuardAsync(diagnostics, () =>
        {
            SolveRequest request = new(
                parsed.GetValue(files) ?? [],
                parsed.GetRequiredValue(folder),
                parsed.GetValue(budget),
                parsed.GetRequiredValue(fillStates) == "any" ? FillStatePolicy.Any : FillStatePolicy.Final,
                tables.Read(parsed));
            return Task.FromResult(Run(request, parsed.GetValue(json), output));
        }));
        return command;
    }

    private static int Run(SolveRequest request, bool json, TextWriter output)
    {
        if (request.BudgetMicroseconds is <= 0)
            throw new BadInputException($"--budget-us {request.BudgetMicroseconds}: must be positive");
        if (request.Files.Count == 0 && request.Tables is null)
            throw new BadInputException("nothing to solve: name instances, or tables with --books and --accounts");
        List<InstanceSolver> solvers = [.. request.Files.Select(file => Read(file, request.FillStates))];
        if (request.Tables is { } tables)
            solvers.Add(Read(tables, request.FillStates));
        Directory.CreateDirectory(request.Folder);
        int units = request.BudgetMicroseconds is int microseconds ? microseconds * UnitsPerMicrosecond : InstanceSolver.AmpleWorkUnits;
        WarmUp(solvers, units);
        List<SolveResult> results = [];
        foreach (InstanceSolver solver in solvers)
        {
            SolveResult result = Solve(solver, units);
            File.WriteAllText(Path.Combine(request.Folder, result.Instance + ".json"), JsonSerializer.Serialize(result, Json));
            results.Add(result);
        }

        if (json)
            output.WriteLine(JsonSerializer.Serialize(results, Json));
        else
            Print(results, output);
        return ExitCode.Done;
    }

    private static void WarmUp(List<InstanceSolver> solvers, int units)
    {
        long start = Stopwatch.GetTimestamp();
        for (int i = 0; Stopwatch.GetElapsedTime(start).TotalMilliseconds < WarmUpMilliseconds; i++)
            solvers[i % solvers.Count].Solve(Math.Min(units, WarmUpUnits));
    }

    private static SolveResult Solve(InstanceSolver solver, int units)
    {
        // The books of this instance, too, should be in the caches.
        solver.Solve(Math.Min(units, WarmUpUnits));
        List<TimeSpan> times = [];
        SolveOutcome outcome;
        do
        {
            long start = Stopwatch.GetTimestamp();
            outcome = solver.Solve(units);
            times.Add(Stopwatch.GetElapsedTime(start));
        }
        while (times.Count < Timings && times[0] < ShortDecision);
        times.Sort();
        return SolveResult.Of(outcome, solver.FindBlocking(outcome, BlockingUnits), solver.FindShadowPrices(outcome), times[times.Count / 2]);
    }

    private static InstanceSolver Read(string file, FillStatePolicy fillStates)
    {
        try
        {
            return InstanceSolver.Read(File.ReadAllBytes(file), fillStates);
        }
        catch (Exception exception) when (exception is FormatException or JsonException or InvalidOperationException or IOException or UnauthorizedAccessException)
        {
            throw new BadInputException($"{file}: {exception.Message}");
        }
    }

    private static InstanceSolver Read(CsvParent tables, FillStatePolicy fillStates)
    {
        try
        {
            return InstanceSolver.Read(tables, fillStates);
        }
        catch (FormatException exception)
        {
            throw new BadInputException(exception.Message);
        }
    }

    private static void Print(List<SolveResult> results, TextWriter output)
    {
        Table table = new();
        table.AddColumns("instance", "children", "objective", "bound", "gap bp", "shortfall", "blocking", "units", "us");
        foreach (SolveResult result in results)
        {
            table.AddRow(
                result.Instance,
                $"{result.Children.Count}",
                Figure.Money(result.Objective),
                Figure.Money(result.Bound),
                Figure.BasisPoints(result.GapBps),
                Figure.Quantity(result.Shortfall),
                string.Join(" ", result.Blocking),
                $"{result.Units}",
                Figure.Quantity(result.Micros));
        }

        ReportConsole.Create(output).Write(table);
    }
}
