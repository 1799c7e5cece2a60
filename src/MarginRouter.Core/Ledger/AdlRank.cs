namespace MarginRouter.Core.Ledger;

/// <summary>
/// Where a position stands in its venue's queue for auto-deleveraging, as the venue states it and on the venue's own scale. Venues rank by
/// profit times leverage and close the front of the queue first when their fund cannot carry a liquidation. A position without one has an
/// unknown place, which is not the safest one.
/// </summary>
public sealed record AdlRank
{
    /// <summary>Takes a rank.</summary>
    /// <param name="stated">The venue's figure; on its scale.</param>
    /// <param name="safest">The scale's end that is closed last.</param>
    /// <param name="first">The scale's other end, which is closed first; above <paramref name="safest"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">The figure is not on the scale, or the scale has no length.</exception>
    public AdlRank(decimal stated, decimal safest, decimal first)
    {
        if (first <= safest)
            throw new ArgumentOutOfRangeException(nameof(first), $"a scale of deleveraging ranks from {safest} to {first}");
        if (stated < safest || stated > first)
            throw new ArgumentOutOfRangeException(nameof(stated), $"a deleveraging rank of {stated} on a scale from {safest} to {first}");
        (Stated, Safest, First) = (stated, safest, first);
    }

    /// <summary>The venue's figure.</summary>
    public decimal Stated { get; }

    /// <summary>The figure of a position that is closed last.</summary>
    public decimal Safest { get; }

    /// <summary>The figure of a position that is closed first.</summary>
    public decimal First { get; }

    /// <summary>The rank on the scale that all venues share: 0 is closed last, 1 is closed first; in [0, 1].</summary>
    public decimal Nearness => (Stated - Safest) / (First - Safest);
}
