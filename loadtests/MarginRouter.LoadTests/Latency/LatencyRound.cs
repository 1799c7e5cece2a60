using MarginRouter.Benchmarks.Measurement;
using MarginRouter.LoadTests.Paths;

namespace MarginRouter.LoadTests.Latency;

/// <summary>Runs one case once: sends its orders open loop, waits for the last to end, and takes the figures.</summary>
internal sealed class LatencyRound(IOrderPath path, TimeProvider time)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private long next = 1;

    /// <summary>Sends so many orders at a rate.</summary>
    public RoundFigures Run(int orders, int perSecond)
    {
        long first = next;
        next += orders;
        long[] intended = new long[orders];
        long[] sent = new long[orders];
        int endedBefore = path.Client.Filled + path.Client.EndedUnfilled;
        int arrivedBefore = path.Arrivals.Count;
        NeighbourShare neighbours = new();
        int collections = GC.CollectionCount(0);
        long allocated = GC.GetTotalAllocatedBytes(precise: true);
        path.Client.Send(first, intended, sent, perSecond);
        WaitForTheLast(orders, endedBefore, arrivedBefore);
        double bytes = (double)(GC.GetTotalAllocatedBytes(precise: true) - allocated) / orders;
        path.Check();
        return new RoundFigures(
            Sample(first, intended, path.Arrivals.Of),
            Sample(first, sent, path.Arrivals.Of),
            Stages(first, sent),
            path.Arrivals.Count - arrivedBefore,
            orders,
            bytes,
            neighbours.SoFar(),
            GC.CollectionCount(0) - collections);
    }

    /// <summary>The next case must not begin beside what is left of this one, so orders that never end stop the run.</summary>
    private void WaitForTheLast(int orders, int endedBefore, int arrivedBefore)
    {
        long start = time.GetTimestamp();
        while (true)
        {
            int ended = path.Client.Filled + path.Client.EndedUnfilled - endedBefore;
            int arrived = path.Arrivals.Count - arrivedBefore;
            if (path.Reports ? ended >= orders : arrived >= orders)
                return;
            path.Check();
            if (time.GetElapsedTime(start) > Patience)
                throw new TimeoutException($"{path.Name}: of {orders} orders {arrived} reached a venue and {ended} ended within {Patience.TotalSeconds} s");
            Thread.Sleep(1);
        }
    }

    private StageFigure[] Stages(long first, long[] sent)
    {
        if (path.Stages is not { } stages)
            return [];
        long[] taken = stages.Taken[(int)first..(int)(first + sent.Length)];
        long[] decided = stages.Decided[(int)first..(int)(first + sent.Length)];
        return
        [
            Figure("client to engine", Sample(first, sent, number => stages.Taken[number])),
            Figure("request and decision", Sample(first, taken, number => stages.Decided[number])),
            Figure("journal, gate, send to venue", Sample(first, decided, path.Arrivals.Of)),
        ];
    }

    private static StageFigure Figure(string name, LatencySample sample) => new(name, sample.Microseconds(0.5), sample.Microseconds(0.99));

    private static LatencySample Sample(long first, long[] from, Func<long, long> to)
    {
        LatencySample sample = new(from.Length);
        for (int i = 0; i < from.Length; i++)
        {
            long end = to(first + i);
            if (end != 0 && from[i] != 0)
                sample.Add(end - from[i]);
        }

        return sample;
    }
}
