using System.Runtime.InteropServices;
using MarginRouter.Benchmarks.Measurement;
using MarginRouter.Host.Configuration;
using MarginRouter.LoadTests.Paths;
using Microsoft.Extensions.Logging;

namespace MarginRouter.LoadTests.Latency;

/// <summary>
/// Parent in to first child at the venue: two floors and the router in two durability modes, in turn, round after round, in one process
/// (performance.md section 6: ratios of the same round, median over rounds).
/// </summary>
internal sealed class LatencyRun(LatencyOptions options, TimeProvider time, ILoggerFactory loggers)
{
    private const decimal Quantity = 1.5m;

    // Small batches, each waited for: code that is not compiled yet cannot fall behind.
    private const int WarmUpBatches = 100;
    private const int WarmUpBatch = 20;
    private const int WarmUpRate = 500;

    /// <summary>Runs everything in a folder of its own below the system's temporary one.</summary>
    public async Task<LatencyReport> RunAsync(TextWriter progress)
    {
        string folder = Directory.CreateTempSubdirectory("latency-").FullName;
        List<IOrderPath> paths = [];
        try
        {
            int orders = (WarmUpBatches * WarmUpBatch) + ((options.Rounds + 1) * options.Orders);
            OrderPathOptions path = new(folder, orders, Quantity, options.UpdatesPerSecond, time, loggers);
            paths.Add(new RelayPath(path, durable: false));
            paths.Add(await RouterPath.StartAsync(path, DurabilityMode.None));
            paths.Add(new RelayPath(path, durable: true));
            paths.Add(await RouterPath.StartAsync(path, DurabilityMode.BeforeSend));
            return Measure(paths, progress);
        }
        finally
        {
            foreach (IOrderPath path in Enumerable.Reverse(paths))
                await path.DisposeAsync();
            Directory.Delete(folder, recursive: true);
        }
    }

    private LatencyReport Measure(List<IOrderPath> paths, TextWriter progress)
    {
        LatencyRound[] rounds = [.. paths.Select(path => new LatencyRound(path, time))];
        List<RoundFigures>[] figures = [.. paths.Select(_ => new List<RoundFigures>())];
        for (int j = 0; j < paths.Count; j++)
        {
            for (int i = 0; i < WarmUpBatches; i++)
                rounds[j].Run(WarmUpBatch, WarmUpRate);
            Report(progress, "warm-up", paths[j].Name, rounds[j].Run(options.Orders, options.Rate));
        }

        NeighbourShare neighbours = new();
        for (int i = 0; i < options.Rounds; i++)
        {
            for (int j = 0; j < paths.Count; j++)
            {
                GC.Collect();
                RoundFigures figure = rounds[j].Run(options.Orders, options.Rate);
                figures[j].Add(figure);
                Report(progress, $"round {i + 1}", paths[j].Name, figure);
            }
        }

        CaseFigures[] cases = [.. paths.Select((path, place) => Summary.Of(path.Name, figures[place]))];
        return new LatencyReport(
            $"{Environment.ProcessorCount} cores, {RuntimeInformation.OSDescription}, {RuntimeInformation.FrameworkDescription}",
            options,
            neighbours.SoFar(),
            cases,
            [
                Summary.Judge(2, (cases[1].Name, figures[1]), (cases[0].Name, figures[0]), (1.5, 2)),
                Summary.Judge(4, (cases[3].Name, figures[3]), (cases[2].Name, figures[2]), (1.3, 2)),
            ]);
    }

    private static void Report(TextWriter progress, string round, string name, RoundFigures figure) => progress.WriteLine(FormattableString.Invariant(
        $"{round}, {name}: p50 {figure.Intended.Microseconds(0.5):F1} us, p99 {figure.Intended.Microseconds(0.99):F1} us, neighbours {figure.Neighbours:P0}"));
}
