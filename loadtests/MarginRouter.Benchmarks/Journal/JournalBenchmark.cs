using System.Diagnostics;
using System.Globalization;
using MarginRouter.Benchmarks.Measurement;
using MarginRouter.Storage;

namespace MarginRouter.Benchmarks.Journal;

/// <summary>
/// Arrival to durable of the group-commit log beside a bare write + fdatasync, in alternating rounds of one run
/// (performance.md section 6, gate 11), and the speed of recovery (gate 12).
/// </summary>
public static class JournalBenchmark
{
    private const int PayloadBytes = 128;
    private const int RecordBytes = 152; // With the log's own framing, so that both write the same amount.
    private const int Rounds = 7;
    private const int RecoveryRecords = 1_000_000;
    private static readonly int[] Rates = [1_000, 10_000, 50_000, 200_000];

    /// <summary>Runs for about a minute in a directory of its own below the system's temporary one.</summary>
    public static void Run(TextWriter output)
    {
        ArgumentNullException.ThrowIfNull(output);
        string directory = Directory.CreateTempSubdirectory("journal-benchmark-").FullName;
        try
        {
            Write(output, $"{PayloadBytes}-byte payloads in {directory}, {Environment.ProcessorCount} cores, {Rounds} rounds a row, medians over rounds; us");
            NeighbourShare neighbours = new();
            RunCommits(output, directory);
            RunRecovery(output, Path.Combine(directory, "recovery"));
            Write(output, $"share of the machine that other processes took: {neighbours.SoFar():P0} (above 10 %: repeat, do not judge)");
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    private static void RunCommits(TextWriter output, string directory)
    {
        using BareJournal bare = new(Path.Combine(directory, "bare"), RecordBytes);
        using GroupCommitProbe product = new(Path.Combine(directory, "log"), PayloadBytes);
        bare.RunClosed(200);
        product.RunOpen(10_000, 5_000);

        LatencySample closed = bare.RunClosed(5_000);
        Write(output, $"bare write + fdatasync, one record after the other: p50 {closed.Microseconds(0.5):F1}  p99 {closed.Microseconds(0.99):F1}");
        foreach (int rate in Rates)
            RunRate(output, bare, product, rate);
    }

    private static void RunRate(TextWriter output, BareJournal bare, GroupCommitProbe product, int rate)
    {
        LatencySample[] floors = new LatencySample[Rounds];
        LatencySample[] rounds = new LatencySample[Rounds];
        double[] allocated = new double[Rounds];
        for (int i = 0; i < Rounds; i++)
        {
            floors[i] = bare.RunOpen(rate, rate);
            rounds[i] = product.RunOpen(rate, rate);
            allocated[i] = product.BytesPerRecord;
        }

        Write(output, $"{rate}/s open loop, arrival to durable:");
        Write(output, $"  bare    {Percentiles(floors)}");
        Write(output, $"  journal {Percentiles(rounds)}  {Median(allocated):F2} B/record");
        Write(output, $"  ratio   p50 {MedianRatio(rounds, floors, 0.5):F2}  p99 {MedianRatio(rounds, floors, 0.99):F2}");
    }

    private static void RunRecovery(TextWriter output, string directory)
    {
        SegmentLogOptions options = new() { Directory = directory };
        byte[] payload = new byte[PayloadBytes];
        using (GroupCommitLog log = new(SegmentLog.Open(options), new GroupCommitOptions { Durability = CommitDurability.Written }))
        {
            for (int i = 0; i < RecoveryRecords; i++)
                log.Append(1, payload);
        }

        long start = Stopwatch.GetTimestamp();
        using SegmentLog reopened = SegmentLog.Open(options);
        double openSeconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        long records = 0;
        foreach (LogRecord record in reopened.Read(1))
            records += record.Payload.Length == PayloadBytes ? 1 : 0;
        double totalSeconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        Write(output, $"recovery of {records} records: verifying open {openSeconds * 1e3:F0} ms, then read all: {totalSeconds * 1e3:F0} ms together");
        Write(output, $"  = {records / totalSeconds / 1e6:F1}M records/s (gate 12: at least 1M/s)");
    }

    private static string Percentiles(LatencySample[] rounds) => string.Create(
        CultureInfo.InvariantCulture,
        $"p50 {AtShare(rounds, 0.5):F1}  p99 {AtShare(rounds, 0.99):F1}  p99.9 {AtShare(rounds, 0.999):F1}  max {AtShare(rounds, 1):F1}");

    private static double AtShare(LatencySample[] rounds, double share) =>
        Median([.. rounds.Select(round => round.Microseconds(share))]);

    private static double MedianRatio(LatencySample[] rounds, LatencySample[] floors, double share) =>
        Median([.. rounds.Zip(floors, (round, floor) => round.Microseconds(share) / floor.Microseconds(share))]);

    private static double Median(double[] values)
    {
        Array.Sort(values);
        return values[values.Length / 2];
    }

    private static void Write(TextWriter output, FormattableString line) =>
        output.WriteLine(line.ToString(CultureInfo.InvariantCulture));
}
