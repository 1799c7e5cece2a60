using MarginRouter.Core.Instruments;
using MarginRouter.Core.Margin.Carry;
using MarginRouter.Simulation.Markets;

namespace MarginRouter.Simulation.Matching;

/// <summary>A market of a simulated venue.</summary>
/// <param name="Instrument">The instrument as this venue trades it: symbol, grid, minima, fees.</param>
/// <param name="Source">Where its book comes from; used by this market only.</param>
public sealed record SimulatedMarketOptions(Instrument Instrument, IBookSource Source)
{
    /// <summary>Funding that its positions pay at the mark; null where there is none.</summary>
    public FundingTerms? Funding { get; init; }
}
