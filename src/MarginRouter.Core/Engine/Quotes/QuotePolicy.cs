namespace MarginRouter.Core.Engine.Quotes;

/// <summary>When a desk's parents ask makers for firm quotes.</summary>
/// <param name="WindowMilliseconds">Longest wait for answers before the parent is decided with what has come; positive.</param>
/// <param name="MinimumNotional">Least value of what is still wanted, in the pricing asset, at the limit price or the base asset's value; not negative.</param>
/// <param name="MaximumMakers">Most makers asked at a time; at least 1.</param>
/// <param name="MaximumRounds">How often one parent may ask; at least 1.</param>
public sealed record QuotePolicy(long WindowMilliseconds, decimal MinimumNotional, int MaximumMakers, int MaximumRounds);
