namespace MarginRouter.Core.Instruments;

/// <summary>A price as a whole number of an instrument's ticks. Only <see cref="Instrument"/> converts it to and from a decimal price.</summary>
/// <param name="Value">Number of ticks; positive for every tradable price.</param>
public readonly record struct PriceTicks(long Value) : IComparable<PriceTicks>
{
    /// <inheritdoc />
    public int CompareTo(PriceTicks other) => Value.CompareTo(other.Value);

    /// <summary>True when <paramref name="left"/> is lower.</summary>
    public static bool operator <(PriceTicks left, PriceTicks right) => left.Value < right.Value;

    /// <summary>True when <paramref name="left"/> is higher.</summary>
    public static bool operator >(PriceTicks left, PriceTicks right) => left.Value > right.Value;

    /// <summary>True when <paramref name="left"/> is not higher.</summary>
    public static bool operator <=(PriceTicks left, PriceTicks right) => left.Value <= right.Value;

    /// <summary>True when <paramref name="left"/> is not lower.</summary>
    public static bool operator >=(PriceTicks left, PriceTicks right) => left.Value >= right.Value;
}
