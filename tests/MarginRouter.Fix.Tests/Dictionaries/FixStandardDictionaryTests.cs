using System.IO.Compression;
using System.Text;
using MarginRouter.Fix.Codec;
using MarginRouter.Fix.Dictionaries;
using MarginRouter.Fix.Session;
using MarginRouter.Testing;

namespace MarginRouter.Fix.Tests.Dictionaries;

/// <summary>The dictionary that comes with the library: against the standard's files where they are, and on messages.</summary>
public sealed class FixStandardDictionaryTests
{
    /// <summary>The fields of structured over-the-counter products, which are left out.</summary>
    private const int FirstLeftOut = 40_000;

    private static readonly string[] UsedTypes = ["0", "1", "2", "3", "4", "5", "A", "8", "9", "D", "E", "F", "G", "H", "AB", "AE", "J", "P", "AS", "R", "S", "V", "W", "X", "Y", "j", "r", "AP", "BA", "y", "h"];

    [SharedDataTheory]
    [InlineData("FIX.4.2", "FIX42", 37, 322)]
    [InlineData("FIX.4.4", "FIX44", 58, 764)]
    [InlineData("FIXT.1.1", "FIXT11", 7, 70)]
    [InlineData("FIX.5.0SP2", "FIX50SP2", 51, 2_200)]
    public void EveryMessageFieldAndValue_AgreesWithTheStandardsFile(string version, string file, int messages, int fields)
    {
        FixDictionary ours = FixStandardDictionary.Read(version), theirs = Shared(file);
        Assert.Equal(theirs.Version, ours.Version);
        List<string> differences = [];
        int compared = 0;
        HashSet<int> seen = [];
        Compare(theirs.Header, ours.Header, differences, seen);
        Compare(theirs.Trailer, ours.Trailer, differences, seen);
        for (int type = 1; type <= 0xFFFF; type++)
        {
            if (ours.Message(type) is not { } body)
                continue;
            compared++;
            if (theirs.Message(type) is { } standard)
                Compare(standard, body, differences, seen);
            else
                differences.Add($"message {FixMsgType.ToText(type)} is not in {file}");
        }

        foreach (int tag in seen)
            CompareField(theirs.Field(tag)!, ours.Field(tag)!, differences);
        Assert.True(differences.Count == 0, string.Join('\n', differences.Take(20)));
        Assert.Equal(messages, compared);
        Assert.True(seen.Count >= fields, $"only {seen.Count} fields were compared");
    }

    [Fact]
    public void For_EveryVersion_HasTheMessagesThatTheProductUses()
    {
        foreach ((string beginString, string? application) in FixStandardDictionary.Versions)
        {
            FixDictionary dictionary = FixStandardDictionary.For(beginString, application);
            string[] absent = [.. UsedTypes.Where(type => dictionary.Message(FixMsgType.FromText(Encoding.ASCII.GetBytes(type))) is null)];
            Assert.Equal(beginString == "FIX.4.2" ? ["AB", "AE", "AS", "r", "AP", "BA", "y"] : [], absent);
        }
    }

