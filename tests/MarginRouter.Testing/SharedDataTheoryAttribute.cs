using Xunit;

namespace MarginRouter.Testing;

/// <summary>A parameterised test that needs <c>../shared</c>; skipped, with the reason, where that folder is absent.</summary>
public sealed class SharedDataTheoryAttribute : TheoryAttribute
{
    /// <summary>Decides at discovery whether the test can run.</summary>
    public SharedDataTheoryAttribute()
    {
        if (SharedData.Folder is null)
            Skip = SharedData.Missing;
    }
}
