namespace MarginRouter.Core.Orders.Quotes;

/// <summary>How a quote ended that was not taken. The numbers stand in journals.</summary>
public enum QuoteEnding
{
    /// <summary>The maker withdrew it.</summary>
    Withdrawn = 1,

    /// <summary>The venue says that its time is over.</summary>
    Expired = 2,
}
