namespace MarginRouter.Venues.Trading;

/// <summary>What a venue does when an order would meet a resting order of the same account; the incoming order's choice counts.</summary>
public enum SelfTradePrevention
{
    /// <summary>What is left of the incoming order ends.</summary>
    CancelIncoming = 1,

    /// <summary>The resting order ends and the incoming one goes on.</summary>
    CancelResting = 2,

    /// <summary>Both end.</summary>
    CancelBoth = 3,
}
