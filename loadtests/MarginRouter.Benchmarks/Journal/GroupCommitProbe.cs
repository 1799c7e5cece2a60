using System.Diagnostics;
using MarginRouter.Benchmarks.Measurement;
using MarginRouter.Storage;

namespace MarginRouter.Benchmarks.Journal;

/// <summary>The product: one paced producer, the writer thread commits; latency from the intended time to the commit's publication.</summary>
internal sealed class GroupCommitProbe : IDisposable
{
    private readonly GroupCommitLog log;
    private readonly byte[] payload;
    private readonly ManualResetEventSlim finished = new();
    private LatencySample sample = new(0);
    private Pacer pacer;
    private long firstPosition;
    private long lastPosition;
    private long published;

    public GroupCommitProbe(string directory, int payloadBytes)
    {
        payload = new byte[payloadBytes];
        SegmentLog segments = SegmentLog.Open(new SegmentLogOptions { Directory = directory });
        published = segments.LastPosition;
        log = new GroupCommitLog(segments, new GroupCommitOptions { Committed = Record });
    }

    /// <summary>Bytes allocated per record by the whole process in the last round.</summary>
    public double BytesPerRecord { get; private set; }

    /// <summary>Runs one round.</summary>
    public LatencySample RunOpen(int perSecond, int count)
    {
        LatencySample round = new(count);
        sample = round;
        firstPosition = published + 1;
        lastPosition = published + count;
        finished.Reset();
        long allocated = GC.GetTotalAllocatedBytes(precise: true);
        pacer = new Pacer(perSecond);
        for (int i = 0; i < count; i++)
        {
            Pacer.WaitUntil(pacer.DueAt(i));
            log.Append(1, payload);
        }

        if (!finished.Wait(TimeSpan.FromSeconds(30)))
            throw new TimeoutException("the journal did not commit the round", log.Fault);
        BytesPerRecord = (double)(GC.GetTotalAllocatedBytes(precise: true) - allocated) / count;
        return round;
    }

    public void Dispose()
    {
        log.Dispose();
        finished.Dispose();
    }

    private void Record(long committed)
    {
        long now = Stopwatch.GetTimestamp();
        for (; published < committed; published++)
            sample.Add(now - pacer.DueAt((int)(published + 1 - firstPosition)));
        if (published == lastPosition)
            finished.Set();
    }
}
