namespace MarginRouter.Gateway.Tests;

/// <summary>How long a test waits for a signal that must come.</summary>
internal static class Patience
{
    public static TimeSpan Long { get; } = TimeSpan.FromSeconds(20);
}
