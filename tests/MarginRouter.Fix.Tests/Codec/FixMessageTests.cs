using System.Text;
using MarginRouter.Fix.Codec;

namespace MarginRouter.Fix.Tests.Codec;

public sealed class FixMessageTests
{
    private static readonly int[] Entries = [FixTag.MDEntryType, FixTag.MDEntryPx, FixTag.MDEntrySize, FixTag.NoPartyIDs, FixTag.PartyID, FixTag.PartyRole];
    private static readonly int[] Parties = [FixTag.PartyID, FixTag.PartyRole];

    [Fact]
    public void TryGetGroup_NestedGroups_GivesEachEntryItsOwnFields()
    {
        FixMessage message = Parse("35=W|55=BTC|268=3|269=0|270=10.5|271=2|453=2|448=A|452=1|448=B|452=3|269=1|270=11|269=0|271=7|58=after|");
        Assert.True(message.TryGetGroup(FixTag.NoMDEntries, Entries, out FixGroup group));
        Assert.True(group.CountMatches());
        StringBuilder seen = new();
        foreach (FixGroupEntry entry in group)
        {
            seen.Append(entry.GetText(FixTag.MDEntryType)).Append(' ').Append(entry.GetText(FixTag.MDEntryPx)).Append(' ').Append(entry.GetText(FixTag.MDEntrySize));
            if (entry.TryGetGroup(FixTag.NoPartyIDs, Parties, out FixGroup parties))
            {
                foreach (FixGroupEntry party in parties)
                    seen.Append(' ').Append(party.GetText(FixTag.PartyID)).Append(party.GetText(FixTag.PartyRole));
            }

            Assert.False(entry.Contains(FixTag.Text));
            seen.Append('|');
        }

        Assert.Equal("0 10.5 2 A1 B3|1 11 |0  7|", seen.ToString());
    }

    [Theory]
    [InlineData("35=W|268=2|269=0|270=1|58=x|", false, 1)]
    [InlineData("35=W|268=1|269=0|269=1|58=x|", false, 1)]
    [InlineData("35=W|268=1|270=1|269=0|", false, 0)]
    [InlineData("35=W|268=0|58=x|", true, 0)]
    [InlineData("35=W|268=2|269=0|269=1|", true, 2)]
    public void CountMatches_ComparesTheCountWithTheEntries(string fields, bool matches, int entries)
    {
        Assert.True(Parse(fields).TryGetGroup(FixTag.NoMDEntries, Entries, out FixGroup group));
        int seen = 0;
        foreach (FixGroupEntry entry in group)
            seen += entry.Contains(FixTag.MDEntryType) ? 1 : 0;
        Assert.Equal((matches, entries), (group.CountMatches(), seen));
    }

    [Theory]
    [InlineData("35=D|11=|", FixParseFault.EmptyValue, 11)]
    [InlineData("35=D|0=x|", FixParseFault.InvalidTagNumber, 0)]
    [InlineData("35=D|-7=x|", FixParseFault.InvalidTagNumber, -7)]
    [InlineData("35=D|abc=x|", FixParseFault.InvalidTagNumber, null)]
    [InlineData("35=D|nothing|", FixParseFault.InvalidTagNumber, null)]
    [InlineData("35=D|99999999999=x|", FixParseFault.InvalidTagNumber, null)]
    [InlineData("35=D|95=3|58=abc|", FixParseFault.BadDataLength, 58)]
    [InlineData("35=D|95=2|96=abc|", FixParseFault.BadDataLength, 96)]
    [InlineData("35=D|95=99|96=abc|", FixParseFault.BadDataLength, 96)]
    [InlineData("35=D|95=x|96=abc|", FixParseFault.BadDataLength, 95)]
    public void Parse_StructuralFault_IsNamed(string fields, FixParseFault fault, int? tag)
    {
        FixMessage message = Parse(fields, expectFault: true);
        Assert.Equal((fault, tag), (message.Fault!.Value, message.FaultTag));
        Assert.Equal(FixMsgType.NewOrderSingle, message.MessageType);
    }

