namespace MarginRouter.Core.Routing.Legs;

/// <summary>So many blocks of some legs, with the decision of each.</summary>
/// <param name="Blocks">Blocks of each leg that takes part.</param>
/// <param name="Legs">By leg of the basket; null for one that takes no part.</param>
/// <param name="Objective">Cost of all legs in the pricing asset of the first one; less is better.</param>
internal sealed record LegSplit(long Blocks, RouteDecision?[] Legs, decimal Objective)
{
    /// <summary>More blocks first, then less cost.</summary>
    public bool IsBetterThan(LegSplit? other) =>
        other is null || Blocks > other.Blocks || (Blocks == other.Blocks && Objective < other.Objective);
}
