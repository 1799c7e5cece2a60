using System.Diagnostics;
using System.Globalization;
using MarginRouter.Benchmarks.Measurement;
using MarginRouter.Core.Margin;

namespace MarginRouter.Benchmarks.Margin;

/// <summary>
/// Margin evaluation beside bare vector arithmetic, in alternating rounds of one run (performance.md section 6, gates 8 and 9), and
/// its cost against the number of positions, scenarios and accounts.
/// </summary>
public static class MarginBenchmark
{
    private const int Rounds = 151;

    // Shorter than a scheduler's slice, so that beside neighbours most rounds are whole.
    private const double SecondsPerRound = 0.001;
    private const double SecondsOfWarming = 0.2;
    private static double sink;

    /// <summary>Runs for well under a minute.</summary>
    public static void Run(TextWriter output)
    {
        ArgumentNullException.ThrowIfNull(output);
        Write(output, $"seed {MarginSituation.Seed}, {Environment.ProcessorCount} cores, {Rounds} alternating rounds a pair; ns, medians");
        NeighbourShare neighbours = new();
        WarmUp();
        Write(output, $"| measure | product ns | per second | floor ns | ratio | B/op |");
        Write(output, $"|---|---|---|---|---|---|");
        Pair(output, "gate 8: candidate, 50 x 64, 16 accounts", MarginProbe.ScenarioCandidates(50, 64, 16), MarginProbe.BareCandidates(50, 64, 16));
        Pair(output, "gate 9: full after a fill, 50 x 64", MarginProbe.ScenarioFull(50, 64), MarginProbe.BareFull(50, 64));
        foreach (int scenarios in new[] { 16, 32, 128, 512 })
        {
            Pair(output, $"candidate, 50 x {scenarios}", MarginProbe.ScenarioCandidates(50, scenarios, 16), MarginProbe.BareCandidates(50, scenarios, 16));
            Pair(output, $"full, 50 x {scenarios}", MarginProbe.ScenarioFull(50, scenarios), MarginProbe.BareFull(50, scenarios));
        }

        foreach (int accounts in new[] { 1, 256, 2_048 })
            Pair(output, $"candidate, 50 x 64, {accounts} accounts", MarginProbe.ScenarioCandidates(50, 64, accounts), MarginProbe.BareCandidates(50, 64, accounts));
        foreach (int positions in new[] { 10, 200, 500 })
        {
            Pair(output, $"candidate, {positions} x 64", MarginProbe.ScenarioCandidates(positions, 64, 16), MarginProbe.BareCandidates(positions, 64, 16));
            Pair(output, $"full, {positions} x 64", MarginProbe.ScenarioFull(positions, 64), MarginProbe.BareFull(positions, 64));
        }

        (Func<int, double> full, Func<int, double> candidate) = MarginProbe.ScenarioExact(50, 64);
        Alone(output, "full, 50 x 64, decimal", full);
        Alone(output, "candidate, 50 x 64, decimal", candidate);
        foreach (int positions in new[] { 10, 50, 200 })
        {
            (full, candidate) = MarginProbe.TieredFast(positions);
            Alone(output, $"tiered full, {positions} positions, double", full);
            Alone(output, $"tiered candidate, {positions} positions, double", candidate);
            (full, candidate) = MarginProbe.TieredExact(positions);
            Alone(output, $"tiered full, {positions} positions, decimal", full);
            Alone(output, $"tiered candidate, {positions} positions, decimal", candidate);
        }

        Accounts(output);
        Write(output, $"double against decimal, 50 x 64: {MarginProbe.Difference(50, 64):E1} of equity (stated: 1e-9)");
        Write(output, $"gate 8: at least 15M/s and 0.25 of the floor's rate (ratio at most 4); gate 9: ratio at most 3");
        Write(output, $"share of the machine that other processes took: {neighbours.SoFar():P0} (above 10 %: repeat, do not judge)");
    }

    /// <summary>What routing asks of a prepared account of each class: limits at every reachable fill state beside one open order, and final ones.</summary>
    private static void Accounts(TextWriter output)
    {
        foreach ((string name, RoutedAccount account) in MarginProbe.Accounts(50, 64))
        {
            Alone(output, $"{name}: prepare", account.Prepare);
            Alone(output, $"{name}: check", account.Check(FillStatePolicy.Any));
            Alone(output, $"{name}: head-room", account.HeadRoom(FillStatePolicy.Any));
            Alone(output, $"{name}: head-room, final state", account.HeadRoom(FillStatePolicy.Final));
        }
    }

    /// <summary>The first rows are the gates; without this they would be measured while the machine's compiler still works on them.</summary>
    private static void WarmUp()
    {
        for (int i = 0; i < 4; i++)
        {
            Turns(MarginProbe.ScenarioCandidates(50, 64, 16));
            Turns(MarginProbe.BareCandidates(50, 64, 16));
            Turns(MarginProbe.ScenarioFull(50, 64));
            Turns(MarginProbe.BareFull(50, 64));
        }
    }

    private static void Pair(TextWriter output, string name, Func<int, double> product, Func<int, double> floor)
    {
        int productTurns = Turns(product);
        int floorTurns = Turns(floor);
        double[] products = new double[Rounds];
        double[] floors = new double[Rounds];
        double bytes = 0d;
        for (int round = 0; round < Rounds; round++)
        {
            floors[round] = Time(floor, floorTurns, out _);
            products[round] = Time(product, productTurns, out bytes);
        }

        double ratio = Median([.. products.Zip(floors, (one, other) => one / other)]);
        double middle = Median(products);
        Write(output, $"| {name} | {middle:F1} | {1e3 / middle:F1}M | {Median(floors):F1} | {ratio:F2} | {bytes:F2} |");
    }

    private static void Alone(TextWriter output, string name, Func<int, double> product)
    {
        int turns = Turns(product);
        double[] products = new double[Rounds];
        double bytes = 0d;
        for (int round = 0; round < Rounds; round++)
            products[round] = Time(product, turns, out bytes);
        double middle = Median(products);
        Write(output, $"| {name} | {middle:F1} | {1e3 / middle:F2}M | - | - | {bytes:F2} |");
    }

    /// <summary>Warms a loop up until its code is final, then finds how many turns fill a round.</summary>
    private static int Turns(Func<int, double> loop)
    {
        long start = Stopwatch.GetTimestamp();
        long warmed = 0;
        for (; Stopwatch.GetElapsedTime(start).TotalSeconds < SecondsOfWarming; warmed += 20)
            sink += loop(20);
        int probe = (int)Math.Clamp(warmed / 100, 5, 500);
        double perTurn = Enumerable.Range(0, 9).Min(_ => Time(loop, probe, out double _));
        return (int)Math.Clamp(SecondsPerRound * 1e9 / perTurn, 5d, 50_000_000d);
    }

    private static double Time(Func<int, double> loop, int turns, out double bytes)
    {
        long allocated = GC.GetAllocatedBytesForCurrentThread();
        long start = Stopwatch.GetTimestamp();
        sink += loop(turns);
        double nanoseconds = Stopwatch.GetElapsedTime(start).TotalNanoseconds / turns;
        bytes = (GC.GetAllocatedBytesForCurrentThread() - allocated) / (double)turns;
        return nanoseconds;
    }

    private static double Median(double[] values)
    {
        Array.Sort(values);
        return values[values.Length / 2];
    }

    private static void Write(TextWriter output, FormattableString line) =>
        output.WriteLine(line.ToString(CultureInfo.InvariantCulture));
}
