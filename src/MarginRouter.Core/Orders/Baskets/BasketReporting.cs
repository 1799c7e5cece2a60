namespace MarginRouter.Core.Orders.Baskets;

/// <summary>What a desk is told of a basket's fills (MultiLegRptTypeReq, tag 563; the values are the FIX ones plus one). Its states are always told of the whole.</summary>
public enum BasketReporting
{
    /// <summary>FIX 0: fills of the whole alone.</summary>
    Whole = 1,

    /// <summary>FIX 1: fills of the whole and of each leg.</summary>
    Both = 2,

    /// <summary>FIX 2: fills of each leg alone.</summary>
    Legs = 3,
}
