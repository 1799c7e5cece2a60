using System.Diagnostics;
using System.Globalization;
using MarginRouter.Benchmarks.Measurement;

namespace MarginRouter.Benchmarks.FixEcho;

/// <summary>
/// NewOrderSingle to ExecutionReport through our session engine, beside a raw TCP echo of the same sizes and the bare span probe of
/// performance.md 3.1, in alternating rounds of one run. One order in flight for latency, 256 for throughput.
/// </summary>
public static class FixBenchmark
{
    private const int OrderBytes = 167;
    private const int ReportBytes = 192;
    private const int Rounds = 7;
    private const int Window = 256;
    private const int LatencyOrders = 20_000;
    private const int ThroughputOrders = 150_000;

    /// <summary>Runs for about a minute and a half in a directory of its own below the system's temporary one.</summary>
    public static void Run(TextWriter output)
    {
        ArgumentNullException.ThrowIfNull(output);
        string directory = Directory.CreateTempSubdirectory("fix-benchmark-").FullName;
        try
        {
            using IEcho plain = new SocketEcho("raw TCP echo", (new PlainWire(OrderBytes, ReportBytes), new PlainWire(ReportBytes, OrderBytes)));
            using IEcho bare = new SocketEcho("bare span FIX", (new SpanWire(true, null), new SpanWire(false, null)));
            using IEcho bareFile = new SocketEcho(
                "bare span FIX, file append", (new SpanWire(true, Path.Combine(directory, "orders")), new SpanWire(false, Path.Combine(directory, "reports"))));
            using IEcho memory = new EngineEcho("engine, memory store", null, TimeProvider.System);
            using IEcho durable = new EngineEcho("engine, durable store", Path.Combine(directory, "store"), TimeProvider.System);
            Compare(output, new Cases(plain, bare, bareFile, memory, durable));
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    private static void Compare(TextWriter output, Cases cases)
    {
        NeighbourShare neighbours = new();
        IEcho[] all = [cases.Plain, cases.Bare, cases.BareFile, cases.Memory, cases.Durable];
        foreach (IEcho echo in all)
        {
            echo.Run(new EchoRound(LatencyOrders, 1));
            echo.Run(new EchoRound(ThroughputOrders, Window));
        }

        Dictionary<IEcho, Figures[]> latencies = Alternate(all, LatencyOrders, 1);
        Dictionary<IEcho, Figures[]> rates = Alternate(all, ThroughputOrders, Window);
        Write(output, $"NewOrderSingle ({OrderBytes} B) -> ExecutionReport ({ReportBytes} B), loopback, {Environment.ProcessorCount} cores, {Rounds} alternating rounds, medians");
        Write(output, $"{"",-28}{"p50 us",8}{"p99 us",8}{"p99.9",8}{"x TCP p50",10}{"x TCP p99",10}{"B each",8} |{"round trips/s",14}{"x bare",8}{"x bare file",12}{"B each",8}");
        foreach (IEcho echo in all)
        {
            Figures[] latency = latencies[echo], rate = rates[echo];
            double p50 = Ratio(latency, latencies[cases.Plain], f => f.Median), p99 = Ratio(latency, latencies[cases.Plain], f => f.Tail);
            double bare = Ratio(rate, rates[cases.Bare], f => f.PerSecond), file = Ratio(rate, rates[cases.BareFile], f => f.PerSecond);
            Write(output, $"{echo.Name,-28}{Median(latency, f => f.Median),8:F1}{Median(latency, f => f.Tail),8:F1}{Median(latency, f => f.FarTail),8:F1}{p50,10:F2}{p99,10:F2}{Median(latency, f => f.BytesEach),8:F2} |{Median(rate, f => f.PerSecond),14:N0}{bare,8:F2}{file,12:F2}{Median(rate, f => f.BytesEach),8:F2}");
        }

        Write(output, $"goals: p50 at most 1.5 x TCP in memory and 2.5 x with the durable store; at least 0.6 x bare at {Window} in flight; 0 B (gate 10: at least 0.3 x bare with file)");
        Write(output, $"share of the machine that other processes took: {neighbours.SoFar():P0} (above 10 %: repeat, do not judge)");
    }

    private static Dictionary<IEcho, Figures[]> Alternate(IEcho[] all, int orders, int window)
    {
        Dictionary<IEcho, Figures[]> figures = all.ToDictionary(echo => echo, _ => new Figures[Rounds]);
        for (int i = 0; i < Rounds; i++)
        {
            foreach (IEcho echo in all)
                figures[echo][i] = Measure(echo, orders, window);
        }

        return figures;
    }

    private static Figures Measure(IEcho echo, int orders, int window)
    {
        EchoRound round = new(orders, window);
        GC.Collect();
        long allocated = GC.GetTotalAllocatedBytes(precise: true);
        long start = Stopwatch.GetTimestamp();
        echo.Run(round);
        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        double bytes = GC.GetTotalAllocatedBytes(precise: true) - allocated;
        LatencySample sample = round.Latencies;
        return new Figures(sample.Microseconds(0.5), sample.Microseconds(0.99), sample.Microseconds(0.999), orders / seconds, bytes / orders);
    }

    private static double Ratio(Figures[] rounds, Figures[] floors, Func<Figures, double> figure) =>
        rounds.Zip(floors, (round, floor) => figure(round) / figure(floor)).Order().ElementAt(Rounds / 2);

    private static double Median(Figures[] rounds, Func<Figures, double> figure) => rounds.Select(figure).Order().ElementAt(Rounds / 2);

    private static void Write(TextWriter output, FormattableString line) => output.WriteLine(line.ToString(CultureInfo.InvariantCulture));

    private sealed record Cases(IEcho Plain, IEcho Bare, IEcho BareFile, IEcho Memory, IEcho Durable);

    /// <summary>One round: microseconds, round trips a second, bytes allocated by the whole process for a round trip.</summary>
    private sealed record Figures(double Median, double Tail, double FarTail, double PerSecond, double BytesEach);
}
