using System.Text;
using MarginRouter.Fix.Codec;

namespace MarginRouter.Fix.Tests.Codec;

public sealed class FixFramerTests
{
    private const int Maximum = 600;
    private static readonly FixHeaderTemplate Header = new("FIX.4.4", "US", "THEM");
    private static readonly DateTime Time = new(2026, 1, 2, 3, 4, 5, DateTimeKind.Utc);

    [Fact]
    public void Read_RandomStreamsInRandomPieces_FindsWhatTheReferenceFinds()
    {
        int found = 0, garbled = 0;
        for (int seed = 1; seed <= 1500; seed++)
        {
            Random random = new(seed);
            string stream = RandomStream(random);
            List<string> expected = ReferenceFramer.Messages(stream, Maximum);
            FixFramer framer = new(Maximum);
            List<string> actual = Feed(framer, Encoding.Latin1.GetBytes(stream), random);
            Assert.True(expected.SequenceEqual(actual), $"seed {seed}: expected {expected.Count} messages, read {actual.Count} from\n{stream.Replace('\u0001', '|')}");
            found += actual.Count;
            garbled += framer.GarbledCount > 0 ? 1 : 0;
        }

        Assert.True(found > 2500 && garbled > 500, $"the streams are too tame: {found} messages, {garbled} streams with garbage");
    }

    [Fact]
    public void Read_ValidMessagesBetweenGarbageWithoutPrefix_FindsThemAll()
    {
        for (int seed = 1; seed <= 300; seed++)
        {
            Random random = new(seed);
            StringBuilder stream = new();
            List<string> sent = [];
            for (int i = 0; i < 10; i++)
            {
                for (int garbage = random.Next(30); garbage > 0; garbage--)
                    stream.Append((char)random.Next('9', 256));
                sent.Add(RandomMessage(random, i + 1));
                stream.Append(sent[^1]);
            }

            List<string> read = Feed(new FixFramer(Maximum), Encoding.Latin1.GetBytes(stream.ToString()), random);
            Assert.True(sent.SequenceEqual(read), $"seed {seed}: {read.Count} of {sent.Count} messages");
        }
    }

    [Theory]
    [InlineData("9=5|35=0|", "a body of five bytes")]
    public void Read_SmallestBody_IsAMessage(string fields, string why)
    {
        string body = $"8=FIX.4.4|{fields}".Replace('|', '\u0001');
        string message = $"{body}10={Encoding.Latin1.GetBytes(body).Sum(value => value) % 256:000}\u0001";
        Assert.True(Feed(new FixFramer(), Encoding.Latin1.GetBytes(message), new Random(1)).Count == 1, why);
    }

    [Fact]
    public void Read_MessageInsideAFrameWithAWrongChecksum_IsNotTaken()
    {
        string inner = RandomMessage(new Random(1), 7);
        FixMessageWriter writer = new();
        writer.Begin(FixMsgType.News).AppendData(FixTag.RawDataLength, FixTag.RawData, Encoding.Latin1.GetBytes(inner));
        byte[] outer = writer.Encode(Header, 1, Time).ToArray();
        outer[^2] = outer[^2] == (byte)'0' ? (byte)'1' : (byte)'0';
        string next = RandomMessage(new Random(2), 2);

        List<string> read = Feed(new FixFramer(), [.. outer, .. Encoding.Latin1.GetBytes(next)], new Random(3));

        Assert.Equal([next], read);
    }

    [Fact]
    public void Free_EndlessGarbage_StaysBounded()
    {
        FixFramer framer = new(Maximum);
        FixMessage message = new();
        byte[] garbage = Encoding.Latin1.GetBytes("8=FIX.4.4\u00019=590\u000135=0\u000158=");
        int largest = 0;
        for (int i = 0; i < 10_000; i++)
        {
            Span<byte> free = framer.Free();
            largest = Math.Max(largest, free.Length);
            int take = Math.Min(free.Length, garbage.Length);
            garbage.AsSpan(0, take).CopyTo(free);
            framer.Advance(take);
            while (framer.Read(message) != FixFrameOutcome.NeedMore)
            {
            }
        }

        Assert.InRange(largest, 1, Maximum + 4096);
    }

    internal static List<string> Feed(FixFramer framer, byte[] stream, Random random)
    {
        List<string> messages = [];
        FixMessage message = new();
        for (int position = 0; position < stream.Length;)
        {
            Span<byte> free = framer.Free();
            int take = Math.Min(Math.Min(free.Length, random.Next(1, random.Next(2) == 0 ? 5 : 400)), stream.Length - position);
            stream.AsSpan(position, take).CopyTo(free);
            framer.Advance(take);
            position += take;
            FixFrameOutcome outcome;
            while ((outcome = framer.Read(message)) != FixFrameOutcome.NeedMore)
            {
                if (outcome == FixFrameOutcome.Message)
                    messages.Add(Encoding.Latin1.GetString(message.Bytes));
            }
        }

        return messages;
    }

    private static string RandomMessage(Random random, int number)
    {
        FixMessageWriter writer = new();
        writer.Begin(FixMsgType.News).Append(FixTag.Text, new string('x', random.Next(1, 200)));
        if (random.Next(3) == 0)
            writer.AppendData(FixTag.RawDataLength, FixTag.RawData, Encoding.Latin1.GetBytes("8=FIX.4.4\u00019=5\u000135=0\u000110=000\u0001"));
        return Encoding.Latin1.GetString(writer.Encode(Header, number, Time));
    }

    /// <summary>Messages, whole, damaged, cut and wrongly labelled, with garbage that likes to look like their beginning.</summary>
    private static string RandomStream(Random random)
    {
        StringBuilder stream = new();
        int parts = random.Next(1, 12);
        for (int i = 0; i < parts; i++)
        {
            string message = RandomMessage(random, i + 1);
            switch (random.Next(8))
            {
                case 0:
                    stream.Append(message, 0, random.Next(message.Length));
                    break;
                case 1:
                    char[] damaged = message.ToCharArray();
                    damaged[random.Next(damaged.Length)] = (char)random.Next(256);
                    stream.Append(damaged);
                    break;
                case 2:
                    string[] garbage = ["8", "8=", "8=FIX", "8=FIX.4.4\u0001", "8=FIX.4.4\u00019=", "8=FIX.4.4\u00019=10\u0001", "\u000110=000\u0001", "35=", "9=1234567890\u0001", "8=FIX.4.4.4.4.4\u0001"];
                    stream.Append(garbage[random.Next(garbage.Length)]);
                    break;
                case 3:
                    stream.Append(message.Replace("9=", $"9={random.Next(10)}", StringComparison.Ordinal));
                    break;
                default:
                    stream.Append(message);
                    break;
            }
        }

        return stream.ToString();
    }
}
