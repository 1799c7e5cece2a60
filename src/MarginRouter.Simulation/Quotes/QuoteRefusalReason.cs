namespace MarginRouter.Simulation.Quotes;

/// <summary>Why a wish to trade on a quote is refused before there is an order.</summary>
internal enum QuoteRefusalReason
{
    /// <summary>There is no such quote for this account.</summary>
    UnknownQuote = 1,

    /// <summary>It was taken before.</summary>
    Spent = 2,

    /// <summary>It has run out, was withdrawn or declined.</summary>
    Ended = 3,

    /// <summary>It is not offered in this direction.</summary>
    WrongSide = 4,

    /// <summary>The size is more than quoted, or less than the least that may be taken.</summary>
    WrongQuantity = 5,

    /// <summary>The taker's worst price does not reach the quoted one.</summary>
    WrongPrice = 6,
}
