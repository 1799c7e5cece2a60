namespace MarginRouter.Fix.Tests.Interop;

/// <summary>A test against QuickFIX (C++), which only a development machine needs; reported as skipped, with the reason, where it cannot be built.</summary>
public sealed class QuickFixTheoryAttribute : TheoryAttribute
{
    /// <summary>Decides at discovery whether the test can run.</summary>
    public QuickFixTheoryAttribute()
    {
        if (!DevelopmentTool.IsInstalled("g++"))
            Skip = "g++ is not installed (Debian: g++), so the QuickFIX counterparty cannot be built";
        else if (!File.Exists("/usr/include/quickfix/Session.h"))
            Skip = "QuickFIX is not installed (Debian: libquickfix-dev)";
    }
}
