using MarginRouter.Testing;

namespace MarginRouter.Fix.Tests.Interop;

/// <summary>A test against jspurefix (Node.js), which only a development machine needs; reported as skipped, with the reason, where it is not installed.</summary>
public sealed class JsPureFixFactAttribute : FactAttribute
{
    /// <summary>Decides at discovery whether the test can run.</summary>
    public JsPureFixFactAttribute()
    {
        if (!DevelopmentTool.IsInstalled("node"))
            Skip = "node is not installed";
        else if (!Directory.Exists(Path.Combine(Folder, "node_modules", "jspurefix")))
            Skip = "jspurefix is not installed: run `npm ci --ignore-scripts` in tests/interop/jspurefix";
    }

    /// <summary>Where the engine and its script are.</summary>
    public static string Folder { get; } = Path.Combine(SharedData.Repository, "tests", "interop", "jspurefix");
}
