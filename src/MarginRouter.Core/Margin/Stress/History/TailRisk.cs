using System.Collections.Immutable;

namespace MarginRouter.Core.Margin.Stress.History;

/// <summary>
/// Value at risk and expected shortfall of equally likely losses. Value at risk is the smallest loss that is not exceeded with the
/// confidence; expected shortfall is the mean of the worst share 1 - confidence, the loss at its edge counted in part, which makes it a
/// coherent measure (Acerbi and Tasche, "On the coherence of expected shortfall", 2002).
/// </summary>
/// <param name="ValueAtRisk">In the unit of the losses; negative when even the tail gains.</param>
/// <param name="ExpectedShortfall">The same unit; never below the value at risk.</param>
public readonly record struct TailRisk(decimal ValueAtRisk, decimal ExpectedShortfall)
{
    /// <summary>Fewest losses from which a tail can be read: one of them lies in it.</summary>
    public static int LeastCount(decimal confidence) => (int)decimal.Ceiling(1m / (1m - Checked(confidence)));

    /// <summary>Measures losses.</summary>
    /// <param name="losses">Losses, a gain is negative; at least <see cref="LeastCount"/>.</param>
    /// <param name="confidence">Between 0 and 1, for example 0.99.</param>
    public static TailRisk Of(IEnumerable<decimal> losses, decimal confidence)
    {
        ImmutableArray<decimal> sorted = [.. losses.OrderDescending()];
        if (sorted.Length < LeastCount(confidence))
            throw new ArgumentException($"{sorted.Length} losses are too few", nameof(losses));
        decimal tail = sorted.Length * (1m - confidence);
        int whole = (int)decimal.Floor(tail);
        decimal sum = sorted[..whole].Sum();
        if (whole < tail)
            sum += (tail - whole) * sorted[whole];

        // Rising, the smallest loss whose share of losses at or below it reaches the confidence; falling, as many from the other end.
        int rank = (int)decimal.Ceiling(sorted.Length * confidence);
        return new TailRisk(sorted[sorted.Length - rank], sum / tail);
    }

    private static decimal Checked(decimal confidence) => confidence is > 0m and < 1m
        ? confidence
        : throw new ArgumentOutOfRangeException(nameof(confidence), confidence, "must be between 0 and 1");
}
