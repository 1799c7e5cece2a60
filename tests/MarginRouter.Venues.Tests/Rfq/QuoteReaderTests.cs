using MarginRouter.Core.Instruments;
using MarginRouter.Fix.Codec;
using MarginRouter.Venues.FixVenue.Quotes;
using MarginRouter.Venues.Rfq;
using MarginRouter.Venues.Tests.FixVenue;

namespace MarginRouter.Venues.Tests.Rfq;

/// <summary>Quotes of FIX makers: what is good is on the grid, what is not is refused by name.</summary>
public sealed class QuoteReaderTests
{
    private static readonly Instrument Bitcoin = TestInstruments.Spot(0.5m, 0.001m, symbol: "BTCUSD");
    private static readonly string[] Good =
        ["35=S", "131=tst1-1-0-q", "117=Q1", "537=1", "453=1", "448=alba", "447=D", "452=35", "55=BTCUSD", "132=99.5", "133=100", "647=1", "134=2", "648=0.5", "135=3", "62=20261121-22:00:00.250"];

    [Theory]
    [InlineData(Side.Buy, 200, 3_000, 500)]
    [InlineData(Side.Sell, 199, 2_000, 1_000)]
    public void Read_TwoSidedQuote_TakesTheSideThatWeTrade(Side side, long ticks, long lots, long minimum)
    {
        Assert.Null(Read(side, Good, out QuoteTerms terms));
        Assert.Equal(("Q1", "alba", ticks, lots, minimum), (terms.QuoteId, terms.Maker, terms.Price.Value, terms.Quantity.Value, terms.Minimum.Value));
        Assert.Equal(1_795_298_400_250L, terms.ValidUntil.ToMilliseconds());
    }

    [Fact]
    public void Read_NoMinimum_AnyPartMayBeTaken()
    {
        Assert.Null(Read(Side.Buy, Without("648"), out QuoteTerms terms));
        Assert.Equal(1, terms.Minimum.Value);
    }

    [Theory]
    [InlineData("62", null, QuoteFault.MissingExpiry)]
    [InlineData("62", "soon", QuoteFault.MissingExpiry)]
    [InlineData("117", null, QuoteFault.MissingId)]
    [InlineData("55", "ETHUSD", QuoteFault.WrongInstrument)]
    [InlineData("55", null, QuoteFault.WrongInstrument)]
    [InlineData("537", "0", QuoteFault.Indicative)]
    [InlineData("133", null, QuoteFault.MissingPrice)]
    [InlineData("133", "100.25", QuoteFault.PriceOffGrid)]
    [InlineData("133", "0", QuoteFault.PriceOffGrid)]
    [InlineData("133", "-100", QuoteFault.PriceOffGrid)]
    [InlineData("133", "1e2", QuoteFault.PriceOffGrid)]
    [InlineData("135", null, QuoteFault.MissingSize)]
    [InlineData("135", "0", QuoteFault.ZeroSize)]
    [InlineData("135", "0.0005", QuoteFault.SizeOffGrid)]
    [InlineData("135", "-3", QuoteFault.SizeOffGrid)]
    [InlineData("648", "0.0005", QuoteFault.MinimumOffGrid)]
    [InlineData("648", "all", QuoteFault.MinimumOffGrid)]
    [InlineData("648", "3.001", QuoteFault.MinimumAboveSize)]
    public void Read_MalformedQuote_IsRefusedByName(string tag, string? value, object fault) =>
        Assert.Equal(fault, Read(Side.Buy, value is null ? Without(tag) : [.. Good.Select(field => field.StartsWith(tag + "=", StringComparison.Ordinal) ? $"{tag}={value}" : field)], out _));

    [Theory]
    [InlineData("453=1|448=alba|447=D|452=99", "alba")]
    [InlineData("453=2|448=us|447=D|452=3|448=alba|447=D|452=1", "alba")]
    [InlineData("453=2|448=clearer|447=D|452=1|448=alba|447=D|452=35", "alba")]
    [InlineData("453=2|448=us|447=D|452=3|448=them|447=D|452=4", "")]
    [InlineData("58=none", "")]
    public void MakerOf_Parties_NamesTheOneWhoQuotes(string fields, string maker) =>
        Assert.Equal(maker, QuoteReader.MakerOf(FixText.Parse($"35=S|{fields}")));

    [Fact]
    public void QuoteFaultWords_EveryFault_HasWordsOfItsOwn()
    {
        QuoteFault[] all = Enum.GetValues<QuoteFault>();
        Assert.Equal(all.Length, all.Select(QuoteFaultWords.Of).Distinct().Count());
    }

    private static string[] Without(string tag) => [.. Good.Where(field => !field.StartsWith(tag + "=", StringComparison.Ordinal))];

    private static QuoteFault? Read(Side side, IEnumerable<string> fields, out QuoteTerms terms)
    {
        FixMessage message = FixText.Parse(string.Join('|', fields));
        return QuoteReader.Read(message, Bitcoin, side, out terms);
    }
}
