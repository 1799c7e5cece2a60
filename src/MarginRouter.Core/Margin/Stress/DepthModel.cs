using System.Collections.Immutable;

namespace MarginRouter.Core.Margin.Stress;

/// <summary>What books are taken to look like where none is given: a spread, and the same depth per price step on either side.</summary>
/// <param name="Spread">Whole spread as a share of the mid price; in [0, 2).</param>
/// <param name="Within">Distance from the mid, as a share of it, that the depth covers; in (0, 1).</param>
/// <param name="Depth">Value within that distance on one side by underlying code, in money; positive.</param>
/// <param name="OtherDepth">The same for underlyings that are not listed; null when those are refused.</param>
public sealed record DepthModel(decimal Spread, decimal Within, ImmutableSortedDictionary<string, decimal> Depth, decimal? OtherDepth)
{
    /// <summary>Depth of an underlying; null when it is not known.</summary>
    public decimal? Of(string underlying) => Depth.TryGetValue(underlying, out decimal depth) ? depth : OtherDepth;
}
