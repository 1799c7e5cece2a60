namespace MarginRouter.Testing;

/// <summary>A directory of its own for one test, removed at its end.</summary>
public sealed class TemporaryDirectory : IDisposable
{
    /// <summary>Full path.</summary>
    public string Path { get; } = Directory.CreateTempSubdirectory("marginrouter-").FullName;

    /// <summary>Full path of a file or folder in it.</summary>
    public string PathOf(string relative) => System.IO.Path.Combine(Path, relative);

    /// <inheritdoc />
    public void Dispose() => Directory.Delete(Path, recursive: true);
}
