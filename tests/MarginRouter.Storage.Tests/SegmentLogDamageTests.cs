using MarginRouter.Storage.Segments;

namespace MarginRouter.Storage.Tests;

/// <summary>Damage to the files of a log: what is cut off, what is refused, and how both are reported.</summary>
public sealed class SegmentLogDamageTests : IDisposable
{
    private readonly TemporaryDirectory temporary = new();

    public void Dispose() => temporary.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Open_TailLostFromAnyByte_KeepsExactlyTheWholeRecords(bool preallocate)
    {
        SegmentLogOptions options = Options() with { Preallocate = preallocate };
        (byte[] image, List<long> ends) = WriteUnclosed(options, synced: 5, total: 11);
        for (long cut = ends[4]; cut < ends[^1]; cut++)
        {
            byte[] torn = image.ToArray();
            if (preallocate)
                torn.AsSpan((int)cut).Clear();
            else
                Array.Resize(ref torn, (int)cut);
            File.WriteAllBytes(OnlySegment(), torn);

            // Records end in padding and payloads in zeros here and there: losing zeros loses nothing of a preallocated file.
            int whole = ends.FindLastIndex(end => preallocate ? torn.AsSpan(0, (int)end).SequenceEqual(image.AsSpan(0, (int)end)) : end <= cut) + 1;
            using SegmentLog log = SegmentLog.Open(options);
            Assert.True(whole == log.LastPosition, $"cut at {cut}: expected {whole} records, found {log.LastPosition}");
            long end = whole == 0 ? SegmentHeader.Bytes : ends[whole - 1];
            bool clean = torn.AsSpan((int)end).IndexOfAnyExcept((byte)0) < 0;
            Assert.Equal(clean, log.Repair is null);
            if (log.Repair is { } repair)
            {
                Assert.Equal(OnlySegment(), repair.File);
                Assert.Equal(end, repair.Offset);
                Assert.Equal(whole, repair.LastPosition);
            }

            Assert.Equal(whole + 1, log.Append(9, [1, 2, 3]));
            Assert.Equal(9, log.Get(whole + 1).Kind);
        }
    }

    [Fact]
    public void Open_AfterACleanClose_NamesFileAndOffsetOfEveryDamagedByte()
    {
        SegmentLogOptions options = Options();
        List<RecordAddress> addresses = [];
        using (SegmentLog log = SegmentLog.Open(options))
        {
            for (int i = 0; i < 90; i++)
            {
                log.Append(1, new byte[i], out RecordAddress address);
                addresses.Add(address);
            }
        }

        Random random = new(11);
        foreach (RecordAddress address in addresses)
        {
            int size = (int)RecordFormat.SizeOf(addresses.IndexOf(address));
            string path = Path.Combine(temporary.Path, SegmentHeader.NameOf(address.SegmentFirstPosition));
            byte[] image = File.ReadAllBytes(path);
            for (int i = 0; i < size; i += random.Next(1, 9))
            {
                byte[] damaged = image.ToArray();
                damaged[address.Offset + i] ^= (byte)(1 << random.Next(8));
                File.WriteAllBytes(path, damaged);
                CorruptSegmentException corrupt = Assert.Throws<CorruptSegmentException>(() => SegmentLog.Open(options));
                Assert.Equal((path, address.Offset), (corrupt.File, corrupt.Offset));
                Assert.Throws<CorruptSegmentException>(() => ReadAll(options));
                Assert.True(File.ReadAllBytes(path).AsSpan().SequenceEqual(damaged), "a refused log must not be changed");
            }

            File.WriteAllBytes(path, image);
        }
    }

    [Fact]
    public void Open_DamagedRecordThatALaterOneVouchesFor_IsCorrupt()
    {
        (byte[] image, List<long> ends) = WriteUnclosed(Options(), synced: 5, total: 6);
        image[ends[2] + RecordFormat.HeaderBytes] ^= 4;
        File.WriteAllBytes(OnlySegment(), image);
        CorruptSegmentException corrupt = Assert.Throws<CorruptSegmentException>(() => SegmentLog.Open(Options()));
        Assert.Equal((OnlySegment(), ends[2], 4L), (corrupt.File, corrupt.Offset, corrupt.Position));
    }

    [Fact]
    public void Open_HoleInAnUnsyncedWrite_IsCutAndReportedWithItsRecords()
    {
        (byte[] image, List<long> ends) = WriteUnclosed(Options(), synced: 5, total: 20);
        image.AsSpan((int)ends[9], 100).Clear();
        File.WriteAllBytes(OnlySegment(), image);
        using (SegmentLog log = SegmentLog.Open(Options()))
        {
            Assert.Equal(10, log.LastPosition);
            TornTailRepair repair = Assert.IsType<TornTailRepair>(log.Repair);
            Assert.InRange(repair.DiscardedRecords, 1, 9);
            Assert.InRange(repair.DiscardedBytes, 1, ends[^1] - ends[9]);
        }

        using SegmentLog again = SegmentLog.Open(Options());
        Assert.Null(again.Repair);
        Assert.Equal(10, again.LastPosition);
    }

    [Fact]
    public void Open_WithAMissingSegment_IsCorrupt()
    {
        FillSegments();
        string[] files = Segments();
        File.Delete(files[1]);
        CorruptSegmentException corrupt = Assert.Throws<CorruptSegmentException>(() => SegmentLog.Open(Options()));
        Assert.Equal(files[0], corrupt.File);
    }

