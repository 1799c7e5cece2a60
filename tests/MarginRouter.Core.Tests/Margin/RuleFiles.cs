using System.Collections.Immutable;
using MarginRouter.Core.Margin;
using MarginRouter.Core.Margin.Models;
using MarginRouter.Core.Margin.Rules;
using MarginRouter.Testing;

namespace MarginRouter.Core.Tests.Margin;

/// <summary>The rule files of the repository.</summary>
internal static class RuleFiles
{
    public static string Folder { get; } = Path.Combine(SharedData.Repository, "config", "margin");

    public static IEnumerable<string> Names() =>
        Directory.EnumerateFiles(Folder, "*.json", SearchOption.AllDirectories)
            .Select(path => Path.ChangeExtension(Path.GetRelativePath(Folder, path), null).Replace('\\', '/'))
            .Where(name => name.Contains('/', StringComparison.Ordinal))
            .Order(StringComparer.Ordinal);

    public static MarginRuleSet Load(string name)
    {
        string path = Path.Combine(Folder, name + ".json");
        MarginRuleSet? rules = MarginRuleSetJson.Read(path, name, File.ReadAllBytes(path), out ImmutableArray<RuleSetError> errors);
        Assert.Empty(errors);
        return rules!;
    }

    public static IMarginModel Model(string name) => MarginModelFactory.Create(Load(name));
}
