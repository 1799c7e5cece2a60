namespace MarginRouter.Core.Orders;

/// <summary>Kind of parent (FIX tag 40).</summary>
public enum OrderType
{
    /// <summary>FIX 1: no limit of its own; the desk's price collar applies.</summary>
    Market = 1,

    /// <summary>FIX 2: not beyond its limit price.</summary>
    Limit = 2,
}
