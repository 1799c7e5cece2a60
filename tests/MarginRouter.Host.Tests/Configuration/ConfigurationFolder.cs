using MarginRouter.Host.Configuration;
using MarginRouter.Testing;

namespace MarginRouter.Host.Tests.Configuration;

/// <summary>A copy of the demo's configuration, with the margin rules inside it, that a test may change.</summary>
internal sealed class ConfigurationFolder : IDisposable
{
    private readonly TemporaryDirectory directory = new();

    public ConfigurationFolder()
    {
        Copy(System.IO.Path.Combine(SharedData.Repository, "config", "demo"), directory.Path);
        Copy(System.IO.Path.Combine(SharedData.Repository, "config", "margin"), directory.PathOf("margin"));
    }

    public string Path => directory.Path;

    /// <summary>All files, relative, in ordinal order.</summary>
    public string[] Files =>
    [
        .. Directory.EnumerateFiles(Path, "*", SearchOption.AllDirectories)
            .Select(file => System.IO.Path.GetRelativePath(Path, file).Replace('\\', '/'))
            .Order(StringComparer.Ordinal),
    ];

    public string Read(string file) => File.ReadAllText(directory.PathOf(file));

    public void Write(string file, string text) => File.WriteAllText(directory.PathOf(file), text);

    public void Delete(string file) => File.Delete(directory.PathOf(file));

    /// <summary>Replaces the first place of a text; fails when there is none, so that no case silently tests nothing.</summary>
    public void Replace(string file, string old, string changed)
    {
        string text = Read(file);
        int place = text.IndexOf(old, StringComparison.Ordinal);
        Assert.True(place >= 0, $"{file} holds no {old}");
        Write(file, text[..place] + changed + text[(place + old.Length)..]);
    }

    /// <summary>Loads and gives the errors; empty when the configuration is valid.</summary>
    public IReadOnlyList<string> Errors()
    {
        try
        {
            RouterConfigurationLoader.Load(Path);
            return [];
        }
        catch (ConfigurationException exception)
        {
            return exception.Errors;
        }
    }

    public void Dispose() => directory.Dispose();

    private static void Copy(string from, string to)
    {
        foreach (string file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            string target = System.IO.Path.Combine(to, System.IO.Path.GetRelativePath(from, file));
            Directory.CreateDirectory(System.IO.Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }
    }
}
