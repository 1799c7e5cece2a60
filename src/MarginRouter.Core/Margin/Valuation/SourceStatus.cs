namespace MarginRouter.Core.Margin.Valuation;

/// <summary>What a source of a price is good for at one moment. The numbers are stable: they stand in journals.</summary>
public enum SourceStatus
{
    /// <summary>Fresh, convertible and near enough to the others.</summary>
    Usable = 1,

    /// <summary>Never heard in this run, withdrawn by its venue, or no price at all (out of the range of prices).</summary>
    Missing = 2,

    /// <summary>Older than the source may be.</summary>
    Stale = 3,

    /// <summary>Its quote asset has no price, so it cannot be compared with the others.</summary>
    Unconverted = 4,

    /// <summary>Further from the median of all fresh sources than the rule allows: set aside.</summary>
    SetAside = 5,
}
