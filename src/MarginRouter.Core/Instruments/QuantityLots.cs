namespace MarginRouter.Core.Instruments;

/// <summary>An unsigned size as a whole number of lots: of an instrument, or of a product where so stated.</summary>
/// <param name="Value">Number of lots, not negative.</param>
public readonly record struct QuantityLots(long Value) : IComparable<QuantityLots>
{
    /// <summary>No lots.</summary>
    public static QuantityLots Zero => default;

    /// <summary>True when there are no lots.</summary>
    public bool IsZero => Value == 0;

    /// <inheritdoc />
    public int CompareTo(QuantityLots other) => Value.CompareTo(other.Value);

    /// <summary>Sum of two sizes on the same grid; throws <see cref="OverflowException"/> past 2^63.</summary>
    public static QuantityLots operator +(QuantityLots left, QuantityLots right) => new(checked(left.Value + right.Value));

    /// <summary>Difference on the same grid; throws <see cref="InvalidOperationException"/> when it would be negative.</summary>
    public static QuantityLots operator -(QuantityLots left, QuantityLots right) =>
        left.Value >= right.Value
            ? new(left.Value - right.Value)
            : throw new InvalidOperationException($"{left.Value} lots less {right.Value} lots is negative");

    /// <summary>True when <paramref name="left"/> is smaller.</summary>
    public static bool operator <(QuantityLots left, QuantityLots right) => left.Value < right.Value;

    /// <summary>True when <paramref name="left"/> is larger.</summary>
    public static bool operator >(QuantityLots left, QuantityLots right) => left.Value > right.Value;

    /// <summary>True when <paramref name="left"/> is not larger.</summary>
    public static bool operator <=(QuantityLots left, QuantityLots right) => left.Value <= right.Value;

    /// <summary>True when <paramref name="left"/> is not smaller.</summary>
    public static bool operator >=(QuantityLots left, QuantityLots right) => left.Value >= right.Value;
}
