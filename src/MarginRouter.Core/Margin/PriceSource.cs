namespace MarginRouter.Core.Margin;

/// <summary>Where a valuation price comes from.</summary>
public enum PriceSource
{
    /// <summary>The venue's own mark of the instrument: the price on which it liquidates.</summary>
    VenueMark = 1,

    /// <summary>Mid of our own live book of an instrument.</summary>
    OwnBook = 2,

    /// <summary>Fixed by configuration, for example one USD per USD.</summary>
    Configured = 3,
}
