using MarginRouter.Fix.Codec;
using MarginRouter.Fix.Dictionaries;
using MarginRouter.Testing;

namespace MarginRouter.Fix.Tests.Dictionaries;

public sealed class FixDictionaryReaderTests
{
    [Fact]
    public void Read_ComponentsAndGroups_StandInTheirMessageInOrder()
    {
        FixDictionary dictionary = SmallDictionary.Read();
        FixSection order = dictionary.Message(FixMsgType.NewOrderSingle)!;
        Assert.Equal("FIX.4.4", dictionary.Version);
        Assert.Equal([11, 453, 55, 54, 38, 18, 60, 200, 75], order.Members.Select(member => member.Field.Tag));
        Assert.Equal([448, 452, 802], order.Find(453)!.Group!.Members.Select(member => member.Field.Tag));
        Assert.True(order.Find(55)!.Required);
        Assert.False(order.Find(453)!.Required);
    }

    [Theory]
    [InlineData("<fix ", "<fux ", "small.xml: ")]
    [InlineData("number=\"55\"", "number=\"x\"", "line 33: field Symbol has no tag number")]
    [InlineData("number=\"55\"", "number=\"11\"", "line 33: field Symbol (11) is defined twice")]
    [InlineData("component name=\"Product\" required", "component name=\"Produce\" required", "line 13: component Produce is not defined")]
    [InlineData("field name=\"Side\" required", "field name=\"Sight\" required", "line 14: field Sight is not defined")]
    [InlineData("msgtype=\"D\"", "msgtype=\"0\"", "line 10: message type 0 is defined twice or longer than 3 characters")]
    [InlineData("<component name=\"Product\"><field name=\"Symbol\" required=\"Y\"/>", "<component name=\"Product\"><component name=\"Product\" required=\"Y\"/>", "line 19: components contain each other")]
    [InlineData(" major=\"4\"", "", "line 1: <fix> lacks major")]
    public void Read_FaultyFile_NamesPlaceAndFault(string good, string bad, string expected)
    {
        string text = SmallDictionary.Text.Replace(good, bad, StringComparison.Ordinal);
        FixDictionaryException error = Assert.Throws<FixDictionaryException>(() => SmallDictionary.Read(text));
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ReadFile_AbsentFile_NamesIt() =>
        Assert.Contains("nowhere.xml", Assert.Throws<FixDictionaryException>(() => FixDictionaryReader.ReadFile("/nowhere.xml")).Message, StringComparison.Ordinal);

    [SharedDataTheory]
    [InlineData("FIX42", "FIX.4.2", 46)]
    [InlineData("FIX44", "FIX.4.4", 93)]
    [InlineData("FIXT11", "FIXT.1.1", 8)]
    [InlineData("FIX50SP2", "FIX.5.0SP2", 100)]
    public void Read_DictionariesOfTheStandard_AreTaken(string name, string version, int messagesAtLeast)
    {
        using FileStream file = File.OpenRead(SharedData.PathOf($"data/fix/dictionaries/{name}.xml.gz"));
        using System.IO.Compression.GZipStream stream = new(file, System.IO.Compression.CompressionMode.Decompress);
        FixDictionary dictionary = FixDictionaryReader.Read(stream, name);
        Assert.Equal(version, dictionary.Version);
        Assert.True(dictionary.MessageCount >= messagesAtLeast, $"{dictionary.MessageCount} messages");
    }
}
