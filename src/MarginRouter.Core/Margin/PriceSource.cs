namespace MarginRouter.Core.Margin;

/// <summary>Where a valuation price comes from. The numbers are stable: they stand in journals.</summary>
public enum PriceSource
{
    /// <summary>The venue's own mark of the instrument: the price on which it liquidates.</summary>
    VenueMark = 1,

    /// <summary>Mid of our own live book of an instrument.</summary>
    OwnBook = 2,

    /// <summary>Fixed by configuration, for example one USD per USD.</summary>
    Configured = 3,

    /// <summary>The venue's index of the instrument's underlying, in the instrument's quote asset.</summary>
    VenueIndex = 4,

    /// <summary>Weighted median of several sources.</summary>
    WeightedMedian = 5,

    /// <summary>Time-weighted average of the weighted medians of a window that ends now.</summary>
    TimeWeightedAverage = 6,
}
