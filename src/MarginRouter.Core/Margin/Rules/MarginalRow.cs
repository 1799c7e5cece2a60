namespace MarginRouter.Core.Margin.Rules;

/// <summary>One row of a <see cref="MarginalTable"/>.</summary>
/// <param name="To">Upper bound of the size; null is open.</param>
/// <param name="Factor">Charge per unit of size in this row; not negative.</param>
public readonly record struct MarginalRow(decimal? To, decimal Factor);
