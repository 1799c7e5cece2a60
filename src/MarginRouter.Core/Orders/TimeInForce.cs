namespace MarginRouter.Core.Orders;

/// <summary>How long a parent stands (FIX tag 59; the values are the FIX ones plus one).</summary>
public enum TimeInForce
{
    /// <summary>FIX 0: worked until filled or cancelled, at most to the end of the day.</summary>
    Day = 1,

    /// <summary>FIX 3: what cannot be filled now is cancelled.</summary>
    ImmediateOrCancel = 4,
}
