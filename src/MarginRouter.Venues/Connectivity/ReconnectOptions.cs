namespace MarginRouter.Venues.Connectivity;

/// <summary>Back-off between connection attempts: doubles from the first delay to the longest, with jitter.</summary>
/// <param name="FirstDelay">Wait after the first failure; positive.</param>
/// <param name="LongestDelay">Longest wait; at least <paramref name="FirstDelay"/>.</param>
public sealed record ReconnectOptions(TimeSpan FirstDelay, TimeSpan LongestDelay)
{
    /// <summary>250 ms doubling to 30 s: within the connection limits of every venue known to us.</summary>
    public static ReconnectOptions Default { get; } = new(TimeSpan.FromMilliseconds(250), TimeSpan.FromSeconds(30));
}
