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
    // A work unit is about a microsecond on the build machines; the budget is mapped one to one.
    private const int UnitsPerMicrosecond = 1;
    private const int BlockingUnits = 300_000;

    private static readonly JsonSerializerOptions Json = new() { PropertyNamingPolicy = JsonNamingPolicy.CamelCase, WriteIndented = true };

    public static Command Create(TextWriter output, TextWriter diagnostics)
    {
        Argument<string[]> files = new("INSTANCE.json") { Arity = ArgumentArity.OneOrMore, Description = "The instances." };
        Option<string> folder = new("--out") { Required = true, Description = "Folder for one result per instance." };
        Option<int?> budget = new("--budget-us") { Description = "Time budget per instance in microseconds, mapped to work units; default: ample." };
        Option<string> fillStates = new("--fill-states") { Description = "final (the oracle's rule) or any.", DefaultValueFactory = _ => "final" };
        fillStates.AcceptOnlyFromAmong("final", "any");
        Option<bool> json = new("--json") { Description = "Print one JSON document and nothing else." };
        Command command = new("solve", "Splits parents given as oracle instances.") { files, folder, budget, fillStates, json };
        command.SetAction(parsed => RootCommandFactory.GuardAsync(diagnostics, () =>
        {
            SolveRequest request = new(
                parsed.GetRequiredValue(files),
                parsed.GetRequiredValue(folder),
                parsed.GetValue(budget),
                parsed.GetRequiredValue(fillStates) == "any" ? FillStatePolicy.Any : FillStatePolicy.Final);
            return Task.FromResult(Run(request, parsed.GetValue(json), output));
        }));
        return command;
    }

    private static int Run(SolveRequest request, bool json, TextWriter output)
    {
        if (request.BudgetMicroseconds is <= 0)
            throw new BadInputException($"--budget-us {request.BudgetMicroseconds}: must be positive");
        List<InstanceSolver> solvers = [.. request.Files.Select(file => Read(file, request.FillStates))];
        Directory.CreateDirectory(request.Folder);
        int units = request.BudgetMicroseconds is int microseconds ? microseconds * UnitsPerMicrosecond : InstanceSolver.AmpleWorkUnits;
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

    private static SolveResult Solve(InstanceSolver solver, int units)
    {
        // Once before the clock runs: the figure is the decision's, not the compiler's.
        solver.Solve(Math.Min(units, 1_000));
        long start = Stopwatch.GetTimestamp();
        SolveOutcome outcome = solver.Solve(units);
        TimeSpan elapsed = Stopwatch.GetElapsedTime(start);
        return SolveResult.Of(outcome, solver.FindBlocking(outcome, BlockingUnits), elapsed);
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
