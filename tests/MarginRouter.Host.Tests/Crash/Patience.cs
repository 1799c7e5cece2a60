namespace MarginRouter.Host.Tests.Crash;

/// <summary>Waits for something that gives no signal of its own, such as the growth of a file, by looking again and again.</summary>
internal static class Patience
{
    /// <summary>Longest wait for anything: many times what a quiet machine needs.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromSeconds(60);

    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(10);

    /// <summary>Returns once <paramref name="holds"/>; fails with what was waited for and the words of <paramref name="found"/>.</summary>
    public static async Task UntilAsync(Func<bool> holds, string what, Func<string>? found = null)
    {
        using CancellationTokenSource late = new(Longest);
        while (!holds())
        {
            if (late.IsCancellationRequested)
                Assert.Fail($"{what} did not come within {Longest.TotalSeconds} s. {found?.Invoke()}");
            await Task.Delay(Interval, CancellationToken.None);
        }
    }
}
