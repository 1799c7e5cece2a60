using MarginRouter.Testing;

namespace MarginRouter.Simulation.Tests.Strangers;

/// <summary>
/// A test with other people's exchange clients on Node.js, which only a development machine needs; reported as skipped, with the reason,
/// where they are not installed.
/// </summary>
public sealed class NodeClientTheoryAttribute : TheoryAttribute
{
    /// <summary>Decides at discovery whether the test can run.</summary>
    public NodeClientTheoryAttribute()
    {
        bool hasNode = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Any(folder => File.Exists(Path.Combine(folder, "node")));
        if (!hasNode)
            Skip = "Node.js is not installed, so other people's clients cannot be run";
        else if (!File.Exists(Path.Combine(Folder, "node_modules", ".package-lock.json")))
            Skip = "other people's clients are not installed: npm ci --ignore-scripts in tests/interop/ccxt";
    }

    /// <summary>Where the clients and the scripts that run them are.</summary>
    internal static string Folder { get; } = Path.Combine(SharedData.Repository, "tests", "interop", "ccxt");
}
