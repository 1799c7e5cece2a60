namespace MarginRouter.Storage.Tests;

/// <summary>Steady state allocates nothing on either thread, and opening no more than its windows.</summary>
public sealed class AllocationTests : IDisposable
{
    private const int Rounds = 5;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private readonly TemporaryDirectory temporary = new();
    private long writerBytes;

    public void Dispose() => temporary.Dispose();

    [Theory]
    [InlineData(CommitDurability.Durable)]
    [InlineData(CommitDurability.Written)]
    public void Append_InSteadyState_AllocatesNothingOnEitherThread(CommitDurability durability)
    {
        GroupCommitOptions options = new()
        {
            Durability = durability,
            QueueBytes = 16 * 1024,
            Committed = _ => Volatile.Write(ref writerBytes, GC.GetAllocatedBytesForCurrentThread()),
        };
        using GroupCommitLog log = new(SegmentLog.Open(new SegmentLogOptions { Directory = temporary.Path }), options);
        AppendMany(log, 2000);
        Assert.Equal((0, 0), LeastOfRounds(() => AppendMany(log, 10_000)));
    }

    [Fact]
    public void SegmentLogAppend_InSteadyState_AllocatesNothing()
    {
        using SegmentLog log = SegmentLog.Open(new SegmentLogOptions { Directory = temporary.Path });
        byte[] payload = new byte[128];
        AppendMany(log, payload, 100);
        Assert.Equal((0, 0), LeastOfRounds(() => AppendMany(log, payload, 10_000)));
    }

    [Fact]
    public void OpenAndRead_OfAnAlmostEmptySegment_AllocateFarLessThanTheSegment()
    {
        SegmentLogOptions options = new() { Directory = temporary.Path, MaxPayloadBytes = 1024 };
        using (SegmentLog log = SegmentLog.Open(options))
            AppendMany(log, new byte[128], 1000);
        long before = GC.GetAllocatedBytesForCurrentThread();
        long last = 0;
        using (SegmentLog log = SegmentLog.Open(options))
        {
            foreach (LogRecord record in log.Read(990))
                last = record.Position;
        }

        foreach (LogRecord record in SegmentReader.Open(options, 990))
            Assert.InRange(record.Position, 990, 1000);
        Assert.Equal(1000, last);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 1, options.SegmentBytes / 16);
    }

    // A collection that another test causes books the rest of this thread's allocation window (up to 8 KiB) as used,
    // so single rounds can show noise; a path that allocates shows in every round.
    private (long Producer, long Writer) LeastOfRounds(Action round)
    {
        (long Producer, long Writer) least = (long.MaxValue, long.MaxValue);
        for (int i = 0; i < Rounds; i++)
        {
            long writerBefore = Volatile.Read(ref writerBytes);
            long producerBefore = GC.GetAllocatedBytesForCurrentThread();
            round();
            long producer = GC.GetAllocatedBytesForCurrentThread() - producerBefore;
            least = (Math.Min(least.Producer, producer), Math.Min(least.Writer, Volatile.Read(ref writerBytes) - writerBefore));
        }

        return least;
    }

    private static void AppendMany(SegmentLog log, byte[] payload, int count)
    {
        for (int i = 0; i < count; i++)
            log.Append(1, payload);
        log.Sync();
    }

    // Waits now and then, so that parking and waking of both threads is part of what is measured.
    private static void AppendMany(GroupCommitLog log, int count)
    {
        Span<byte> payload = stackalloc byte[128];
        payload.Fill(7);
        long position = 0;
        for (int i = 0; i < count; i++)
        {
            position = log.Append(1, payload);
            if (i % 100 == 0 && !log.WaitCommitted(position, Patience))
                throw new TimeoutException("no commit");
        }

        if (!log.WaitCommitted(position, Patience))
            throw new TimeoutException("no commit");
    }
}
