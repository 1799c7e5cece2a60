using MarginRouter.Host.Configuration;
using MarginRouter.Testing;

namespace MarginRouter.Host.Tests.Configuration;

/// <summary>The files of the repository's <c>config</c>: each is loaded, none is left out.</summary>
public sealed class ConfigurationFilesTests
{
    private static readonly string Root = Path.Combine(SharedData.Repository, "config");

    [Theory]
    [InlineData("")]
    [InlineData("demo")]
    public void Load_FolderOfTheRepository_IsValidAndWhole(string folder)
    {
        string path = Path.Combine(Root, folder);

        RouterConfiguration configuration = RouterConfigurationLoader.Load(path);

        Assert.Equal(JsonFiles(path, "venues").Length, configuration.Venues.Length);
        Assert.Equal(JsonFiles(path, "desks").Length, configuration.Desks.Length);
        Assert.Equal(
            JsonFiles(Root, "margin").Select(file => Path.ChangeExtension(file["margin/".Length..], null)).Where(name => name != "schema").Order(StringComparer.Ordinal),
            configuration.RuleSets.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(configuration.Venues.Sum(venue => venue.Instruments.Length), configuration.Firm.Reference.Instruments.Length);
        Assert.Equal(configuration.Venues.Sum(venue => venue.Accounts.Length), configuration.Firm.Subaccounts.Length);
        Assert.All(configuration.Firm.Reference.Instruments.Select((instrument, index) => (instrument, index)), pair => Assert.Equal(pair.index, pair.instrument.Id.Value));
        Assert.All(configuration.Firm.Subaccounts.Select((account, index) => (account, index)), pair => Assert.Equal(pair.index, pair.account.Id.Value));
    }

    [Fact]
    public void Config_EveryFile_StandsWhereSomethingLoadsIt()
    {
        string[] loaded = ["router.json", "venues/", "desks/", "margin/", "stress/", "due-diligence/", "examples/", "demo/router.json", "demo/venues/", "demo/desks/", "demo/due-diligence/", "soak/"];
        string[] all = JsonFiles(Root, string.Empty);
        Assert.NotEmpty(all);
        Assert.DoesNotContain(all, file => !loaded.Any(place => file.StartsWith(place, StringComparison.Ordinal)));
    }

    private static string[] JsonFiles(string root, string folder) =>
    [
        .. Directory.EnumerateFiles(Path.Combine(root, folder), "*", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(root, file).Replace('\\', '/'))
            .Order(StringComparer.Ordinal),
    ];
}
