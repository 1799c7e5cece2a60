using System.Globalization;
using System.Text;
using MarginRouter.Fix.Codec;

namespace MarginRouter.Fix.Tests.Codec;

/// <summary>Random messages, written, framed in random pieces and read back.</summary>
public sealed class FixRoundTripTests
{
    private static readonly FixHeaderTemplate Header = new("FIX.4.4", "US", "THEM", FixTimestampPrecision.Microseconds);

    [Fact]
    public void WriteFrameRead_RandomMessages_GiveTheSameValues()
    {
        for (int seed = 1; seed <= 500; seed++)
        {
            Random random = new(seed);
            FixMessageWriter writer = new(capacity: 16);
            List<(int Tag, object Value)> fields = RandomFields(random);
            writer.Begin(FixMsgType.ExecutionReport);
            foreach ((int tag, object value) in fields)
                AppendValue(writer, tag, value);
            DateTime time = new(random.NextInt64(DateTime.UnixEpoch.Ticks, DateTime.MaxValue.Ticks) / 10 * 10, DateTimeKind.Utc);
            long number = random.NextInt64(1, long.MaxValue);

            FixMessage message = Read(writer.Encode(Header, number, time), random, seed);

            Assert.True(message.TryGetLong(FixTag.MsgSeqNum, out long readNumber) && readNumber == number, $"seed {seed}: number");
            Assert.True(message.TryGetTimestamp(FixTag.SendingTime, out DateTime readTime) && readTime == time, $"seed {seed}: time {time:O}");
            Assert.Equal(FixMsgType.ExecutionReport, message.MessageType);
            foreach ((int tag, object value) in fields)
                Assert.True(Matches(message, tag, value), $"seed {seed}: tag {tag}, written {value}, read {message.GetText(tag)}");
        }
    }

    private static List<(int, object)> RandomFields(Random random)
    {
        List<(int, object)> fields = [];
        int count = random.Next(0, 90);
        for (int i = 0; i < count; i++)
            fields.Add((5000 + i, RandomValue(random)));
        return fields;
    }

    private static object RandomValue(Random random)
    {
        switch (random.Next(7))
        {
            case 0:
                return random.NextInt64(long.MinValue, long.MaxValue);
            case 1:
                return new decimal(random.Next(), random.Next(random.Next(2) == 0 ? 1 : int.MaxValue), random.Next(random.Next(2) == 0 ? 1 : int.MaxValue), random.Next(2) == 0, (byte)random.Next(29));
            case 2:
                return (char)random.Next(' ' + 1, '~' + 1);
            case 3:
                return random.Next(2) == 0;
            case 4:
                byte[] data = new byte[random.Next(1, 60)];
                random.NextBytes(data);
                return data;
            case 5:
                return DateOnly.FromDayNumber(random.Next(DateOnly.MaxValue.DayNumber));
            default:
                char[] text = new char[random.Next(1, 200)];
                for (int i = 0; i < text.Length; i++)
                    text[i] = (char)random.Next(' ', '~' + 1);
                return new string(text);
        }
    }

    private static void AppendValue(FixMessageWriter writer, int tag, object value)
    {
        switch (value)
        {
            case long number: writer.Append(tag, number); break;
            case decimal number: writer.Append(tag, number); break;
            case char character: writer.Append(tag, character); break;
            case bool flag: writer.Append(tag, flag); break;
            case byte[] data: writer.AppendData(FixTag.RawDataLength, FixTag.RawData, data).Append(tag, Convert.ToHexString(data)); break;
            case DateOnly date: writer.Append(tag, date); break;
            case string text: writer.Append(tag, text); break;
        }
    }

    private static bool Matches(FixMessage message, int tag, object value) => value switch
    {
        long number => message.TryGetLong(tag, out long read) && read == number,
        decimal number => message.TryGetDecimal(tag, out decimal read) && read == number &&
            read.ToString(CultureInfo.InvariantCulture) == number.ToString(CultureInfo.InvariantCulture),
        char character => message.TryGetChar(tag, out char read) && read == character,
        bool flag => message.TryGetBool(tag, out bool read) && read == flag,
        byte[] data => message.GetText(tag) == Convert.ToHexString(data) && HoldsData(message, data),
        DateOnly date => message.TryGetDate(tag, out DateOnly read) && read == date,
        string text => message.GetText(tag) == text,
        _ => false,
    };

    private static bool HoldsData(FixMessage message, byte[] data)
    {
        for (int i = 0; i < message.FieldCount; i++)
        {
            if (message.TagAt(i) == FixTag.RawData && message.ValueAt(i).SequenceEqual(data))
                return true;
        }

        return false;
    }

    private static FixMessage Read(ReadOnlySpan<byte> bytes, Random random, int seed)
    {
        FixFramer framer = new();
        FixMessage message = new();
        while (!bytes.IsEmpty)
        {
            int take = Math.Min(random.Next(1, 300), bytes.Length);
            bytes[..take].CopyTo(framer.Free());
            framer.Advance(take);
            bytes = bytes[take..];
            FixFrameOutcome outcome = framer.Read(message);
            Assert.True(outcome == (bytes.IsEmpty ? FixFrameOutcome.Message : FixFrameOutcome.NeedMore), $"seed {seed}: {outcome} with {bytes.Length} bytes left");
        }

        Assert.True(message.Fault is null, $"seed {seed}: {message.Fault} at {message.FaultTag} in {Encoding.Latin1.GetString(message.Bytes)}");
        return message;
    }
}
