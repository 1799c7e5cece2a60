namespace MarginRouter.Core.Engine;

/// <summary>How old an input may be before it counts as missing, in milliseconds; all positive.</summary>
/// <param name="BookMilliseconds">Since the last message or liveness signal of the book's venue.</param>
/// <param name="MarkMilliseconds">Since the last mark of an instrument.</param>
/// <param name="IntentMilliseconds">From the decision to the moment a child may last leave.</param>
public sealed record AgeLimits(long BookMilliseconds, long MarkMilliseconds, long IntentMilliseconds)
{
    /// <summary>Since the last implied volatility of an option; that of marks where nothing else is said.</summary>
    public long VolatilityMilliseconds { get; init; } = MarkMilliseconds;
}
