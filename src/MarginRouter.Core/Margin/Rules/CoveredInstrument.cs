using System.Collections.Immutable;

namespace MarginRouter.Core.Margin.Rules;

/// <summary>An instrument (or, under scenario rules, an underlying) that a rule set can judge.</summary>
/// <param name="Name">Its name in the tables.</param>
/// <param name="Symbols">Other names that lead to the same table.</param>
/// <param name="UpTo">Largest size that is covered; null for no bound.</param>
/// <param name="Unit">What that size counts.</param>
/// <param name="InitialKnown">True when its initial margin is known too.</param>
public sealed record CoveredInstrument(string Name, ImmutableArray<string> Symbols, decimal? UpTo, TierUnit Unit, bool InitialKnown);
