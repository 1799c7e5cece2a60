using System.Collections.Immutable;

namespace MarginRouter.Core.Margin.Rules;

/// <summary>Charge on contracts of one underlying that hedge each other in different stable currencies.</summary>
/// <param name="Quotes">Quote currencies that the rule tells apart, as they stand between hyphens of an instrument name.</param>
/// <param name="LeastPrice">The rows hold while every such currency is at or above this price; below it the rules refuse.</param>
/// <param name="Charges">Rate by hedged size in the reporting currency.</param>
public sealed record StableMismatch(ImmutableArray<string> Quotes, decimal LeastPrice, MarginalTable Charges);
