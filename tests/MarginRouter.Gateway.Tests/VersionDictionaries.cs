using System.IO.Compression;
using MarginRouter.Fix.Dictionaries;
using MarginRouter.Gateway.Versions;
using MarginRouter.Testing;

namespace MarginRouter.Gateway.Tests;

/// <summary>The standard's dictionaries of the three versions, as strict as they are.</summary>
internal static class VersionDictionaries
{
    public static FixValidationOptions Of(DeskVersion version) => new()
    {
        Dictionary = version switch
        {
            DeskVersion.Fix42 => Read("FIX42"),
            DeskVersion.Fix44 => Read("FIX44"),
            DeskVersion.Fix50Sp2 => Read("FIX50SP2").Within(Read("FIXT11")),
        },
    };

    private static FixDictionary Read(string name)
    {
        string path = SharedData.PathOf($"data/fix/dictionaries/{name}.xml.gz");
        using GZipStream text = new(File.OpenRead(path), CompressionMode.Decompress);
        return FixDictionaryReader.Read(text, path);
    }
}
