namespace MarginRouter.Core.Instruments;

/// <summary>A signed position as a whole number of an instrument's lots.</summary>
/// <param name="Value">Number of lots; positive is long, negative is short.</param>
public readonly record struct PositionLots(long Value)
{
    /// <summary>No position.</summary>
    public static PositionLots Flat => default;

    /// <summary>True when there is no position.</summary>
    public bool IsFlat => Value == 0;

    /// <summary>The position after a fill.</summary>
    public PositionLots After(Side side, QuantityLots quantity) => new(checked(Value + (side.Sign() * quantity.Value)));

    /// <summary>Size without its sign.</summary>
    public QuantityLots Magnitude => new(Math.Abs(Value));
}
