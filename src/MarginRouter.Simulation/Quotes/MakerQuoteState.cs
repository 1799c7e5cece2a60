namespace MarginRouter.Simulation.Quotes;

/// <summary>The life of a maker's quote.</summary>
public enum MakerQuoteState
{
    /// <summary>May be taken.</summary>
    Active = 1,

    /// <summary>Was taken; the maker looks at it.</summary>
    Pending = 2,

    /// <summary>Was traded.</summary>
    Filled = 3,

    /// <summary>Was taken and not traded: the maker refused, the venue refused the order, or it ran out while the maker looked.</summary>
    Failed = 4,

    /// <summary>Ran out.</summary>
    Expired = 5,

    /// <summary>Withdrawn by its maker.</summary>
    Withdrawn = 6,

    /// <summary>Declined by the one who asked, or its request was ended.</summary>
    Passed = 7,
}
