using System.IO.Compression;
using System.Text;

namespace MarginRouter.Simulation.Tests.Recordings;

/// <summary>A small recording written for one test and deleted after it.</summary>
internal sealed class RecordingFile : IDisposable
{
    public RecordingFile(string ending, params string[] lines)
    {
        Path = System.IO.Path.Combine(System.IO.Path.GetTempPath(), $"recording-{Guid.NewGuid():N}{ending}");
        using FileStream file = File.Create(Path);
        using Stream content = ending.EndsWith(".gz", StringComparison.Ordinal) ? new GZipStream(file, CompressionLevel.Fastest) : file;
        content.Write(Encoding.UTF8.GetBytes(string.Join('\n', lines) + "\n"));
    }

    public string Path { get; }

    public void Dispose() => File.Delete(Path);
}
