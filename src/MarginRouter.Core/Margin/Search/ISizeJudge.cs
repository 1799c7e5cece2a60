namespace MarginRouter.Core.Margin.Search;

/// <summary>Says of a size whether it passes the limits: exactly, or in the search form.</summary>
internal interface ISizeJudge
{
    /// <summary>
    /// By how much the size last asked about exceeds each limit, in the order in which limits stand; not above zero where it holds.
    /// Empty when it was refused without figures.
    /// </summary>
    SizeGauge Overs { get; }

    /// <summary>True when the size passes.</summary>
    bool Passes(long lots);
}
