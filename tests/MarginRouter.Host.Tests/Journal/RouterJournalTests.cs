using MarginRouter.Core.Engine;
using MarginRouter.Core.Engine.Events;
using MarginRouter.Core.Instruments;
using MarginRouter.Host.Journal;
using MarginRouter.Storage;
using MarginRouter.Testing;
using MarginRouter.Testing.Sessions;

namespace MarginRouter.Host.Tests.Journal;

public sealed class RouterJournalTests
{
    [Fact]
    public void Read_JournalOfALife_GivesHeaderAndEveryRecordInItsPlace()
    {
        using TemporaryDirectory folder = new();
        TestSession session = JournalLives.Of(3);
        JournalLives.Write(folder.Path, session.Journal);
        using (JournalReader reader = new(folder.Path))
            Assert.Equal(JournalLives.Header, reader.Header);
        List<JournalRecord> records = JournalLives.Read(folder.Path);
        Assert.Equal(Enumerable.Range(2, session.Journal.Count).Select(position => (long)position), records.Select(record => record.Position));
        Assert.Equal(session.Journal.Select(Text), records.Select(Text));
    }

    [Fact]
    public void Open_ExistingJournal_KeepsItsHeaderAndGoesOn()
    {
        using TemporaryDirectory folder = new();
        TestSession session = JournalLives.Of(4);
        int half = session.Journal.Count / 2;
        JournalLives.Write(folder.Path, session.Journal.Take(half));
        using (RouterJournal journal = new(
            new Host.Configuration.JournalSettings(folder.Path, Host.Configuration.DurabilityMode.None, 1),
            () => throw new InvalidOperationException("a header was asked for"),
            _ => { },
            _ => { }))
            Assert.Equal(half + 1, journal.LastPosition);
        JournalLives.Write(folder.Path, session.Journal.Skip(half));
        Assert.Equal(session.Journal.Select(Text), JournalLives.Read(folder.Path).Select(Text));
    }

    [Fact]
    public void Append_MarketDataAndTime_LeavesNoRecordAndKeepsThePosition()
    {
        using TemporaryDirectory folder = new();
        using RouterJournal journal = JournalLives.Open(folder.Path);
        Assert.Equal(1, journal.LastPosition);
        Assert.Equal(1, journal.Append(new Instant(5), new TimeAdvanced()));
        Assert.Equal(2, journal.Append(new Instant(6), new RecoveryCompleted()));
        Assert.Equal(2, journal.Append(new Instant(7), new MarkPriceReceived(default, 1m, default)));
    }

    [Fact]
    public void Run_JournalOfALife_GivesTheLiveEngineAndItsReports()
    {
        for (int seed = 20; seed < 24; seed++)
        {
            using TemporaryDirectory folder = new();
            TestSession session = JournalLives.Of(seed);
            JournalLives.Write(folder.Path, session.Journal);
            RouterEngine engine = TestFirm.NewEngine();
            RecoveredState state = JournalRecovery.Run(folder.Path, engine);
            Assert.Equal(EngineDump.Of(session.Engine), EngineDump.Of(engine));
            Assert.Equal(session.Reports.Select(CommandText.Of), state.Reports.Select(CommandText.Of));
            Assert.Equal(session.Journal.Count(entry => entry.Inbound is not null), state.Events);
            Assert.Equal(session.Journal.Count(entry => entry.Decision is not null), state.Decisions);
            Assert.Equal(session.Journal[^1].At, state.LastAt);
        }
    }

    [Fact]
    public void Run_JournalTornAnywhere_GivesAPrefixOfTheLifeAndCanBeWrittenOn()
    {
        Random random = new(11);
        using TemporaryDirectory folder = new();
        TestSession session = JournalLives.Of(12, steps: 120);
        JournalLives.Write(folder.PathOf("whole"), session.Journal);
        string[] all = [.. session.Journal.Select(Text)];
        int shortest = all.Length;
        for (int cut = 0; cut < 40; cut++)
        {
            string torn = folder.PathOf($"torn{cut}");
            Copy(folder.PathOf("whole"), torn);
            Tear(Segment(torn), random);
            string[] left = [.. JournalLives.Read(torn).Select(Text)];
            Assert.True(left.Length <= all.Length && all.AsSpan(0, left.Length).SequenceEqual(left), $"cut {cut}: no prefix");
            shortest = Math.Min(shortest, left.Length);

            RouterEngine engine = TestFirm.NewEngine();
            JournalRecovery.Run(torn, engine);
            Assert.Equal(EngineDump.Of(TestSession.Recover(session.Journal.Take(left.Length)).Engine), EngineDump.Of(engine));

            JournalLives.Write(torn, session.Journal.Skip(left.Length));
            Assert.Equal(all, JournalLives.Read(torn).Select(Text));
        }

        Assert.True(shortest < all.Length / 2, "no cut went deep");
    }

