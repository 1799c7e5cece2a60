namespace MarginRouter.Core.Orders;

/// <summary>How long a parent stands (FIX tag 59; the values are the FIX ones plus one).</summary>
public enum TimeInForce
{
    /// <summary>FIX 0: worked until filled or cancelled, at most to the end of the day.</summary>
    Day = 1,

    /// <summary>FIX 1: worked until filled or cancelled.</summary>
    GoodTillCancel = 2,

    /// <summary>FIX 3: what cannot be filled now is cancelled.</summary>
    ImmediateOrCancel = 4,

    /// <summary>
    /// FIX 4: one attempt, made only when the whole quantity can be planned within every limit. Several venues cannot be filled as one: what
    /// fades in flight is cancelled, and then less than the whole has filled.
    /// </summary>
    FillOrKill = 5,

    /// <summary>FIX 6: worked until its expiry.</summary>
    GoodTillDate = 7,
}
