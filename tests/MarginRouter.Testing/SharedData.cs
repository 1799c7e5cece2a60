namespace MarginRouter.Testing;

/// <summary>
/// Finds the folder <c>shared</c> that stands beside the repository on the build machines. It holds other people's recordings,
/// dictionaries and worked examples, which are read in place and never copied. A plain clone does not have it.
/// </summary>
public static class SharedData
{
    /// <summary>The reason shown for a test that is skipped because the folder is absent.</summary>
    public const string Missing = "../shared is not beside this clone: recordings and worked examples are not available";

    /// <summary>Full path of the repository, the folder that holds <c>MarginRouter.sln</c>.</summary>
    public static string Repository { get; } = FindRepository();

    /// <summary>Full path of <c>shared</c>, or null when there is none.</summary>
    public static string? Folder { get; } = FindShared();

    /// <summary>Full path of a file or folder below <c>shared</c>; throws when <c>shared</c> is absent.</summary>
    public static string PathOf(string relative) =>
        Path.Combine(Folder ?? throw new InvalidOperationException(Missing), relative);

    private static string FindRepository()
    {
        for (DirectoryInfo? directory = new(AppContext.BaseDirectory); directory is not null; directory = directory.Parent)
        {
            if (File.Exists(Path.Combine(directory.FullName, "MarginRouter.sln")))
                return directory.FullName;
        }

        throw new InvalidOperationException($"No MarginRouter.sln above {AppContext.BaseDirectory}");
    }

    private static string? FindShared()
    {
        string candidate = Path.GetFullPath(Path.Combine(Repository, "..", "shared"));
        return File.Exists(Path.Combine(candidate, "design.md")) ? candidate : null;
    }
}
