namespace MarginRouter.Fix.Tests.Interop;

/// <summary>Finds programs that are not part of the product.</summary>
internal static class DevelopmentTool
{
    public static bool IsInstalled(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Any(folder => File.Exists(Path.Combine(folder, program)));
}
