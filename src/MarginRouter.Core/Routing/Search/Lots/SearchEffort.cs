namespace MarginRouter.Core.Routing.Search.Lots;

/// <summary>How far a search goes before it is content.</summary>
/// <param name="LeastPatience">Work units that are spent in any case before it gives up for want of anything better.</param>
/// <param name="LotsMatter">Whole lots are branched on where they cost more than this, in basis points of the parent.</param>
/// <param name="FillMatters">The same for the fill, as a share of the parent.</param>
/// <param name="MostLotNodes">Most nodes for that.</param>
/// <param name="IsStrict">True when the work units end the search in the middle of any step; false when it ends soon after them.</param>
internal sealed record SearchEffort(int LeastPatience, double LotsMatter, double FillMatters, int MostLotNodes, bool IsStrict)
{
    /// <summary>For a solver that may take its time. On the shared instances the best split of every search that goes on further was there before.</summary>
    public static SearchEffort Thorough { get; } = new(100_000, 0.25, 5e-5, 100, IsStrict: false);

    /// <summary>For a decision that somebody waits for: small parents, where a lot is worth more, and few work units.</summary>
    public static SearchEffort Inline { get; } = new(3_000, 2e-3, 1e-9, 400, IsStrict: true);
}
