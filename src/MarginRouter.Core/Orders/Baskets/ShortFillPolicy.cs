namespace MarginRouter.Core.Orders.Baskets;

/// <summary>What happens when the legs of a basket have filled unevenly and no child is open any more.</summary>
public enum ShortFillPolicy
{
    /// <summary>The legs behind are completed at market within the collar; margin limits hold all the same.</summary>
    Complete = 1,

    /// <summary>What the legs ahead have more than the last complete block is traded back at market within the collar.</summary>
    Unwind = 2,

    /// <summary>Nothing more is sent: the basket ends and reports how far each leg came.</summary>
    Stop = 3,
}
