using System.Diagnostics;
using System.Globalization;
using MarginRouter.Benchmarks.Measurement;

namespace MarginRouter.Benchmarks.Decisions;

/// <summary>
/// Tick to encoded children in one process on one thread (performance.md section 6, gate 1) beside a bare floor over the same messages,
/// in alternating rounds of one run. Beside it, what the record of the decision costs once the children are out. The product's accounts are judged by exact tiered rules at every fill state, once for each account
/// and instrument; the floor judges 8 x 16 candidates over 64 scenarios in doubles. Both see 10 books of 100 levels a side.
/// </summary>
public static class DecisionBenchmark
{
    private const int Venues = 10;
    private const int Accounts = 16;
    private const int BareAccounts = 8;
    private const int BareCandidates = 16;
    private const int Levels = 100;
    private const int Rounds = 21;
    private const int TicksPerRound = 1_000;
    private const int WarmRounds = 20;
    private const decimal Small = 5m;
    private const decimal Large = 100m;

    /// <summary>Runs for about ten seconds.</summary>
    public static void Run(TextWriter output)
    {
        ArgumentNullException.ThrowIfNull(output);
        NeighbourShare neighbours = new();
        Write(output, $"{Environment.ProcessorCount} cores, {Rounds} alternating rounds of {TicksPerRound} ticks, medians of rounds; {Venues} books x {Levels} levels, {Accounts} accounts");
        Write(output, $"{"parent",-10}{"children",9}{"floor p50",11}{"p99",8}{"product p50",13}{"p99",8}{"ratio p50",11}{"p99",8}{"B/tick",9}{"record p50",12}{"p99",8}{"B",8}");
        Measure(output, Small);
        Measure(output, Large);
        Write(output, $"gate 1: at most 2 x the floor at p50, 3 x at p99, 0 B; a tick ends with the bytes of the children of a new parent, its record follows");
        Write(output, $"share of the machine that other processes took: {neighbours.SoFar():P0} (above 10 %: repeat, do not judge)");
    }

    private static void Measure(TextWriter output, decimal quantity)
    {
        TickSource source = new(Venues, Levels, seed: 5);
        ProductDecision product = new(Venues, Accounts, Levels, quantity);
        BareDecision floor = new(Venues, BareAccounts, BareCandidates, quantity);
        for (int venue = 0; venue < Venues; venue++)
        {
            byte[] snapshot = source.Snapshot(venue);
            product.TakeSnapshot(venue, snapshot);
            floor.TakeSnapshot(venue, snapshot);
        }

        double[][] figures = [.. Enumerable.Range(0, 10).Select(_ => new double[Rounds])];
        for (int round = -WarmRounds; round < Rounds; round++)
        {
            (int Venue, byte[] Message)[] ticks = [.. Enumerable.Range(0, TicksPerRound).Select(_ => source.Next())];
            LatencySample floors = Play(ticks, floor);
            (LatencySample Ticks, double TickBytes, LatencySample Records, double RecordBytes) products = Play(ticks, product);
            if (round < 0)
                continue;
            figures[0][round] = floors.Microseconds(0.5);
            figures[1][round] = floors.Microseconds(0.99);
            figures[2][round] = products.Ticks.Microseconds(0.5);
            figures[3][round] = products.Ticks.Microseconds(0.99);
            figures[4][round] = figures[2][round] / figures[0][round];
            figures[5][round] = figures[3][round] / figures[1][round];
            figures[6][round] = products.TickBytes;
            figures[7][round] = products.Records.Microseconds(0.5);
            figures[8][round] = products.Records.Microseconds(0.99);
            figures[9][round] = products.RecordBytes;
        }

        double[] middle = [.. figures.Select(Median)];
        Write(output, $"{quantity,-10}{product.Children,9}{middle[0],11:F2}{middle[1],8:F2}{middle[2],13:F2}{middle[3],8:F2}{middle[4],11:F2}{middle[5],8:F2}{middle[6],9:N0}{middle[7],12:F2}{middle[8],8:F2}{middle[9],8:N0}");
        if (product.Children == 0 || floor.Worst == 0d)
            throw new InvalidOperationException("nothing was decided");
    }

    private static LatencySample Play((int Venue, byte[] Message)[] ticks, BareDecision floor)
    {
        LatencySample sample = new(ticks.Length);
        foreach ((int venue, byte[] message) in ticks)
        {
            long start = Stopwatch.GetTimestamp();
            int written = floor.Tick(venue, message);
            sample.Add(Stopwatch.GetTimestamp() - start);
            Require(written);
        }

        return sample;
    }

    private static (LatencySample Ticks, double TickBytes, LatencySample Records, double RecordBytes) Play(
        (int Venue, byte[] Message)[] ticks, ProductDecision product)
    {
        LatencySample sample = new(ticks.Length);
        LatencySample records = new(ticks.Length);
        (long Tick, long Record) bytes = default;
        foreach ((int venue, byte[] message) in ticks)
        {
            product.Prepare();
            long before = GC.GetAllocatedBytesForCurrentThread();
            long start = Stopwatch.GetTimestamp();
            int written = product.Tick(venue, message);
            long sent = Stopwatch.GetTimestamp();
            sample.Add(sent - start);
            Require(written);
            long between = GC.GetAllocatedBytesForCurrentThread();
            start = Stopwatch.GetTimestamp();
            product.Record();
            records.Add(Stopwatch.GetTimestamp() - start);
            bytes = (bytes.Tick + between - before, bytes.Record + GC.GetAllocatedBytesForCurrentThread() - between);
        }

        return (sample, bytes.Tick / (double)ticks.Length, records, bytes.Record / (double)ticks.Length);
    }

    private static void Require(int written)
    {
        if (written == 0)
            throw new InvalidOperationException("a tick led to no children");
    }

    private static double Median(double[] values)
    {
        Array.Sort(values);
        return values[values.Length / 2];
    }

    private static void Write(TextWriter output, FormattableString line) =>
        output.WriteLine(line.ToString(CultureInfo.InvariantCulture));
}
