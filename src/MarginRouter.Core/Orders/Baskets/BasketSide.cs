namespace MarginRouter.Core.Orders.Baskets;

/// <summary>Side(54) of a basket: whether its legs trade as they are stated or all of them the other way round.</summary>
public enum BasketSide
{
    /// <summary>FIX 1: the basket is bought, its legs trade as they are stated.</summary>
    Buy = 1,

    /// <summary>FIX 2: the basket is sold, every leg trades the other way round.</summary>
    Sell = 2,

    /// <summary>FIX B: as defined, its legs trade as they are stated.</summary>
    AsDefined = 3,

    /// <summary>FIX C: opposite, every leg trades the other way round.</summary>
    Opposite = 4,
}
