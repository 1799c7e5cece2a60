namespace MarginRouter.Storage.Tests;

/// <summary>A directory of its own for one test, removed at its end.</summary>
internal sealed class TemporaryDirectory : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("storage-").FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
