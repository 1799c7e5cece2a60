using System.Collections.Immutable;
using MarginRouter.Core.Margin.Rules;

namespace MarginRouter.Host.Configuration;

/// <summary>Reads the margin rule sets: every file of <c>margin/VENUE/MODE.json</c> is the rule set VENUE/MODE. What lies in <c>margin</c> itself (the schema) is none.</summary>
internal static class MarginRuleSetFiles
{
    /// <summary>The folder whose <c>margin</c> a configuration uses: its own, or that of its parent.</summary>
    public static string RootOf(string folder) =>
        Directory.Exists(Path.Combine(folder, "margin")) ? folder : Path.GetFullPath(Path.Combine(folder, ".."));

    /// <summary>All rule sets below a configuration folder, or below its parent when it has no margin folder of its own.</summary>
    public static ImmutableDictionary<string, MarginRuleSet> Load(string folder, ConfigurationErrors errors)
    {
        string root = RootOf(folder);
        ImmutableDictionary<string, MarginRuleSet>.Builder ruleSets = ImmutableDictionary.CreateBuilder<string, MarginRuleSet>();
        foreach (string file in ConfigurationFiles.List(root, "margin", errors))
        {
            string name = Path.ChangeExtension(file, null)["margin/".Length..];
            if (!name.Contains('/', StringComparison.Ordinal))
                continue;
            MarginRuleSet? rules = MarginRuleSetJson.Read(file, name, File.ReadAllBytes(Path.Combine(root, file)), out ImmutableArray<RuleSetError> found);
            foreach (RuleSetError error in found)
                errors.Add($"{error.File} {error.Path}", error.Message);
            if (rules is not null)
                ruleSets.Add(name, rules);
        }

        ImmutableHashSet<string> assets = [.. ruleSets.Values.SelectMany(Assets)];
        foreach ((string name, MarginRuleSet rules) in ruleSets.ToImmutable())
            ruleSets[name] = rules with { KnownAssets = assets };
        return ruleSets.ToImmutable();
    }

    /// <summary>Codes of the assets that a rule set has figures for.</summary>
    private static IEnumerable<string> Assets(MarginRuleSet rules) =>
        rules.Haircuts.Keys.Append(rules.Reporting.Code).Concat(rules.Scenario?.Prices.Assets.Keys ?? []);
}
