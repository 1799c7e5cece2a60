namespace MarginRouter.Storage.Tests;

/// <summary>Steady state allocates nothing: neither on the producer's thread nor on the writer's.</summary>
public sealed class GroupCommitAllocationTests : IDisposable
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
