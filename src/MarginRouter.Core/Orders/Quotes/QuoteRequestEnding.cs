namespace MarginRouter.Core.Orders.Quotes;

/// <summary>How a maker's answer, or the whole of a request for quotes, came to its end. The numbers stand in journals.</summary>
public enum QuoteRequestEnding
{
    /// <summary>All quotes that will come have come.</summary>
    Answered = 1,

    /// <summary>The maker or venue will not quote.</summary>
    Refused = 2,

    /// <summary>The venue says that the time to answer is over.</summary>
    TimedOut = 3,

    /// <summary>The request did not reach the venue, or what became of it is unknown: its connection is broken.</summary>
    Lost = 4,
}
