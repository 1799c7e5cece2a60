using System.IO.Compression;
using MarginRouter.Fix.Dictionaries;
using MarginRouter.Testing;

namespace MarginRouter.Fix.Tests.Acceptance;

/// <summary>The version of FIX that a folder of scripts speaks, with its dictionary from <c>../shared</c>.</summary>
/// <param name="BeginString">BeginString (8).</param>
/// <param name="ApplicationVersion">DefaultApplVerID (1137), null before FIXT 1.1.</param>
/// <param name="Targets">The CompIDs that the two collections use.</param>
/// <param name="Dictionary">Fields and messages.</param>
internal sealed record ScriptVersion(string BeginString, string? ApplicationVersion, string[] Targets, FixDictionary Dictionary)
{
    public static ScriptVersion Of(string folder) => folder switch
    {
        "fix42" => new("FIX.4.2", null, ["TW42", "TW"], Read("FIX42")),
        "fix44" or "fix44noreset" => new("FIX.4.4", null, ["TW44", "TW"], Read("FIX44")),
        "fix50sp2" => new("FIXT.1.1", "9", ["TW50SP2", "TW"], Read("FIX50SP2").Within(Read("FIXT11"))),
        _ => throw new ArgumentException($"no version for {folder}", nameof(folder)),
    };

    private static FixDictionary Read(string name)
    {
        using FileStream file = File.OpenRead(SharedData.PathOf($"data/fix/dictionaries/{name}.xml.gz"));
        using GZipStream stream = new(file, CompressionMode.Decompress);
        return FixDictionaryReader.Read(stream, name);
    }
}
