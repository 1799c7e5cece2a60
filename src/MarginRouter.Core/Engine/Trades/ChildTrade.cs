using MarginRouter.Core.Ledger;

namespace MarginRouter.Core.Engine.Trades;

/// <summary>An execution of a child as it was booked.</summary>
/// <param name="Fill">What the ledger has; its id there is the ledger's own after a correction.</param>
internal sealed record ChildTrade(Fill Fill)
{
    /// <summary>True when the child counts it.</summary>
    public bool InChild { get; set; }

    /// <summary>True when the parent counts it.</summary>
    public bool InParent { get; set; }

    /// <summary>The report that told it; null when none did.</summary>
    public long? Report { get; set; }

    /// <summary>True once the venue has taken it back.</summary>
    public bool IsBusted { get; set; }

    /// <summary>What it was corrected to last, as the venue stated it; null when it was not.</summary>
    public Fill? Correction { get; set; }
}