    [Fact]
    public void Open_WithAnyByteOfAHeaderDamaged_IsCorruptAtOffsetZeroToHeader()
    {
        FillSegments();
        foreach (string path in Segments())
        {
            byte[] image = File.ReadAllBytes(path);
            for (int i = 0; i < SegmentHeader.Bytes; i++)
            {
                byte[] damaged = image.ToArray();
                damaged[i] ^= 0x10;
                File.WriteAllBytes(path, damaged);
                CorruptSegmentException corrupt = Assert.Throws<CorruptSegmentException>(() => SegmentLog.Open(Options()));
                Assert.Equal((path, 0L), (corrupt.File, corrupt.Offset));
            }

            File.WriteAllBytes(path, image);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public void Open_IntactRecordOutOfSequence_IsCorrupt(long position)
    {
        (byte[] image, List<long> ends) = WriteUnclosed(Options(), synced: 2, total: 2);
        Span<byte> header = stackalloc byte[SegmentHeader.Bytes];
        SegmentHeader segment = SegmentHeader.Write(header, 1, Options().ContentFormat);
        RecordHeader stray = new(8, position, 1, 1, IsSyncMark: false);
        Span<byte> place = image.AsSpan((int)ends[1], (int)RecordFormat.SizeOf(8));
        RecordFormat.Write(place, stray, new byte[8], segment.SeedAt(ends[1]));
        File.WriteAllBytes(OnlySegment(), image);
        CorruptSegmentException corrupt = Assert.Throws<CorruptSegmentException>(() => SegmentLog.Open(Options()));
        Assert.Equal((ends[1], 3L), (corrupt.Offset, corrupt.Position));
    }

    [Fact]
    public void Open_WithALeftoverOfACreation_RemovesIt()
    {
        FillSegments();
        string leftover = Path.Combine(temporary.Path, "next.tmp");
        File.WriteAllBytes(leftover, [1, 2, 3]);
        using SegmentLog log = SegmentLog.Open(Options());
        Assert.False(File.Exists(leftover));
    }

    [Fact]
    public void Get_OfARecordDamagedWhileOpen_IsCorruptByEitherWay()
    {
        using SegmentLog log = SegmentLog.Open(Options());
        log.Append(1, new byte[50]);
        log.Append(1, new byte[50], out RecordAddress address);
        using (FileStream stream = new(OnlySegment(), FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite))
        {
            stream.Position = address.Offset + 30;
            stream.WriteByte(7);
        }

        CorruptSegmentException byAddress = Assert.Throws<CorruptSegmentException>(() => { log.Get(address); });
        CorruptSegmentException byPosition = Assert.Throws<CorruptSegmentException>(() => { log.Get(2); });
        Assert.Equal((address.Offset, address.Offset), (byAddress.Offset, byPosition.Offset));
        Assert.Throws<CorruptSegmentException>(() => { foreach (LogRecord record in log.Read(1)) { } });
    }

    [Fact]
    public void Open_PayloadThatHoldsACopyOfARecord_IsNotTakenForOne()
    {
        byte[] copied;
        (byte[] image, List<long> ends) = WriteUnclosed(Options(), synced: 3, total: 3);
        copied = image[(int)ends[1]..(int)ends[2]];
        Directory.Delete(temporary.Path, recursive: true);
        Directory.CreateDirectory(temporary.Path);

        // The copy stands in the torn last record, where the search for intact records comes by.
        using (SegmentLog log = SegmentLog.Open(Options() with { Preallocate = false }))
        {
            log.Append(1, new byte[1]);
            log.Append(1, [.. copied, .. copied, .. new byte[40]]);
            image = File.ReadAllBytes(OnlySegment());
        }

        File.WriteAllBytes(OnlySegment(), image[..^20]);
        using SegmentLog reopened = SegmentLog.Open(Options());
        Assert.Equal(1, reopened.LastPosition);
        Assert.Equal(0, Assert.IsType<TornTailRepair>(reopened.Repair).DiscardedRecords);
    }

    private SegmentLogOptions Options() => new() { Directory = temporary.Path, SegmentBytes = 4096 };

    private string[] Segments()
    {
        string[] files = Directory.GetFiles(temporary.Path, "*" + SegmentHeader.Extension);
        Array.Sort(files, StringComparer.Ordinal);
        return files;
    }

    private string OnlySegment() => Assert.Single(Segments());

    private void FillSegments()
    {
        using SegmentLog log = SegmentLog.Open(Options());
        for (int i = 0; i < 100; i++)
            log.Append(1, new byte[80]);
        Assert.True(Segments().Length > 2, "several segments are needed");
    }

    private static void ReadAll(SegmentLogOptions options)
    {
        foreach (LogRecord record in SegmentReader.Open(options))
        {
        }
    }

    /// <summary>The bytes of a log as a killed process leaves them, and where each record ends.</summary>
    private (byte[] Image, List<long> Ends) WriteUnclosed(SegmentLogOptions options, int synced, int total)
    {
        List<long> ends = [];
        using SegmentLog log = SegmentLog.Open(options);
        for (int i = 1; i <= total; i++)
        {
            log.Append((byte)i, new byte[i], out RecordAddress address);
            ends.Add(address.Offset + RecordFormat.SizeOf(i));
            if (i == synced)
                log.Sync();
        }

        return (File.ReadAllBytes(OnlySegment()), ends);
    }
}
