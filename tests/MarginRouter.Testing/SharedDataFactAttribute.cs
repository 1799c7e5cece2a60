using Xunit;

namespace MarginRouter.Testing;

/// <summary>A test that needs <c>../shared</c>; it is reported as skipped, with the reason, where that folder is absent.</summary>
public sealed class SharedDataFactAttribute : FactAttribute
{
    /// <summary>Decides at discovery whether the test can run.</summary>
    public SharedDataFactAttribute()
    {
        if (SharedData.Folder is null)
            Skip = SharedData.Missing;
    }
}
