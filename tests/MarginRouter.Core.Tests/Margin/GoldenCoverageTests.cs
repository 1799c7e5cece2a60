using System.Reflection;
using MarginRouter.Testing;

namespace MarginRouter.Core.Tests.Margin;

/// <summary>Holds golden-coverage.txt against the file of worked examples: every example has a test, or a reason to be left out.</summary>
public sealed class GoldenCoverageTests
{
    private const string LeftOut = "left out: ";

    private static IReadOnlyList<(string Id, string Test)> Rows { get; } =
        [.. File.ReadAllLines(Path.Combine(Folder, "golden-coverage.txt"))
            .Where(line => line.Length > 0 && line[0] != '#')
            .Select(line => line.Split(" = ", 2))
            .Select(parts => (parts[0].Trim(), parts[1].Trim()))];

    private static string Folder => Path.Combine(SharedData.Repository, "tests", "MarginRouter.Core.Tests", "Margin");

    [SharedDataFact]
    public void Table_EveryWorkedExample_StandsOnceAndNoOtherDoes()
    {
        IReadOnlyList<string> ids = GoldenCase.Ids("");
        Assert.True(ids.Count > 100, $"only {ids.Count} examples");
        string[] rows = [.. Rows.SelectMany(row => row.Id.EndsWith('*') ? ids.Where(id => id.StartsWith(row.Id[..^1], StringComparison.Ordinal)) : [row.Id])];
        Assert.Equal(ids.Order(StringComparer.Ordinal), rows.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Table_EveryNamedTest_ExistsAndReadsItsExample()
    {
        Assert.True(Rows.Count(row => !row.Test.StartsWith(LeftOut, StringComparison.Ordinal)) > 60);
        foreach ((string id, string test) in Rows)
        {
            if (test.StartsWith(LeftOut, StringComparison.Ordinal))
            {
                Assert.True(test.Length > LeftOut.Length + 20, $"{id} is left out without a reason");
                continue;
            }

            string type = test[..test.LastIndexOf('.')];
            MethodInfo? method = typeof(GoldenCoverageTests).Assembly.GetType($"{typeof(GoldenCoverageTests).Namespace}.{type}")?.GetMethod(test[(type.Length + 1)..]);
            Assert.True(method?.GetCustomAttributes<FactAttribute>().Any(), $"{id}: there is no test {test}");
            string source = File.ReadAllText(Path.Combine(Folder, type.Replace('.', Path.DirectorySeparatorChar) + ".cs"));
            Assert.Contains($"\"{id.TrimEnd('*')}\"", source, StringComparison.Ordinal);
        }
    }
}
