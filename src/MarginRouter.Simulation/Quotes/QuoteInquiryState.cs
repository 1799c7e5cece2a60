namespace MarginRouter.Simulation.Quotes;

/// <summary>The life of a request for quotes.</summary>
public enum QuoteInquiryState
{
    /// <summary>Makers may answer and their answers may be taken.</summary>
    Active = 1,

    /// <summary>One of its quotes was taken; the maker looks at it.</summary>
    Pending = 2,

    /// <summary>One of its quotes was traded.</summary>
    Filled = 3,

    /// <summary>The quote that was taken failed.</summary>
    Failed = 4,

    /// <summary>Its time has run out.</summary>
    Expired = 5,

    /// <summary>The one who asked ended it.</summary>
    Cancelled = 6,
}
