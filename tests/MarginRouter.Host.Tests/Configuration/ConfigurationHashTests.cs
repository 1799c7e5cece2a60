using MarginRouter.Host.Configuration;

namespace MarginRouter.Host.Tests.Configuration;

public sealed class ConfigurationHashTests
{
    [Fact]
    public void Of_AnyFileChanged_GivesAnotherHash()
    {
        using ConfigurationFolder folder = new();
        HashSet<string> hashes = [ConfigurationHash.Of(folder.Path)];
        foreach (string file in folder.Files)
        {
            string text = folder.Read(file);
            folder.Write(file, text + " ");
            Assert.True(hashes.Add(ConfigurationHash.Of(folder.Path)), $"{file} is not in the hash");
            folder.Write(file, text);
        }

        Assert.True(hashes.Count > 10);
        Assert.Contains(ConfigurationHash.Of(folder.Path), hashes.Take(1));
    }

    [Fact]
    public void Of_FileRenamedOrRemoved_GivesAnotherHash()
    {
        using ConfigurationFolder folder = new();
        string before = ConfigurationHash.Of(folder.Path);
        string text = folder.Read("desks/alpha.json");
        folder.Delete("desks/alpha.json");
        string removed = ConfigurationHash.Of(folder.Path);
        folder.Write("desks/alpha-2.json", text);
        string renamed = ConfigurationHash.Of(folder.Path);

        Assert.Equal(3, new HashSet<string> { before, removed, renamed }.Count);
    }

    [Fact]
    public void Of_TextMovedFromOneFileIntoAnother_GivesAnotherHash()
    {
        using ConfigurationFolder folder = new();
        folder.Write("desks/y.json", "1desks/z.json2");
        folder.Delete("desks/charlie.json");
        string one = ConfigurationHash.Of(folder.Path);
        folder.Write("desks/y.json", "1");
        folder.Write("desks/z.json", "2");

        Assert.NotEqual(one, ConfigurationHash.Of(folder.Path));
    }

    [Fact]
    public void Of_CopyElsewhere_GivesTheSameHash()
    {
        using ConfigurationFolder one = new();
        using ConfigurationFolder other = new();

        Assert.Equal(ConfigurationHash.Of(one.Path), ConfigurationHash.Of(other.Path));
        Assert.Matches("^[0-9a-f]{64}$", ConfigurationHash.Of(one.Path));
    }
}
