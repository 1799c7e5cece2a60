namespace MarginRouter.Venues.FixVenue.Dialects;

/// <summary>How OrderStatusRequest (H) names an order.</summary>
public enum FixStatusQuestion
{
    /// <summary>By ClOrdID (11); OrderID (37) is added when it is known.</summary>
    ByClientOrderId = 1,

    /// <summary>By OrderID (37) alone; an order whose number we never learnt is asked about through the account's reader.</summary>
    ByOrderId = 2,

    /// <summary>There is no such message: every question goes through the account's reader.</summary>
    None = 3,
}
