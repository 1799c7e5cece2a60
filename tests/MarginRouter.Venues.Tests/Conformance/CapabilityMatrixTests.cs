using MarginRouter.Testing;
using Xunit.Abstractions;

namespace MarginRouter.Venues.Tests.Conformance;

/// <summary>The capability matrix as the README prints it is the one that the suite runs by.</summary>
public sealed class CapabilityMatrixTests(ITestOutputHelper output)
{
    [Fact]
    public async Task Readme_CapabilityMatrix_IsThatOfTheSuite()
    {
        VenueCapability[] columns = Enum.GetValues<VenueCapability>();
        List<string> lines =
        [
            $"| venue | {string.Join(" | ", columns)} |",
            $"|---|{string.Concat(columns.Select(_ => "---|"))}",
        ];
        foreach (string venue in VenueFixtures.Names)
        {
            await using IVenueFixture fixture = VenueFixtures.Create(venue);
            lines.Add($"| {venue} | {string.Join(" | ", columns.Select(column => fixture.Capabilities.Contains(column) ? "yes" : "-"))} |");
        }

        string matrix = string.Join('\n', lines);
        output.WriteLine(matrix);
        string readme = await File.ReadAllTextAsync(Path.Combine(SharedData.Repository, "README.md"));
        Assert.True(readme.Contains(matrix, StringComparison.Ordinal), "README.md must hold this matrix:\n" + matrix);
    }
}
