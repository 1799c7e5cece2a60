using System.Text;
using MarginRouter.Fix.Codec;

namespace MarginRouter.Fix.Tests.Codec;

public sealed class FixMessageWriterTests
{
    private static readonly DateTime Time = new(2026, 1, 2, 3, 4, 5, 678, DateTimeKind.Utc);
    private static readonly FixHeaderTemplate Header = new("FIX.4.4", "US", "THEM");

    [Fact]
    public void Encode_EveryFieldType_WritesTheStandardsForm()
    {
        FixMessageWriter writer = new();
        writer.Begin(FixMsgType.NewOrderSingle)
            .Append(FixTag.ClOrdID, "A-1").Append(FixTag.Side, '1').Append(FixTag.OrderQty, 1.500m).Append(FixTag.NoPartyIDs, 0)
            .Append(FixTag.TransactTime, Time.AddTicks(1230), FixTimestampPrecision.Microseconds).Append(FixTag.PossResend, true)
            .Append(FixTag.ClearingBusinessDate, new DateOnly(2026, 1, 2)).AppendData(FixTag.RawDataLength, FixTag.RawData, "x\u0001y"u8);

        string text = Show(writer.Encode(Header, 17, Time));

        Assert.Equal(
            "8=FIX.4.4|9=135|35=D|49=US|56=THEM|34=17|52=20260102-03:04:05.678|11=A-1|54=1|38=1.500|453=0|" +
            "60=20260102-03:04:05.678123|97=Y|715=20260102|95=3|96=x|y|10=" + Checksum(text) + "|",
            text);
    }

    [Theory]
    [InlineData("", "empty")]
    [InlineData("a\u0001b", "1 at position 1")]
    [InlineData("é", "233 at position 0")]
    public void Append_TextThatCannotStandOnTheWire_Throws(string value, string part)
    {
        FixMessageWriter writer = new();
        writer.Begin(FixMsgType.News);
        FixEncodingException error = Assert.Throws<FixEncodingException>(() => writer.Append(FixTag.Text, value));
        Assert.Contains("Tag 58", error.Message, StringComparison.Ordinal);
        Assert.Contains(part, error.Message, StringComparison.Ordinal);
        Assert.True(writer.Body.IsEmpty);
    }

    [Fact]
    public void Append_BeyondTheBound_Throws()
    {
        FixMessageWriter writer = new(capacity: 16, maximumBody: 100);
        writer.Begin(FixMsgType.News);
        Assert.Throws<FixEncodingException>(() =>
        {
            for (int i = 0; i < 100; i++)
                writer.Append(FixTag.Text, "0123456789");
        });
        Assert.InRange(writer.Body.Length, 60, 100);
    }

    [Fact]
    public void Encode_SameBodyForTwoSessions_KeepsTheBody()
    {
        FixMessageWriter writer = new();
        writer.Begin(FixMsgType.ExecutionReport).Append(FixTag.OrderID, 5);
        string first = Show(writer.Encode(Header, 1, Time));
        string second = Show(writer.Encode(new FixHeaderTemplate("FIX.4.4", "LONGERNAME", "X"), 1234567, Time));
        Assert.Contains("|37=5|10=", first, StringComparison.Ordinal);
        Assert.Contains("|49=LONGERNAME|56=X|34=1234567|", second, StringComparison.Ordinal);
        Assert.Contains("|37=5|10=", second, StringComparison.Ordinal);
    }

    [Fact]
    public void Encode_LongestHeader_FitsBeforeTheBody()
    {
        string longest = new('Z', FixHeaderTemplate.MaximumCompIdLength);
        FixHeaderTemplate header = new("FIXT.1.1", longest, longest, FixTimestampPrecision.Microseconds);
        FixMessageWriter writer = new(FixMessageWriter.DefaultMaximumBody);
        writer.Begin(FixMsgType.FromText("UZZ"u8)).Append(FixTag.Text, new string('x', FixMessageWriter.DefaultMaximumBody - 20));
        ReadOnlySpan<byte> bytes = writer.Encode(header, long.MaxValue, Time, "20260102-03:04:05.678901"u8);
        FixFramer framer = new(2 << 20);
        int fed = 0;
        FixMessage message = new();
        while (framer.Read(message) == FixFrameOutcome.NeedMore)
        {
            Span<byte> free = framer.Free();
            int take = Math.Min(free.Length, bytes.Length - fed);
            bytes.Slice(fed, take).CopyTo(free);
            framer.Advance(take);
            fed += take;
        }

        Assert.True(message.TryGetLong(FixTag.MsgSeqNum, out long number));
        Assert.Equal(long.MaxValue, number);
    }

    internal static string Show(ReadOnlySpan<byte> bytes) => Encoding.Latin1.GetString(bytes).Replace('\u0001', '|');

    /// <summary>The checksum by the standard's definition, one byte at a time.</summary>
    private static string Checksum(string shown)
    {
        int sum = 0;
        foreach (char character in shown[..(shown.LastIndexOf("|10=", StringComparison.Ordinal) + 1)])
            sum += character == '|' ? 1 : character;
        return (sum % 256).ToString("000", System.Globalization.CultureInfo.InvariantCulture);
    }
}
