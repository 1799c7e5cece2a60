using System.Collections.Immutable;
using MarginRouter.Core.Margin.Rules;
using MarginRouter.Core.Margin.Stress;
using MarginRouter.Host.Commands;
using MarginRouter.Host.Configuration;

namespace MarginRouter.Host.Stress;

/// <summary>The stress files of a folder, taken together.</summary>
/// <param name="Sets">One per file, in ordinal order of the names.</param>
/// <param name="Depth">The one depth model among them; null when there is none.</param>
internal sealed record StressFiles(ImmutableArray<StressSet> Sets, DepthModel? Depth)
{
    /// <summary>The folder of a configuration's stress files: its own, or that of its parent.</summary>
    public static string FolderOf(string configuration) => Directory.Exists(Path.Combine(configuration, "stress"))
        ? Path.Combine(configuration, "stress")
        : Path.GetFullPath(Path.Combine(configuration, "..", "stress"));

    /// <summary>Loads all files; scenario names that stand in two files and a second depth model are errors.</summary>
    public static StressFiles Load(string folder)
    {
        if (!Directory.Exists(folder))
            throw new BadInputException($"{folder}: no such folder");
        ConfigurationErrors errors = new();
        StressTable table = Table(folder, errors);
        if (table.Sets.IsEmpty && errors.IsEmpty)
            errors.Add(folder, "holds no stress file");
        if (!errors.IsEmpty)
            throw new ConfigurationException(errors.All);
        return new StressFiles(table.Sets, table.Sets.Select(set => set.Depth).FirstOrDefault(one => one is not null));
    }

    /// <summary>The scenarios of a folder, with its errors; none where there is no folder.</summary>
    public static StressTable Table(string folder, ConfigurationErrors errors)
    {
        List<StressSet> sets = [];
        if (!Directory.Exists(folder))
            return StressTable.Empty;
        Dictionary<string, string> seen = new(StringComparer.Ordinal);
        string? depth = null;
        foreach (string name in ConfigurationFiles.List(folder, string.Empty, errors))
        {
            string file = Path.Combine(folder, name);
            if (StressSetJson.Read(file, CaseFiles.Bytes(file), out ImmutableArray<RuleSetError> found) is not { } set)
            {
                foreach (RuleSetError error in found)
                    errors.Add($"{error.File}: {error.Path}", error.Message);
                continue;
            }

            foreach (StressRule rule in set.Rules)
            {
                if (!seen.TryAdd(rule.Name, file))
                    errors.Add($"{file}: $.scenarios", $"'{rule.Name}' stands in {seen[rule.Name]} too");
            }

            if (set.Depth is not null && depth is not null)
                errors.Add($"{file}: $.depth", $"there is another one in {depth}");
            depth = set.Depth is null ? depth : file;
            sets.Add(set);
        }

        return new StressTable([.. sets]);
    }

    /// <summary>Money and stable coins of all files.</summary>
    public ImmutableSortedSet<string> Pegged => Sets.Aggregate(
        ImmutableSortedSet.Create<string>(StringComparer.Ordinal), (all, set) => all.Union(set.Pegged));

    /// <summary>All scenarios for what some accounts hold.</summary>
    public ImmutableArray<StressScenario> Scenarios(StressExposure exposure) => [.. Sets.SelectMany(set => set.Scenarios(exposure))];
}