    [Theory]
    [InlineData("FIX.4.3", null)]
    [InlineData("FIXT.1.1", null)]
    [InlineData("FIXT.1.1", "6")]
    public void For_VersionThatIsNotThere_IsNamed(string beginString, string? application) =>
        Assert.Contains(beginString, Assert.Throws<FixDictionaryException>(() => FixStandardDictionary.For(beginString, application)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("11=C1|55=BTC-USD|54=1|38=1|40=1|60=20260102-03:04:05", null)]
    [InlineData("11=C1|453=2|448=A|447=D|452=1|802=1|523=S|803=4|448=B|55=BTC-USD|54=1|38=1|40=1|60=20260102-03:04:05", null)]
    [InlineData("11=C1|453=2|448=A|447=D|452=1|55=BTC-USD|54=1|38=1|40=1|60=20260102-03:04:05", "16:453")]
    [InlineData("11=C1|55=BTC-USD|54=1|38=1|60=20260102-03:04:05", "1:40")]
    [InlineData("11=C1|55=BTC-USD|54=Z|38=1|40=1|60=20260102-03:04:05", "5:54")]
    [InlineData("11=C1|55=BTC-USD|54=1|38=one|40=1|60=20260102-03:04:05", "6:38")]
    [InlineData("11=C1|55=BTC-USD|54=1|38=1|40=1|60=20260102-03:04:05|37=X", "2:37")]
    [InlineData("11=C1|55=BTC-USD|54=1|38=1|40=1|60=20260102-03:04:05|5001=2|5002=7", null)]
    [InlineData("11=C1|55=BTC-USD|54=1|38=1|40=1|60=20260102-03:04:05|5001=9", "5:5001")]
    [InlineData("11=C1|55=BTC-USD|54=1|38=1|40=1|60=20260102-03:04:05|5002=x", "6:5002")]
    [InlineData("11=C1|55=BTC-USD|54=1|38=1|40=1|60=20260102-03:04:05|5003=x", null)]
    public void OrderOf44_WithAVenuesOwnFields_IsJudgedByBoth(string fields, string? refusal)
    {
        FixDictionary dictionary = FixStandardDictionary.For("FIX.4.4").With(
            new FixFieldDefinition(5001, "VenueClass", FixFieldType.WholeNumber, ["1", "2"]),
            new FixFieldDefinition(5002, "VenueDelay", FixFieldType.WholeNumber, []));
        FixMessageValidator validator = new(new FixValidationOptions { Dictionary = dictionary });
        FixMessageWriter writer = new FixMessageWriter().Begin(FixMsgType.NewOrderSingle);
        foreach (string field in fields.Split('|'))
            writer.Append(int.Parse(field.Split('=')[0], System.Globalization.CultureInfo.InvariantCulture), field.Split('=')[1]);
        byte[] bytes = writer.Encode(new FixHeaderTemplate("FIX.4.4", "A", "B"), 2, DateTime.UnixEpoch).ToArray();
        FixMessage message = new();
        message.Parse(bytes, 0, bytes.Length);
        FixRefusal? found = validator.Judge(message, default);
        Assert.Equal(refusal, found is null ? null : $"{(int)found.RejectReason!}:{found.RefTag}");
    }

    private static void Compare(FixSection theirs, FixSection ours, List<string> differences, HashSet<int> seen)
    {
        (int Tag, bool Required)[] wanted = [.. theirs.Members.Where(member => member.Field.Tag < FirstLeftOut).Select(member => (member.Field.Tag, member.Required))];
        (int Tag, bool Required)[] got = [.. ours.Members.Select(member => (member.Field.Tag, member.Required))];
        if (!wanted.SequenceEqual(got) || theirs.Name != ours.Name)
            differences.Add($"{theirs.Name}: {string.Join(' ', wanted.Except(got))} / {ours.Name}: {string.Join(' ', got.Except(wanted))}");
        foreach (FixSectionMember member in ours.Members)
        {
            seen.Add(member.Field.Tag);
            FixSection? group = theirs.Find(member.Field.Tag)?.Group;
            if ((group is null) != (member.Group is null))
                differences.Add($"{theirs.Name}: {member.Field.Tag} is a group in one of them");
            else if (group is not null)
                Compare(group, member.Group!, differences, seen);
        }
    }

    private static void CompareField(FixFieldDefinition theirs, FixFieldDefinition ours, List<string> differences)
    {
        if (theirs.Name != ours.Name || theirs.Type != ours.Type || !theirs.Values.SequenceEqual(ours.Values))
            differences.Add($"field {theirs.Tag}: {theirs.Name} {theirs.Type} {string.Join(' ', theirs.Values)} / {ours.Name} {ours.Type} {string.Join(' ', ours.Values)}");
    }

    private static FixDictionary Shared(string name)
    {
        using FileStream file = File.OpenRead(SharedData.PathOf($"data/fix/dictionaries/{name}.xml.gz"));
        using GZipStream stream = new(file, CompressionMode.Decompress);
        return FixDictionaryReader.Read(stream, name);
    }
}
