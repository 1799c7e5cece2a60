namespace MarginRouter.Core.Instruments;

/// <summary>Direction of an order (FIX tag 54).</summary>
public enum Side
{
    /// <summary>Buy; raises the position.</summary>
    Buy = 1,

    /// <summary>Sell; lowers the position.</summary>
    Sell = 2,
}
