namespace MarginRouter.Venues.FixVenue.Dialects;

/// <summary>What a session to a venue carries.</summary>
internal enum FixSessionUse
{
    /// <summary>Orders, and market data too where both share a session.</summary>
    Orders = 1,

    /// <summary>Market data alone.</summary>
    MarketData = 2,

    /// <summary>Copies of an account's reports.</summary>
    DropCopy = 3,
}
