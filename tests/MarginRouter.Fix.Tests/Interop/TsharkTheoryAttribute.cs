namespace MarginRouter.Fix.Tests.Interop;

/// <summary>A test that has Wireshark's <c>tshark</c> read what we wrote; reported as skipped, with the reason, where it is not installed.</summary>
public sealed class TsharkTheoryAttribute : TheoryAttribute
{
    /// <summary>Decides at discovery whether the test can run.</summary>
    public TsharkTheoryAttribute()
    {
        if (!DevelopmentTool.IsInstalled("tshark"))
            Skip = "tshark is not installed (Debian: tshark)";
    }
}
