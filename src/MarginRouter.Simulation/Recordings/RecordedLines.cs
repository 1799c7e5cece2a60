using System.IO.Compression;

namespace MarginRouter.Simulation.Recordings;

/// <summary>Reads the text lines of a recording, compressed (.gz) or plain.</summary>
internal static class RecordedLines
{
    public static IEnumerable<string> Read(string path)
    {
        using FileStream file = File.OpenRead(path);
        using Stream content = path.EndsWith(".gz", StringComparison.Ordinal) ? new GZipStream(file, CompressionMode.Decompress) : file;
        using StreamReader reader = new(content);
        while (reader.ReadLine() is { } line)
            yield return line;
    }
}
