namespace MarginRouter.Architecture.Tests;

/// <summary>Runs a rule over its subjects and fails with every violation; a rule without a subject fails too.</summary>
internal static class Check
{
    public static void None<T>(IEnumerable<T> subjects, Func<T, IEnumerable<string>> violations)
    {
        List<T> all = [.. subjects];
        Assert.True(all.Count > 0, "the check found no subject: it would pass whatever the code does");
        List<string> found = [.. all.SelectMany(violations)];
        Assert.True(found.Count == 0, $"{found.Count} violation(s):{Environment.NewLine}{string.Join(Environment.NewLine, found)}");
    }
}
