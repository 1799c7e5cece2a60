using MarginRouter.Core.Margin.Rules;

namespace MarginRouter.Host.Commands;

/// <summary>An instrument for which a rule set is complete, up to a size (null is without bound).</summary>
internal sealed record CoveredInstrumentDocument(string Name, IReadOnlyList<string> Symbols, decimal? UpTo, TierUnit Unit, bool InitialKnown);
