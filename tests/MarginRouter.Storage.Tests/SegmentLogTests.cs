using System.Buffers.Binary;
using MarginRouter.Storage.Segments;

namespace MarginRouter.Storage.Tests;

/// <summary>The segment log on a real directory.</summary>
public sealed class SegmentLogTests : IDisposable
{
    private readonly TemporaryDirectory temporary = new();

    public void Dispose() => temporary.Dispose();

    [Fact]
    public void Append_AndReopen_ContinuesPositionsOverSegments()
    {
        SegmentLogOptions options = Options();
        for (int run = 0; run < 5; run++)
        {
            using SegmentLog log = SegmentLog.Open(options);
            Assert.Null(log.Repair);
            Assert.Equal(run * 100, log.LastPosition);
            Assert.Equal(log.LastPosition, log.DurablePosition);
            for (int i = 1; i <= 100; i++)
            {
                long expected = (run * 100) + i;
                Assert.Equal(expected, log.Append((byte)(expected % 7), PayloadOf(expected)));
            }

            Assert.Equal((run + 1) * 100, log.WrittenPosition);
            AssertHolds(log, 1, (run + 1) * 100);
        }

        Assert.True(Segments().Length > 5, "the log must have rotated");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Append_InEitherAllocation_ReadsBackByPositionAddressAndReader(bool preallocate)
    {
        using SegmentLog log = SegmentLog.Open(Options() with { Preallocate = preallocate });
        List<RecordAddress> addresses = [];
        for (int i = 1; i <= 300; i++)
        {
            log.Append((byte)(i % 7), PayloadOf(i), out RecordAddress address);
            addresses.Add(address);
        }

        Random random = new(7);
        for (int i = 0; i < 500; i++)
        {
            int position = random.Next(1, 301);
            AssertIs(log.Get(position), position);
            AssertIs(log.Get(addresses[position - 1]), position);
            Assert.Equal(addresses[position - 1], log.Get(position).Address);
        }

        AssertHolds(log, 137, 300);
        Assert.Throws<ArgumentOutOfRangeException>(() => { log.Get(301); });
        Assert.Throws<ArgumentOutOfRangeException>(() => { log.Get(0); });
    }

    [Fact]
    public void Append_PayloadOverTheLimit_IsRefusedAndTheLogGoesOn()
    {
        using SegmentLog log = SegmentLog.Open(Options());
        Assert.Throws<ArgumentOutOfRangeException>(() => log.Append(1, new byte[log.MaxPayloadBytes + 1]));
        Assert.Equal(1, log.Append(1, new byte[log.MaxPayloadBytes]));
        Assert.Equal(2, log.Append(1, []));
        Assert.Equal(log.MaxPayloadBytes, log.Get(1).Payload.Length);
        Assert.Equal(0, log.Get(2).Payload.Length);
    }

    [Fact]
    public void Append_LargeRecordInALargeSegment_ReadsBackEveryWay()
    {
        byte[] large = new byte[900_000];
        new Random(3).NextBytes(large);
        SegmentLogOptions options = Options() with { SegmentBytes = 4 * 1024 * 1024 };
        RecordAddress address;
        using (SegmentLog log = SegmentLog.Open(options))
        {
            log.Append(1, [1]);
            log.Append(2, large, out address);
            log.Append(3, [3]);
        }

        using SegmentLog reopened = SegmentLog.Open(options);
        Assert.True(reopened.Get(2).Payload.SequenceEqual(large));
        Assert.True(reopened.Get(address).Payload.SequenceEqual(large));
        Assert.Equal(3, reopened.Get(3).Kind);
        using SegmentReader reader = reopened.Read(2);
        Assert.True(reader.MoveNext() && reader.Current.Payload.SequenceEqual(large));
    }

    [Fact]
    public void Sync_AfterAppends_AdvancesDurablePosition()
    {
        using SegmentLog log = SegmentLog.Open(Options() with { SegmentBytes = 1024 * 1024 });
        log.Append(1, PayloadOf(1));
        log.Append(1, PayloadOf(2));
        Assert.Equal(2, log.WrittenPosition);
        Assert.Equal(0, log.DurablePosition);
        log.Sync();
        Assert.Equal(2, log.DurablePosition);
    }

    [Fact]
    public void Open_WhileAnotherHoldsIt_IsRefusedByName()
    {
        using SegmentLog log = SegmentLog.Open(Options());
        SegmentLogInUseException refused = Assert.Throws<SegmentLogInUseException>(() => SegmentLog.Open(Options()));
        Assert.Contains(temporary.Path, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_WithAnotherContentFormat_IsRefusedByName()
    {
        using (SegmentLog log = SegmentLog.Open(Options()))
            log.Append(1, PayloadOf(1));
        Assert.Throws<SegmentFormatException>(() => SegmentLog.Open(Options() with { ContentFormat = 2 }));
    }

    [Fact]
    public void DeleteThrough_AMiddlePosition_KeepsItsSegmentAndTheRest()
    {
        SegmentLogOptions options = Options();
        using (SegmentLog log = SegmentLog.Open(options))
        {
            for (int i = 1; i <= 300; i++)
                log.Append((byte)(i % 7), PayloadOf(i));
            int before = Segments().Length;
            AssertIs(log.Get(1), 1);
            log.DeleteThrough(150);
            Assert.True(Segments().Length < before);
            Assert.InRange(log.FirstPosition, 2, 151);
            Assert.Throws<ArgumentOutOfRangeException>(() => log.Read(1));
            AssertHolds(log, log.FirstPosition, 300);
            log.DeleteThrough(1000);
            Assert.Single(Segments());
            Assert.Equal(301, log.Append(0, PayloadOf(301)));
        }

        using SegmentLog reopened = SegmentLog.Open(options);
        Assert.Equal(301, reopened.LastPosition);
    }

    [Fact]
    public void ReaderOpen_BesideAWriter_DeliversWhatIsWritten()
    {
        using SegmentLog log = SegmentLog.Open(Options());
        for (int i = 1; i <= 250; i++)
            log.Append((byte)(i % 7), PayloadOf(i));
        using SegmentReader reader = SegmentReader.Open(Options(), 20);
        long position = 20;
        while (reader.MoveNext())
            AssertIs(reader.Current, position++);
        Assert.Equal(251, position);
        Assert.False(reader.EndsTorn);
    }

    private SegmentLogOptions Options() => new() { Directory = temporary.Path, SegmentBytes = 4096 };

    private string[] Segments() => Directory.GetFiles(temporary.Path, "*" + SegmentHeader.Extension);

    private static byte[] PayloadOf(long position)
    {
        byte[] payload = new byte[8 + (position % 40)];
        BinaryPrimitives.WriteInt64LittleEndian(payload, position);
        payload.AsSpan(8).Fill((byte)(position & 0xFF));
        return payload;
    }

    private static void AssertHolds(SegmentLog log, long from, long to)
    {
        long next = from;
        foreach (LogRecord record in log.Read(from))
            AssertIs(record, next++);
        Assert.Equal(to + 1, next);
    }

    private static void AssertIs(LogRecord record, long position)
    {
        Assert.Equal(position, record.Position);
        Assert.Equal((byte)(position % 7), record.Kind);
        Assert.True(record.Payload.SequenceEqual(PayloadOf(position)), $"payload of record {position}");
    }
}
