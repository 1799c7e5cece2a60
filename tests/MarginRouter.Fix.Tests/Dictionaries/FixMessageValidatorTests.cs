using System.Globalization;
using System.Text;
using MarginRouter.Fix.Codec;
using MarginRouter.Fix.Dictionaries;
using MarginRouter.Fix.Session;

namespace MarginRouter.Fix.Tests.Dictionaries;

public sealed class FixMessageValidatorTests
{
    private const string Header = "8=FIX.4.4|9=0|35=D|49=A|56=B|34=2|52=20260102-03:04:05|";

    private static readonly FixDictionary Small = SmallDictionary.Read();

    [Theory]
    [InlineData("11=1|55=X|54=1|", "taken")]
    [InlineData("11=1|453=2|448=a|452=3|802=2|523=s|803=1|523=t|448=b|55=X|54=2|38=1.50|18=G 6|60=20260102-03:04:05.123|200=202612|75=20260102|", "taken")]
    [InlineData("11=1|453=0|55=X|54=1|", "taken")]
    [InlineData("11=1|55=X|54=1|9001=mine|", "taken")]
    [InlineData("55=X|54=1|", "RequiredTagMissing 11")]
    [InlineData("11=1|54=1|", "RequiredTagMissing 55")]
    [InlineData("11=1|55=X|54=3|", "ValueIncorrect 54")]
    [InlineData("11=1|55=X|54=12|", "IncorrectDataFormat 54")]
    [InlineData("11=1|55=X|54=1|18=G 5|", "ValueIncorrect 18")]
    [InlineData("11=1|55=X|54=1|18=G  6|", "IncorrectDataFormat 18")]
    [InlineData("11=1|55=X|54=1|38=+1|", "IncorrectDataFormat 38")]
    [InlineData("11=1|55=X|54=1|60=20260102|", "IncorrectDataFormat 60")]
    [InlineData("11=1|55=X|54=1|200=202613|", "IncorrectDataFormat 200")]
    [InlineData("11=1|55=X|54=1|75=20260230|", "IncorrectDataFormat 75")]
    [InlineData("11=1|55=X|54=1|54=1|", "TagAppearsMoreThanOnce 54")]
    [InlineData("11=1|55=X|54=1|112=x|", "TagNotDefinedForMessageType 112")]
    [InlineData("11=1|55=X|54=1|999=x|", "InvalidTagNumber 999")]
    [InlineData("11=1|55=X|54=1|56=B|", "TagOutOfOrder 56")]
    [InlineData("11=1|55=X|453=2|448=a|54=1|", "IncorrectGroupCount 453")]
    [InlineData("11=1|55=X|453=1|448=a|448=b|54=1|", "IncorrectGroupCount 453")]
    [InlineData("11=1|55=X|453=1|452=3|448=a|54=1|", "GroupFieldsOutOfOrder 453")]
    [InlineData("11=1|55=X|453=1|448=a|452=1|452=2|54=1|", "TagAppearsMoreThanOnce 452")]
    [InlineData("11=1|55=X|453=1|448=a|802=1|803=5|54=1|", "GroupFieldsOutOfOrder 802")]
    [InlineData("11=1|55=X|453=1|448=a|802=2|523=s|54=1|", "IncorrectGroupCount 802")]
    [InlineData("11=1|55=X|453=-1|54=1|", "IncorrectDataFormat 453")]
    public void Judge_BodyOfAnOrder_NamesTheFirstFault(string body, string expected)
    {
        FixMessageValidator validator = new(new FixValidationOptions { Dictionary = Small });
        Assert.Equal(expected, Describe(validator.Judge(Parse(Header + body), default)));
    }

    [Fact]
    public void Judge_LooserOptions_TakeWhatTheyAllow()
    {
        FixValidationOptions loose = new()
        {
            Dictionary = Small,
            AllowUnknownFields = true,
            CheckFieldOrder = false,
            CheckRequiredFields = false,
            CheckValues = false,
        };
        Assert.Null(new FixMessageValidator(loose).Judge(Parse("8=FIX.4.4|9=0|35=D|55=X|54=7|999=x|112=y|49=A|34=2|52=20260102-03:04:05|"), default));
        FixMessageValidator strict = new(new FixValidationOptions { Dictionary = Small, AllowUserDefinedFields = false });
        Assert.Equal("InvalidTagNumber 9001", Describe(strict.Judge(Parse(Header + "11=1|55=X|54=1|9001=mine|"), default)));
    }

    [Fact]
    public void Judge_UnknownTypeOrVersion_IsRefused()
    {
        FixMessageValidator validator = new(new FixValidationOptions
        {
            Dictionary = Small,
            OtherVersions = new Dictionary<string, FixDictionary> { ["6"] = Small },
        });
        Assert.Equal("InvalidMessageType ", Describe(validator.Judge(Parse(Header.Replace("35=D", "35=Z", StringComparison.Ordinal)), default)));
        Assert.Equal("UnsupportedApplicationVersion 1128", Describe(validator.Judge(Parse(Header + "1128=5|11=1|55=X|54=1|"), "9"u8)));
        Assert.Equal("InvalidTagNumber 1128", Describe(validator.Judge(Parse(Header + "1128=6|11=1|55=X|54=1|"), "9"u8)));
    }

    [Fact]
    public void Judge_GoodMessage_AllocatesNothing()
    {
        FixMessageValidator validator = new(new FixValidationOptions { Dictionary = Small });
        FixMessage message = Parse(Header + "11=1|453=2|448=a|452=3|802=2|523=s|803=1|523=t|448=b|55=X|54=2|38=1.50|18=G 6|60=20260102-03:04:05.123|");
        for (int i = 0; i < 1000; i++)
            Assert.Null(validator.Judge(message, default));
        long before = GC.GetAllocatedBytesForCurrentThread();
        bool good = true;
        for (int i = 0; i < 1000; i++)
            good &= validator.Judge(message, default) is null;
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.True(good);
    }

    private static string Describe(FixRefusal? refusal) =>
        refusal is null ? "taken" : string.Create(CultureInfo.InvariantCulture, $"{refusal.RejectReason} {refusal.RefTag}");

    private static FixMessage Parse(string text)
    {
        byte[] bytes = Encoding.ASCII.GetBytes((text + "10=000|").Replace('|', '\u0001'));
        FixMessage message = new();
        Assert.True(message.Parse(bytes, 0, bytes.Length));
        return message;
    }
}
