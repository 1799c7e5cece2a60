namespace MarginRouter.Core.Margin.Rules;

/// <summary>One row of a collateral table: the share of value that counts for the part of a balance between two sizes.</summary>
/// <param name="From">Lower bound in the rule set's haircut unit.</param>
/// <param name="To">Upper bound; null is open.</param>
/// <param name="Weight">Share of value that counts, in [0, 1].</param>
public sealed record HaircutTier(decimal From, decimal? To, decimal Weight);
