namespace MarginRouter.Core.Margin.Rules;

/// <summary>Which open orders of an instrument are reserved for.</summary>
public enum OrderNetting
{
    /// <summary>All of them, beside the position.</summary>
    All = 1,

    /// <summary>The larger of the position with all buys and the position with all sells.</summary>
    LargerSide = 2,

    /// <summary>The larger of the position with the orders of its own side and the orders of the other side.</summary>
    LargerGross = 3,

    /// <summary>The sources do not say: every open order is refused.</summary>
    Refused = 4,
}
