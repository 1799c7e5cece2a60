using System.Text;
using System.Text.Json;
using MarginRouter.Core.Instruments;
using MarginRouter.Fix.Codec;
using MarginRouter.Venues.Bybit.Quotes;
using MarginRouter.Venues.Connectivity;
using MarginRouter.Venues.FixVenue.Quotes;
using MarginRouter.Venues.Rfq;

namespace MarginRouter.Venues.Tests.Rfq;

/// <summary>Damaged quotes through both readers: a named fault, or terms that keep every rule; never anything else.</summary>
public sealed class QuoteFuzzTests
{
    private const int Messages = 100_000;
    private const int Seed = 20_261_122;

    private const string Fix =
        "8=FIX.4.4|9=0|35=S|131=tst1-1-0-q|117=Q1|537=1|453=1|448=alba|447=D|452=35|55=BTCUSDT|132=99.5|133=100.0|647=1|134=2|648=0.5|135=3|62=20261121-22:00:00.250|10=000|";

    private const string Bybit =
        """{"rfqLinkId":"tst1Z1Z0Zq","rfqId":"11","quoteId":"22","expiresAt":"1757578509556","status":"Active","deskCode":"alba","quoteSellList":[{"category":"linear","symbol":"BTCUSDT","price":"96","qty":"0.5"}],"legs":[{"symbol":"BTCUSDT","price":"96","qty":"0.5","orderId":"7","execId":"8","resultCode":0,"rejectParty":""}],"updatedAt":"1757578509556"}""";

    private static readonly string[] Numbers =
        ["0", "-0", "-1", "9223372036854775807", "9223372036854775808", "99999999999999999999999999999999", "79228162514264337593543950335", "0.0000000000000000000000000001", "1e308", "1e-30", "NaN", "", ".", "99991231-23:59:59", "00010101-00:00:00", "9999999999999", "99999999999999"];

    private static readonly Instrument Perpetual = TestInstruments.Spot(0.1m, 0.001m) with { Kind = InstrumentKind.LinearPerpetual };

    [Fact]
    public void Read_DamagedFixQuote_FaultsByNameOrKeepsEveryRule()
    {
        Random random = new(Seed);
        byte[] original = [.. Encoding.Latin1.GetBytes(Fix).Select(one => one == (byte)'|' ? (byte)1 : one)];
        int good = 0;
        FixMessage message = new();
        for (int i = 0; i < Messages; i++)
        {
            byte[] bytes = Damage(random, original);
            if (!message.Parse(bytes, 0, bytes.Length))
                continue;
            Side side = random.Next(2) == 0 ? Side.Buy : Side.Sell;
            if (QuoteReader.Read(message, Perpetual, side, out QuoteTerms terms) is { } fault)
                Assert.NotEmpty(QuoteFaultWords.Of(fault));
            else
                good += Check(terms, i);
        }

        Assert.True(good > 0, "no damaged quote was good");
    }

    [Fact]
    public void Read_DamagedBybitQuoteAndTrade_FaultsByNameOrKeepsEveryRule()
    {
        Random random = new(Seed);
        byte[] original = Encoding.UTF8.GetBytes(Bybit);
        int good = 0;
        for (int i = 0; i < Messages; i++)
        {
            byte[] bytes = Damage(random, original);
            try
            {
                using JsonDocument document = JsonDocument.Parse(bytes);
                BybitBlockTrade.Read(document.RootElement).Failure();
                if (BybitQuoteTerms.Read(BybitQuote.Read(document.RootElement), Perpetual, out QuoteTerms terms) is { } fault)
                    Assert.NotEmpty(QuoteFaultWords.Of(fault));
                else
                    good += Check(terms, i);
            }
            catch (Exception refused) when (refused is JsonException or VenueProtocolException)
            {
                Assert.NotEmpty(refused.Message);
            }
        }

        Assert.True(good > 0, "no damaged quote was good");
    }

    private static int Check(QuoteTerms terms, int message)
    {
        Assert.True(
            terms.QuoteId.Length > 0 && terms.Price.Value > 0 && terms.Quantity.Value > 0 && terms.Minimum.Value >= 1
                && terms.Minimum.Value <= terms.Quantity.Value && terms.ValidUntil.Nanoseconds > 0,
            $"seed {Seed}, message {message}: {terms}");
        return 1;
    }

    private static byte[] Damage(Random random, byte[] original)
    {
        List<byte> bytes = [.. original];
        for (int damages = random.Next(1, 3); damages > 0 && bytes.Count > 1; damages--)
        {
            int at = random.Next(bytes.Count);
            int count = random.Next(1, Math.Min(12, bytes.Count - at) + 1);
            switch (random.Next(6))
            {
                case 0:
                    bytes[at] = (byte)random.Next(256);
                    break;
                case 1:
                    bytes.RemoveRange(at, count);
                    break;
                case 2:
                    bytes.InsertRange(at, bytes.GetRange(at, count));
                    break;
                case 3:
                    bytes[at] = (byte)('0' + random.Next(10));
                    break;
                default:
                    ReplaceNumber(random, bytes, at);
                    break;
            }
        }

        return [.. bytes];
    }

    private static void ReplaceNumber(Random random, List<byte> bytes, int at)
    {
        while (at < bytes.Count && !char.IsAsciiDigit((char)bytes[at]))
            at++;
        int end = at;
        while (end < bytes.Count && (char.IsAsciiDigit((char)bytes[end]) || bytes[end] == (byte)'.'))
            end++;
        bytes.RemoveRange(at, end - at);
        bytes.InsertRange(at, Encoding.Latin1.GetBytes(Numbers[random.Next(Numbers.Length)]));
    }
}
