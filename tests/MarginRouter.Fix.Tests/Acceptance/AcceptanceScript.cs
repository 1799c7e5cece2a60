using System.IO.Compression;
using System.Text.Json;
using MarginRouter.Testing;

namespace MarginRouter.Fix.Tests.Acceptance;

/// <summary>One of the session acceptance scripts in <c>../shared</c>, which are other people's and are read in place.</summary>
/// <param name="Collection">The collection's name.</param>
/// <param name="File">The script's name inside it.</param>
/// <param name="Lines">Its lines without comments and blanks.</param>
internal sealed record AcceptanceScript(string Collection, string File, IReadOnlyList<string> Lines)
{
    public string Name => $"{Collection}/{System.IO.Path.GetFileNameWithoutExtension(File)}";

    public static List<AcceptanceScript> Load(string folder)
    {
        List<AcceptanceScript> scripts = [];
        foreach (string collection in (string[])["quickfix", "quickfixn"])
        {
            using FileStream file = System.IO.File.OpenRead(SharedData.PathOf($"data/fix/acceptance/{collection}_definitions.jsonl.gz"));
            using StreamReader reader = new(new GZipStream(file, CompressionMode.Decompress));
            while (reader.ReadLine() is { } line)
            {
                using JsonDocument entry = JsonDocument.Parse(line);
                string name = entry.RootElement.GetProperty("file").GetString()!;
                if (name.Contains(folder, StringComparison.Ordinal))
                    scripts.Add(new AcceptanceScript(collection, name, Split(entry.RootElement.GetProperty("text").GetString()!)));
            }
        }

        return scripts;
    }

    private static List<string> Split(string text) =>
        [.. text.Split('\n').Select(line => line.TrimEnd('\r')).Where(line => line.Trim().Length > 0 && !line.StartsWith('#'))];
}
