using System.Collections.Immutable;
using MarginRouter.Core.Margin.Rules;

namespace MarginRouter.Core.Margin.Live;

/// <summary>The tier table of one instrument as its venue sent it.</summary>
/// <param name="Instrument">The venue's symbol.</param>
/// <param name="Tiers">Its rows by size, deductions as published; not yet checked.</param>
public sealed record InstrumentTiers(string Instrument, ImmutableArray<MarginTier> Tiers);