    [Fact]
    public void Read_ByteChangedBeforeTheTail_IsNeverTakenForContent()
    {
        Random random = new(13);
        using TemporaryDirectory folder = new();
        TestSession session = JournalLives.Of(14, steps: 60);
        JournalLives.Write(folder.PathOf("whole"), session.Journal);
        string[] all = [.. session.Journal.Select(Text)];
        long content = ContentLength(Segment(folder.PathOf("whole")));
        int refused = 0;
        for (int i = 0; i < 30; i++)
        {
            string damaged = folder.PathOf($"damaged{i}");
            Copy(folder.PathOf("whole"), damaged);
            using (FileStream file = File.Open(Segment(damaged), FileMode.Open))
            {
                file.Position = random.NextInt64(content / 2);
                int old = file.ReadByte();
                file.Position--;
                file.WriteByte((byte)(old ^ (1 << random.Next(8))));
            }

            try
            {
                string[] left = [.. JournalLives.Read(damaged).Select(Text)];
                Assert.True(all.AsSpan(0, left.Length).SequenceEqual(left), "changed content was read");
            }
            catch (Exception exception) when (exception is CorruptSegmentException or SegmentFormatException or JournalFormatException)
            {
                refused++;
            }
        }

        Assert.True(refused > 20, $"only {refused} of 30 damages were refused");
    }

    [Theory]
    [InlineData(99, "", "kind 99 is unknown")]
    [InlineData(17, "00", "ends too early")]
    [InlineData(41, "0000", "longer than its content")]
    [InlineData(1, "00", "is no event")]
    [InlineData(26, "0001010107", "is no VenueOrderState")]
    [InlineData(113, "00ff", "ends too early")]
    public void Next_RecordOfAnotherProgram_NamesItsPosition(byte kind, string payload, string fault)
    {
        using TemporaryDirectory folder = new();
        JournalLives.Write(folder.Path, [new JournalEntry(new Instant(1), new RecoveryCompleted(), null)]);
        using (SegmentLog log = SegmentLog.Open(RouterJournal.OptionsOf(new Host.Configuration.JournalSettings(folder.Path, Host.Configuration.DurabilityMode.None, 1))))
        {
            log.Append(kind, Convert.FromHexString(payload));
            log.Sync();
        }

        JournalFormatException exception = Assert.Throws<JournalFormatException>(() => JournalLives.Read(folder.Path));
        Assert.StartsWith("journal record 3: ", exception.Message, StringComparison.Ordinal);
        Assert.Contains(fault, exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(10, "00")]
    [InlineData(1, "03")]
    [InlineData(1, "")]
    public void Open_FirstRecordIsNoHeader_NamesItsPosition(byte kind, string payload)
    {
        using TemporaryDirectory folder = new();
        using (SegmentLog log = SegmentLog.Open(new SegmentLogOptions { Directory = folder.Path, SegmentBytes = 1024 * 1024 }))
        {
            log.Append(kind, Convert.FromHexString(payload));
            log.Sync();
        }

        JournalFormatException exception = Assert.Throws<JournalFormatException>(() => JournalLives.Read(folder.Path));
        Assert.StartsWith("journal record 1: ", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_EmptyFolder_SaysThatItHoldsNoJournal()
    {
        using TemporaryDirectory folder = new();
        Assert.Contains(folder.Path, Assert.Throws<JournalFormatException>(() => new JournalReader(folder.Path)).Message, StringComparison.Ordinal);
    }

    private static string Text(JournalEntry entry) => $"{entry.At.Nanoseconds} {RandomRecords.Text(entry.Inbound)} {RandomRecords.Text(entry.Decision)} {entry.Valuation} {RandomRecords.Text(entry.Comparison)}";

    private static string Text(JournalRecord record) => $"{record.At.Nanoseconds} {RandomRecords.Text(record.Inbound)} {RandomRecords.Text(record.Decision)} {record.Valuation} {RandomRecords.Text(record.Comparison)}";

    private static string Segment(string folder) => Directory.EnumerateFiles(folder).OrderByDescending(file => new FileInfo(file).Length).First();

    private static void Copy(string from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (string file in Directory.EnumerateFiles(from))
            File.Copy(file, Path.Combine(to, Path.GetFileName(file)));
    }

    /// <summary>What a crash leaves: the file ends early, or the end of what was written is zeros.</summary>
    private static void Tear(string file, Random random)
    {
        long content = ContentLength(file);
        long kept = random.NextInt64(content / 8, content);
        using FileStream stream = File.Open(file, FileMode.Open);
        long length = stream.Length;
        stream.SetLength(kept);
        if (random.Next(2) == 0)
            stream.SetLength(length);
    }

    private static long ContentLength(string file)
    {
        byte[] bytes = File.ReadAllBytes(file);
        return Array.FindLastIndex(bytes, value => value != 0) + 1;
    }
}
