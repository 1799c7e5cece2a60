namespace MarginRouter.Venues.Connectivity;

/// <summary>Time limits of a socket.</summary>
/// <param name="ConnectTimeout">Longest time to open it.</param>
/// <param name="SilenceLimit">Without any message for this long it counts as dead; null where silence is normal.</param>
/// <param name="KeepAlive">A ping goes out after this long without sending, and must be answered within the same time.</param>
internal sealed record SocketOptions(TimeSpan ConnectTimeout, TimeSpan? SilenceLimit, TimeSpan KeepAlive)
{
    /// <summary>Largest message taken; the largest known are full book snapshots of a few megabytes.</summary>
    public int MaximumMessageBytes { get; init; } = 16 * 1024 * 1024;
}
