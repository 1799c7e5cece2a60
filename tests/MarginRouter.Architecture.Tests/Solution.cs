using System.Collections.Immutable;
using MarginRouter.Architecture.Tests.Metadata;

namespace MarginRouter.Architecture.Tests;

/// <summary>The assemblies of the solution, read once.</summary>
internal static class Solution
{
    private static readonly Dictionary<string, Lazy<AssemblyFacts>> Assemblies = new(StringComparer.Ordinal)
    {
        ["Core"] = new(() => AssemblyFacts.Read("MarginRouter.Core")),
        ["Storage"] = new(() => AssemblyFacts.Read("MarginRouter.Storage")),
        ["Fix"] = new(() => AssemblyFacts.Read("MarginRouter.Fix")),
        ["Venues"] = new(() => AssemblyFacts.Read("MarginRouter.Venues")),
        ["Gateway"] = new(() => AssemblyFacts.Read("MarginRouter.Gateway")),
        ["Simulation"] = new(() => AssemblyFacts.Read("MarginRouter.Simulation")),
        ["Host"] = new(() => AssemblyFacts.Read("marginrouter")),
    };

    /// <summary>Short names of the projects in src.</summary>
    public static ImmutableArray<string> Projects => [.. Assemblies.Keys];

    /// <summary>All assemblies of src.</summary>
    public static IEnumerable<AssemblyFacts> All => Assemblies.Values.Select(lazy => lazy.Value);

    public static AssemblyFacts Of(string project) => Assemblies[project].Value;
}
