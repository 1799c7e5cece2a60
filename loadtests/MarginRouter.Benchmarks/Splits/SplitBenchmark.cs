using System.Diagnostics;
using System.Text.Json.Nodes;
using MarginRouter.Benchmarks.Measurement;
using MarginRouter.Core.Margin;
using MarginRouter.Core.Routing.Search.Instances;
using MarginRouter.Testing.Instances;

namespace MarginRouter.Benchmarks.Splits;

/// <summary>
/// Time and allocation of a warm decision of the instance solver against venues, levels, accounts and scenarios, one thread, closed
/// loop, over several generated parents of each shape. The instance is laid out before; the decision begins with its books and limits
/// in memory and ends with a split proven in decimal, its cost and its bound.
/// </summary>
internal static class SplitBenchmark
{
    private const int Parents = 8;
    private const int Units = 20_000;
    private const int Decisions = 4_000;
    private const double MostSeconds = 2.0;
    private const double WarmUpSeconds = 0.5;

    private static readonly (string Name, InstanceShape Shape, bool IsFree)[] Rows =
    [
        ("nothing binds (goal 10 us)", new InstanceShape(10, 10, 100, 1_000.0, false) { IsSingleHome = true }, true),
        ("one-venue accounts, head-room 2 (goal 50 us)", new InstanceShape(10, 20, 100, 2.0, false) { IsSingleHome = true }, true),
        ("venues 3", new InstanceShape(3, 10, 50, 2.0, false), false),
        ("venues 6", new InstanceShape(6, 10, 50, 2.0, false), false),
        ("venues 12", new InstanceShape(12, 10, 50, 2.0, false), false),
        ("levels 20", new InstanceShape(6, 10, 20, 2.0, false), false),
        ("levels 200", new InstanceShape(6, 10, 200, 2.0, false), false),
        ("accounts 2", new InstanceShape(6, 2, 50, 2.0, false), false),
        ("accounts 20", new InstanceShape(6, 20, 50, 2.0, false), false),
        ("accounts 50", new InstanceShape(12, 50, 200, 2.0, false), false),
        ("scenarios 16, all accounts", new InstanceShape(6, 10, 50, 2.0, false) { Scenarios = 16, IsPortfolio = true }, false),
        ("scenarios 64, all accounts", new InstanceShape(6, 10, 50, 2.0, false) { Scenarios = 64, IsPortfolio = true }, false),
        ("quotes, pools, fixed costs", new InstanceShape(6, 10, 50, 2.0, true), false),
    ];

    /// <summary>Runs for about half a minute.</summary>
    public static void Run(TextWriter output)
    {
        var neighbours = new NeighbourShare();
        StudyInstance.Write(output, $"{Environment.ProcessorCount} cores; {Parents} parents a row, at most {Units:N0} work units a decision; one thread, closed loop");
        output.WriteLine("| shape | venues | accounts | levels | p50 us | p99 us | mean units | B a decision | gap to own bound, mean bp |");
        output.WriteLine("|---|---|---|---|---|---|---|---|---|");
        foreach ((string name, InstanceShape shape, bool isFree) in Rows)
            Measure(output, name, shape, isFree);
        StudyInstance.Write(output, $"share of the machine that other processes took: {neighbours.SoFar():P0} (above 10 %: repeat, do not judge)");
    }

    private static void Measure(TextWriter output, string name, InstanceShape shape, bool isFree)
    {
        InstanceSolver[] solvers = [.. Enumerable.Range(0, Parents).Select(seed => Solver(seed, shape, isFree))];
        long start = Stopwatch.GetTimestamp();
        for (int i = 0; Stopwatch.GetElapsedTime(start).TotalSeconds < WarmUpSeconds; i++)
            solvers[i % Parents].Solve(Units);
        var sample = new LatencySample(Decisions);
        double units = 0.0;
        decimal gaps = 0m;
        start = Stopwatch.GetTimestamp();
        long before = GC.GetAllocatedBytesForCurrentThread();
        while (sample.Count < Decisions && Stopwatch.GetElapsedTime(start).TotalSeconds < MostSeconds)
        {
            long begin = Stopwatch.GetTimestamp();
            SolveOutcome outcome = solvers[sample.Count % Parents].Solve(Units);
            sample.Add(Stopwatch.GetTimestamp() - begin);
            units += outcome.WorkUnits;
            gaps += outcome.GapBasisPoints ?? 0m;
        }

        long bytes = GC.GetAllocatedBytesForCurrentThread() - before;
        StudyInstance.Write(
            output,
            $"| {name} | {shape.Venues} | {shape.Accounts} | {shape.Levels} | {sample.Microseconds(0.5):F0} | {sample.Microseconds(0.99):F0} | {units / sample.Count:F0} | {bytes / sample.Count:N0} | {gaps / sample.Count:F5} |");
    }

    private static InstanceSolver Solver(int seed, InstanceShape shape, bool isFree)
    {
        JsonObject instance = RandomInstance.Make(seed, shape);
        if (isFree)
            instance["caps"] = new JsonArray();
        return InstanceSolver.Read(RandomInstance.Utf8(instance), FillStatePolicy.Final);
    }
}
