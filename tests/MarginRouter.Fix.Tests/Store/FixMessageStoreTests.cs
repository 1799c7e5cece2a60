using System.Globalization;
using System.Text;
using MarginRouter.Fix.Store;
using MarginRouter.Storage;

namespace MarginRouter.Fix.Tests.Store;

/// <summary>Both stores against a plain model, the durable one also through restarts, torn tails and trimming.</summary>
public sealed class FixMessageStoreTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("fix-store-").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public void RandomUse_OfBothStores_MatchesTheModel()
    {
        for (int seed = 1; seed <= 30; seed++)
            Use(new MemoryFixMessageStore(), reopen: null, new Random(seed), $"memory, seed {seed}");
        for (int seed = 1; seed <= 6; seed++)
        {
            string directory = Path.Combine(_directory, seed.ToString(CultureInfo.InvariantCulture));
            Use(Open(directory), () => Open(directory), new Random(seed), $"segments, seed {seed}");
        }
    }

    [Fact]
    public void Memory_WhenFull_DropsTheOldestAndSaysSo()
    {
        for (int seed = 1; seed <= 10; seed++)
        {
            Random random = new(seed);
            using MemoryFixMessageStore store = new(capacity: 5000);
            Dictionary<long, byte[]> all = [];
            for (long number = 1; number <= 300; number++)
            {
                byte[] message = RandomMessage(random);
                all[number] = message;
                store.Append(number, message);
                long oldest = store.FindStored(1, number + 1);
                int kept = 0;
                for (long kn = oldest; kn <= number; kn++)
                {
                    Assert.True(store.Read(kn).SequenceEqual(all[kn]), $"seed {seed}: message {kn} at {number}");
                    kept += all[kn].Length;
                }

                Assert.True(kept <= 5000 && store.DroppedCount == oldest - 1, $"seed {seed}: {kept} bytes, {store.DroppedCount} dropped, oldest {oldest}");
            }
        }
    }

    [Fact]
    public void Segments_CutAnywhere_ReopenToAPrefixOfWhatWasDone()
    {
        string source = Path.Combine(_directory, "whole");
        List<(long Out, long In)> states = [(1, 1)];
        using (SegmentFixMessageStore store = Open(source))
        {
            for (int i = 1; i <= 40; i++)
            {
                if (i % 3 == 0)
                    store.SetNextInbound(store.NextInbound + 1);
                else if (i % 5 == 0)
                    store.SetNextOutbound(store.NextOutbound + 1);
                else
                    store.Append(store.NextOutbound, Text(store.NextOutbound));
                states.Add((store.NextOutbound, store.NextInbound));
            }

            // The copy is what a killed process leaves: no mark of an orderly close.
            CopyDirectory(source, Path.Combine(_directory, "killed"));
        }

        string file = Directory.GetFiles(Path.Combine(_directory, "killed")).Single();
        byte[] bytes = File.ReadAllBytes(file);
        HashSet<(long, long)> seen = [];
        for (int length = 64; length <= bytes.Length; length += 17)
        {
            string torn = Path.Combine(_directory, $"torn-{length}");
            Directory.CreateDirectory(torn);
            File.WriteAllBytes(Path.Combine(torn, Path.GetFileName(file)), bytes[..length]);
            using SegmentFixMessageStore store = Open(torn);
            Assert.Contains((store.NextOutbound, store.NextInbound), states);
            for (long number = store.FindStored(1, store.NextOutbound); number < store.NextOutbound; number = store.FindStored(number + 1, store.NextOutbound))
                Assert.True(store.Read(number).SequenceEqual(Text(number)), $"cut at {length}: message {number}");
            seen.Add((store.NextOutbound, store.NextInbound));

            // The number of the message that was torn goes to the next one, which is what a resend then gives.
            long next = store.NextOutbound;
            store.Append(next, "another"u8);
            Assert.True(store.Read(next).SequenceEqual("another"u8), $"cut at {length}: the reused number {next}");
        }

        Assert.True(seen.Count > 20, $"only {seen.Count} different prefixes were seen");
    }

    [Fact]
    public void Segments_BeyondTheRecordBound_DropOldMessagesAndKeepTheNumbers()
    {
        string directory = Path.Combine(_directory, "trim");
        FixStoreOptions options = new() { MaximumRecords = 1000 };
        SegmentLogOptions log = new() { Directory = directory, SegmentBytes = 16 * 1024, Preallocate = false };
        DateTime start = new(2026, 1, 5, 9, 0, 0, DateTimeKind.Utc);
        long oldest;
        using (SegmentFixMessageStore store = SegmentFixMessageStore.Open(log, options))
        {
            store.Mark = "abc-17";
            store.BeginSession(start);
            store.SetNextInbound(77);
            for (int i = 1; i <= 6000; i++)
                store.Append(i, Text(i));
            oldest = store.FindStored(1, 6001);
            Assert.InRange(oldest, 3900, 5001);
        }

        Assert.InRange(Directory.GetFiles(directory).Sum(path => new FileInfo(path).Length), 1, 400_000);
        using SegmentFixMessageStore reopened = SegmentFixMessageStore.Open(log, options);
        Assert.Equal((6001, 77), (reopened.NextOutbound, reopened.NextInbound));
        Assert.Equal((start, "abc-17"), (reopened.SessionStart, reopened.Mark));
        Assert.InRange(reopened.FindStored(1, 6001), 3000, oldest);
        Assert.True(reopened.Read(5999).SequenceEqual(Text(5999)));
    }

    [Fact]
    public void Reset_OfBothStores_KeepsTheMarkAndTheSession()
    {
        DateTime start = new(2026, 1, 5, 9, 0, 0, DateTimeKind.Utc);
        string directory = Path.Combine(_directory, "mark");
        foreach (IFixMessageStore store in (IFixMessageStore[])[new MemoryFixMessageStore(), Open(directory)])
        {
            store.BeginSession(start);
            store.Append(1, Text(1));
            store.Mark = "abc-1";
            store.Reset();
            Assert.Equal((1, 1, start, "abc-1", 2), (store.NextOutbound, store.NextInbound, store.SessionStart, store.Mark, store.FindStored(1, 2)));
            store.Append(1, Text(1));
            store.Dispose();
        }

        using SegmentFixMessageStore reopened = Open(directory);
        Assert.Equal((2, 1, start, "abc-1"), (reopened.NextOutbound, reopened.NextInbound, reopened.SessionStart, reopened.Mark));
    }

    [Fact]
    public void Segments_OfAnotherKind_AreRefused()
    {
        string directory = Path.Combine(_directory, "foreign");
        using (SegmentLog log = SegmentLog.Open(new SegmentLogOptions { Directory = directory, ContentFormat = SegmentFixMessageStore.ContentFormat, Preallocate = false }))
            log.Append(9, "something"u8);
        InvalidDataException error = Assert.Throws<InvalidDataException>(() => Open(directory));
        Assert.Contains("record 1 of kind 9", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Append_OutOfOrder_Throws()
    {
        using MemoryFixMessageStore memory = new();
        using SegmentFixMessageStore segments = Open(Path.Combine(_directory, "order"));
        Assert.Throws<InvalidOperationException>(() => memory.Append(2, "x"u8));
        Assert.Throws<InvalidOperationException>(() => segments.Append(2, "x"u8));
    }

    private static SegmentFixMessageStore Open(string directory) =>
        SegmentFixMessageStore.Open(new SegmentLogOptions { Directory = directory, SegmentBytes = 64 * 1024, Preallocate = false });

    private static void Use(IFixMessageStore store, Func<IFixMessageStore>? reopen, Random random, string what)
    {
        SortedDictionary<long, byte[]> kept = [];
        long nextOut = 1, nextIn = 1;
        for (int i = 0; i < 400; i++)
        {
            switch (random.Next(12))
            {
                case 0:
                    store.SetNextOutbound(nextOut += random.Next(1, 4));
                    break;
                case 1 or 2 or 3:
                    store.SetNextInbound(nextIn += random.Next(1, 3));
                    break;
                case 4 when random.Next(10) == 0:
                    store.Reset();
                    kept.Clear();
                    nextOut = nextIn = 1;
                    break;
                case 5 when reopen is not null && random.Next(5) == 0:
                    store.Dispose();
                    store = reopen();
                    break;
                default:
                    byte[] message = RandomMessage(random);
                    store.Append(nextOut, message);
                    kept[nextOut++] = message;
                    break;
            }

            Assert.True((nextOut, nextIn) == (store.NextOutbound, store.NextInbound), $"{what}: step {i}: {store.NextOutbound}, {store.NextInbound}");
            long first = random.NextInt64(1, nextOut + 1), limit = random.NextInt64(first, nextOut + 2);
            long expected = kept.Keys.Where(number => number >= first && number < limit).DefaultIfEmpty(limit).First();
            Assert.True(store.FindStored(first, limit) == expected, $"{what}: step {i}: find {first} to {limit}");
            ReadOnlySpan<byte> read = store.Read(first);
            Assert.True(read.SequenceEqual(kept.GetValueOrDefault(first, [])), $"{what}: step {i}: read {first}");
        }

        store.Dispose();
    }

    private static byte[] RandomMessage(Random random)
    {
        byte[] message = new byte[random.Next(1, 400)];
        random.NextBytes(message);
        return message;
    }

    private static byte[] Text(long number) => Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"message {number} of the store"));

    private static void CopyDirectory(string from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (string file in Directory.GetFiles(from).Where(path => Path.GetFileName(path) != "lock"))
        {
            // A shared read: the store still has the file open.
            using FileStream source = new(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            using FileStream target = File.Create(Path.Combine(to, Path.GetFileName(file)));
            source.CopyTo(target);
        }
    }
}
