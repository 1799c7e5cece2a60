namespace MarginRouter.Core.MarketData;

/// <summary>One half of an order book (FIX tag 269).</summary>
public enum BookSide
{
    /// <summary>Buy interest, best price highest.</summary>
    Bid = 1,

    /// <summary>Sell interest, best price lowest.</summary>
    Ask = 2,
}
