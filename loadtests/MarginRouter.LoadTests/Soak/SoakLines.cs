using System.Globalization;

namespace MarginRouter.LoadTests.Soak;

/// <summary>The report in words.</summary>
internal static class SoakLines
{
    /// <summary>One look.</summary>
    public static string Of(SoakSample sample) => string.Create(
        CultureInfo.InvariantCulture,
        $"{sample.At:hh\\:mm\\:ss}  heap {sample.HeapBytes / 1_048_576.0,7:F1} MB  process {sample.WorkingSetBytes / 1_048_576.0,7:F1} MB  sockets {sample.Sockets,4}  threads {sample.Threads,4}  orders {sample.Orders,7}");

    /// <summary>The whole run.</summary>
    public static IEnumerable<string> Of(SoakOptions options, int sent, SoakObserver observer, SoakFaults faults, IReadOnlyList<SoakSample> samples)
    {
        yield return string.Create(CultureInfo.InvariantCulture, $"soak: {options.Duration.TotalMinutes:F1} minutes, seed {options.Seed}, {sent} parent orders");
        yield return $"faults ordered: {string.Join(", ", faults.Ordered.OrderBy(fault => fault.Key).Select(fault => $"{fault.Key} {fault.Value}"))}";
        yield return $"seen: {string.Join(", ", observer.Counts.OrderBy(count => count.Key, StringComparer.Ordinal).Select(count => $"{count.Key} {count.Value}"))}";
        if (samples.Count > 0)
            yield return $"at the end: {Of(samples[^1])}";
    }
}