    [Fact]
    public void Parse_BehindAnEmptyValue_GoesOn()
    {
        FixMessage message = Parse("35=D|11=|55=BTC|0=x|58=lost|", expectFault: true);
        Assert.Equal((FixParseFault.EmptyValue, 11), (message.Fault!.Value, message.FaultTag));
        Assert.Equal("BTC", message.GetText(FixTag.Symbol));
        Assert.False(message.Contains(FixTag.Text));
    }

    [Theory]
    [InlineData("1.5", true)]
    [InlineData("-.5", true)]
    [InlineData("5.", true)]
    [InlineData("79228162514264337593543950335", true)]
    [InlineData("0.0000000000000000000000000001", true)]
    [InlineData("1e5", false)]
    [InlineData("1.2.3", false)]
    [InlineData(".", false)]
    [InlineData("-", false)]
    [InlineData("+1", false)]
    [InlineData(" 1", false)]
    [InlineData("1 ", false)]
    [InlineData("1,000", false)]
    [InlineData("99999999999999999999999999999999", false)]
    public void TryGetDecimal_AcceptsOnlyTheStandardsForm(string text, bool good)
    {
        FixMessage message = Parse($"35=D|44={text}|");
        Assert.Equal(good, message.TryGetDecimal(FixTag.Price, out decimal value));
        if (good)
            Assert.Equal(decimal.Parse(text, System.Globalization.CultureInfo.InvariantCulture), value);
    }

    [Theory]
    [InlineData("0", 0L)]
    [InlineData("-0042", -42L)]
    [InlineData("9223372036854775807", long.MaxValue)]
    [InlineData("000000000000000000000000000000001", 1L)]
    [InlineData("-9223372036854775808", null)]
    [InlineData("9223372036854775808", null)]
    [InlineData("", null)]
    [InlineData("-", null)]
    [InlineData("1.0", null)]
    [InlineData("--1", null)]
    public void TryGetLong_ReadsWholeNumbersOnly(string text, long? expected)
    {
        FixMessage message = Parse($"35=D|34={text}|", expectFault: text.Length == 0);
        Assert.Equal(expected, message.TryGetLong(FixTag.MsgSeqNum, out long value) ? value : null);
    }

    [Theory]
    [InlineData("20260102-03:04:05", "2026-01-02T03:04:05.0000000Z")]
    [InlineData("20260102-03:04:05.5", "2026-01-02T03:04:05.5000000Z")]
    [InlineData("20260102-03:04:05.123456789", "2026-01-02T03:04:05.1234567Z")]
    [InlineData("20161231-23:59:60", "2017-01-01T00:00:00.0000000Z")]
    [InlineData("99991231-23:59:60", null)]
    [InlineData("20260230-03:04:05", null)]
    [InlineData("20260102 03:04:05", null)]
    [InlineData("20260102-24:04:05", null)]
    [InlineData("20260102-03:04:05.", null)]
    [InlineData("20260102-03:04:05.12x", null)]
    [InlineData("2026010a-03:04:05", null)]
    public void TryGetTimestamp_ReadsRealMomentsOnly(string text, string? expected)
    {
        FixMessage message = Parse($"35=D|52={text}|");
        string? actual = message.TryGetTimestamp(FixTag.SendingTime, out DateTime utc)
            ? utc.ToString("O", System.Globalization.CultureInfo.InvariantCulture)
            : null;
        Assert.Equal(expected, actual);
    }

    [Fact]
    public void Copy_OutlivesTheBuffer()
    {
        byte[] bytes = Encoding.Latin1.GetBytes("35=D\u000111=abc\u0001");
        FixMessage message = new();
        message.Parse(bytes, 0, bytes.Length);
        FixMessage copy = message.Copy();
        Array.Clear(bytes);
        Assert.Equal("abc", copy.GetText(FixTag.ClOrdID));
    }

    private static FixMessage Parse(string fields, bool expectFault = false)
    {
        byte[] bytes = Encoding.Latin1.GetBytes(fields.Replace('|', '\u0001'));
        FixMessage message = new();
        Assert.Equal(!expectFault, message.Parse(bytes, 0, bytes.Length));
        return message;
    }
}
