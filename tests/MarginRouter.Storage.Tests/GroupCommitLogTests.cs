using System.Buffers.Binary;
using MarginRouter.Storage.Tests.Faults;

namespace MarginRouter.Storage.Tests;

/// <summary>Many producers, one writer: order, completeness, what "committed" means, and failures.</summary>
public sealed class GroupCommitLogTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private readonly TemporaryDirectory temporary = new();

    public void Dispose() => temporary.Dispose();

    [Theory]
    [InlineData(CommitDurability.Durable, 4096)]
    [InlineData(CommitDurability.Written, 4096)]
    [InlineData(CommitDurability.Durable, 1024 * 1024)]
    public void Append_ByManyProducers_KeepsTheOrderOfEachAndLosesNothing(CommitDurability durability, int queueBytes)
    {
        const int Producers = 6;
        const int PerProducer = 3000;
        SegmentLogOptions options = new() { Directory = temporary.Path, SegmentBytes = 64 * 1024, MaxPayloadBytes = 256 };
        long[][] positions = new long[Producers][];
        long lastCommitted = 0;
        GroupCommitOptions commit = new()
        {
            Durability = durability,
            QueueBytes = queueBytes,
            Committed = position => lastCommitted = lastCommitted < position ? position : throw new InvalidOperationException("commits must advance"),
        };

        using (GroupCommitLog log = new(SegmentLog.Open(options), commit))
        {
            Thread[] threads = [.. Enumerable.Range(0, Producers).Select(producer => Background(() => positions[producer] = Produce(log, producer, PerProducer)))];
            foreach (Thread thread in threads)
                thread.Start();
            foreach (Thread thread in threads)
                Assert.True(thread.Join(Patience));
            Assert.True(log.WaitCommitted(Producers * PerProducer, Patience));
            Assert.Equal(Producers * PerProducer, log.CommittedPosition);
            Assert.Null(log.Fault);
        }

        Assert.Equal(Producers * PerProducer, lastCommitted);
        using SegmentLog reopened = SegmentLog.Open(options);
        Assert.Null(reopened.Repair);
        AssertHoldsAll(reopened, positions);
    }

    [Fact]
    public void Commit_WhileASyncIsUnderWay_PublishesNothingAndGroupsTheRest()
    {
        FaultDirectory directory = new(new Random(1));
        using ManualResetEventSlim syncGate = new();
        using GroupCommitLog log = OpenInMemory(directory, new GroupCommitOptions());
        HoldSyncs(directory, syncGate);
        int syncsBefore = directory.Syncs;

        long first = log.Append(1, [1]);
        Assert.True(directory.SyncsBegun.Wait(Patience), "the writer must sync the first record");
        for (int i = 0; i < 100; i++)
            log.Append(1, [2]);
        Assert.Equal(first + 100, log.LastPosition);
        Assert.Equal((0L, 0L), (log.CommittedPosition, log.DurablePosition));
        Assert.False(log.WaitCommitted(first, TimeSpan.FromMilliseconds(5)));
        Assert.Equal((0L, 0L), (log.CommittedPosition, log.DurablePosition));

        syncGate.Set();
        Assert.True(log.WaitCommitted(first + 100, Patience));
        Assert.Equal(first + 100, log.DurablePosition);
        Assert.Equal(syncsBefore + 2, directory.Syncs);
    }

    [Fact]
    public void Commit_InModeWritten_DoesNotSync()
    {
        FaultDirectory directory = new(new Random(1));
        using GroupCommitLog log = OpenInMemory(directory, new GroupCommitOptions { Durability = CommitDurability.Written });
        int syncsBefore = directory.Syncs;
        Assert.True(log.WaitCommitted(log.Append(1, [1]), Patience));
        Assert.Equal(syncsBefore, directory.Syncs);
        Assert.Equal((1L, 0L), (log.CommittedPosition, log.DurablePosition));
    }

    [Fact]
    public void Append_WithAFullQueue_BlocksUntilTheWriterHasTakenIt()
    {
        FaultDirectory directory = new(new Random(1));
        using ManualResetEventSlim syncGate = new();
        using GroupCommitLog log = OpenInMemory(directory, new GroupCommitOptions { QueueBytes = 4096 });
        HoldSyncs(directory, syncGate);
        log.Append(1, [1]);
        Assert.True(directory.SyncsBegun.Wait(Patience));

        const int Records = 500;
        Thread producer = Background(() => AppendZeros(log, Records));
        producer.Start();
        Assert.True(SpinWait.SpinUntil(() => producer.ThreadState.HasFlag(ThreadState.WaitSleepJoin), Patience), "the producer must block");
        Assert.InRange(log.LastPosition, 1 + (4096 / 120), 1 + (4096 / 100));

        syncGate.Set();
        Assert.True(producer.Join(Patience));
        Assert.True(log.WaitCommitted(1 + Records, Patience));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void Append_AfterAFailureOfTheDevice_ThrowsByNameAndTellsTheListener(int operationsBeforeFailure)
    {
        FaultDirectory directory = new(new Random(1));
        using ManualResetEventSlim told = new();
        SegmentLogFaultedException? reported = null;
        GroupCommitOptions options = new()
        {
            Faulted = exception =>
            {
                reported = exception;
                told.Set();
            },
        };
        using (GroupCommitLog log = OpenInMemory(directory, options))
        {
            Assert.True(log.WaitCommitted(log.Append(1, [1]), Patience));
            directory.FailAfter(operationsBeforeFailure);
            long lost = log.Append(1, [2]);
            Assert.Throws<SegmentLogFaultedException>(() => log.WaitCommitted(lost, Patience));
            Assert.True(told.Wait(Patience));
            SegmentLogFaultedException refused = Assert.Throws<SegmentLogFaultedException>(() => log.Append(1, [3]));
            Assert.IsType<SimulatedFailureException>(refused.InnerException);
            Assert.Equal(1, refused.DurablePosition);
            Assert.Same(reported, log.Fault);
            Assert.Equal((1L, 1L), (log.CommittedPosition, log.DurablePosition));
        }

        using SegmentLog reopened = SegmentLog.Open(MemoryOptions(), directory.AfterPowerLoss());
        Assert.InRange(reopened.LastPosition, 1, 2);
    }

    [Fact]
    public void Append_BlockedWhenTheDeviceFails_Throws()
    {
        FaultDirectory directory = new(new Random(1));
        using ManualResetEventSlim syncGate = new();
        using GroupCommitLog log = OpenInMemory(directory, new GroupCommitOptions { QueueBytes = 4096 });
        HoldSyncs(directory, syncGate);
        log.Append(1, [1]);
        Assert.True(directory.SyncsBegun.Wait(Patience));
        SegmentLogFaultedException? thrown = null;
        Thread producer = Background(() => thrown = Assert.Throws<SegmentLogFaultedException>(() => AppendZeros(log, 1000)));
        producer.Start();
        Assert.True(SpinWait.SpinUntil(() => producer.ThreadState.HasFlag(ThreadState.WaitSleepJoin), Patience));

        directory.FailAfter(0);
        syncGate.Set();
        Assert.True(producer.Join(Patience));
        Assert.NotNull(thrown);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Append_UntilTheDeviceFailsAnywhere_CommittedRecordsSurvive(bool powerLoss)
    {
        for (int seed = 0; seed < 150; seed++)
        {
            FaultDirectory directory = new(new Random(seed));
            GroupCommitOptions options = new() { QueueBytes = 4096, Durability = powerLoss ? CommitDurability.Durable : CommitDurability.Written };
            SegmentLogOptions segments = MemoryOptions() with { SegmentBytes = 4096 };
            long committed;
            using (GroupCommitLog log = new(SegmentLog.Open(segments, directory), options))
            {
                directory.FailAfter(new Random(seed).Next(120));
                Assert.Throws<SegmentLogFaultedException>(() => AppendZeros(log, 5000));
                committed = log.CommittedPosition;
            }

            FaultDirectory after = powerLoss ? directory.AfterPowerLoss() : directory.AfterKill();
            using SegmentLog reopened = SegmentLog.Open(segments, after);
            Assert.True(reopened.LastPosition >= committed, $"seed {seed}: {committed} committed, {reopened.LastPosition} found");
        }
    }

    [Fact]
    public void Committed_WhenItThrows_StopsTheLogByName()
    {
        FaultDirectory directory = new(new Random(1));
        GroupCommitOptions options = new() { Committed = _ => throw new InvalidOperationException("listener is broken") };
        using GroupCommitLog log = OpenInMemory(directory, options);
        log.Append(1, [1]);
        Assert.True(SpinWait.SpinUntil(() => log.Fault is not null, Patience));
        Assert.IsType<InvalidOperationException>(log.Fault!.InnerException);
        Assert.Throws<SegmentLogFaultedException>(() => log.Append(1, [2]));
    }

    [Fact]
    public void Dispose_WithRecordsQueued_CommitsThemFirst()
    {
        FaultDirectory directory = new(new Random(1));
        GroupCommitLog log = OpenInMemory(directory, new GroupCommitOptions { Durability = CommitDurability.Written });
        for (int i = 0; i < 1000; i++)
            log.Append(1, new byte[50]);
        log.Dispose();
        Assert.Equal((1000L, 1000L), (log.CommittedPosition, log.DurablePosition));
        Assert.Throws<ObjectDisposedException>(() => log.Append(1, [1]));
        using SegmentLog reopened = SegmentLog.Open(MemoryOptions(), directory.AfterPowerLoss());
        Assert.Equal(1000, reopened.LastPosition);
    }

    [Fact]
    public void AppendDeferred_FollowedByAnAppend_SharesItsSync()
    {
        FaultDirectory directory = new(new Random(1));
        using GroupCommitLog log = OpenInMemory(directory, new GroupCommitOptions());
        int syncsBefore = directory.Syncs;
        long first = log.AppendDeferred(1, [1]);
        Assert.False(log.WaitCommitted(first, TimeSpan.FromMilliseconds(20)));
        Assert.Equal(syncsBefore, directory.Syncs);
        Assert.True(log.WaitCommitted(log.Append(1, [2]), Patience));
        Assert.Equal((first + 1, syncsBefore + 1), (log.DurablePosition, directory.Syncs));
    }

    [Fact]
    public void Submit_AfterDeferredRecords_CommitsThem()
    {
        using GroupCommitLog log = OpenInMemory(new FaultDirectory(new Random(1)), new GroupCommitOptions());
        log.Submit();
        log.AppendDeferred(1, [1]);
        long last = log.AppendDeferred(1, [2]);
        log.Submit();
        Assert.True(log.WaitCommitted(last, Patience));
    }

    [Fact]
    public void AppendDeferred_MoreThanTheQueueHolds_CommitsAllAndEndsWithDispose()
    {
        const int Records = 500;
        FaultDirectory directory = new(new Random(1));
        GroupCommitLog log = OpenInMemory(directory, new GroupCommitOptions { QueueBytes = 4096 });
        Thread producer = Background(() =>
        {
            for (int i = 0; i < Records; i++)
                log.AppendDeferred(1, new byte[100]);
        });
        producer.Start();
        Assert.True(producer.Join(Patience), "a full queue must be committed whether submitted or not");
        log.Dispose();
        Assert.Equal((Records, Records), (log.CommittedPosition, log.DurablePosition));
    }

    [Fact]
    public void Append_OverTheLimit_IsRefusedAndTheLogGoesOn()
    {
        using GroupCommitLog log = OpenInMemory(new FaultDirectory(new Random(1)), new GroupCommitOptions());
        Assert.Throws<ArgumentOutOfRangeException>(() => log.Append(1, new byte[log.MaxPayloadBytes + 1]));
        Assert.True(log.WaitCommitted(log.Append(1, new byte[log.MaxPayloadBytes]), Patience));
    }

    // A producer that hangs fails its test; as a foreground thread it would hang the whole run.
    private static Thread Background(ThreadStart start) => new(start) { IsBackground = true };

    private static void HoldSyncs(FaultDirectory directory, ManualResetEventSlim syncGate)
    {
        while (directory.SyncsBegun.Wait(0))
        {
        }

        directory.SyncGate = syncGate;
    }

    private static SegmentLogOptions MemoryOptions() =>
        new() { Directory = "memory", SegmentBytes = 1024 * 1024, MaxPayloadBytes = 1024 };

    private static GroupCommitLog OpenInMemory(FaultDirectory directory, GroupCommitOptions options) =>
        new(SegmentLog.Open(MemoryOptions(), directory), options);

    private static void AppendZeros(GroupCommitLog log, int count)
    {
        for (int i = 0; i < count; i++)
            log.Append(1, new byte[100]);
    }

    private static long[] Produce(GroupCommitLog log, int producer, int count)
    {
        long[] positions = new long[count];
        Span<byte> payload = stackalloc byte[64];
        for (int i = 0; i < count; i++)
        {
            BinaryPrimitives.WriteInt32LittleEndian(payload, i);
            positions[i] = log.Append((byte)producer, payload[..(4 + (i % 60))]);
        }

        return positions;
    }

    private static void AssertHoldsAll(SegmentLog log, long[][] positions)
    {
        int[] next = new int[positions.Length];
        foreach (LogRecord record in log.Read(1))
        {
            int producer = record.Kind;
            int sequence = BinaryPrimitives.ReadInt32LittleEndian(record.Payload);
            Assert.Equal(next[producer]++, sequence);
            Assert.Equal(positions[producer][sequence], record.Position);
        }

        Assert.All(next, (count, producer) => Assert.Equal(positions[producer].Length, count));
    }
}
