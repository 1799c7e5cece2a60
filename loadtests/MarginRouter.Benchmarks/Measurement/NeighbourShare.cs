using System.Diagnostics;
using System.Globalization;

namespace MarginRouter.Benchmarks.Measurement;

/// <summary>
/// The share of the machine that other processes used during a measurement (Linux): all busy time of /proc/stat less
/// this process's own. A run with more than a tenth is to be repeated, not judged.
/// </summary>
internal sealed class NeighbourShare
{
    private const double JiffiesPerSecond = 100;
    private readonly double busyAtStart = BusySeconds();
    private readonly double ownAtStart = OwnSeconds();
    private readonly long start = Stopwatch.GetTimestamp();

    /// <summary>0 (alone) to 1 (others had every core all the time); null where /proc/stat is missing.</summary>
    public double? SoFar()
    {
        double others = BusySeconds() - busyAtStart - (OwnSeconds() - ownAtStart);
        double available = Stopwatch.GetElapsedTime(start).TotalSeconds * Environment.ProcessorCount;
        return double.IsNaN(others) ? null : Math.Max(0, others / available);
    }

    private static double OwnSeconds()
    {
        using Process own = Process.GetCurrentProcess();
        return own.TotalProcessorTime.TotalSeconds;
    }

    // First line: "cpu user nice system idle iowait irq softirq steal ...", in jiffies over all cores.
    private static double BusySeconds()
    {
        if (!File.Exists("/proc/stat"))
            return double.NaN;
        string[] fields = File.ReadLines("/proc/stat").First().Split(' ', StringSplitOptions.RemoveEmptyEntries);
        int[] busy = [1, 2, 3, 6, 7, 8];
        return busy.Sum(index => double.Parse(fields[index], CultureInfo.InvariantCulture)) / JiffiesPerSecond;
    }
}
