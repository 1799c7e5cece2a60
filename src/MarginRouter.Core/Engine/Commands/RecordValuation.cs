using MarginRouter.Core.Margin.Valuation;

namespace MarginRouter.Core.Engine.Commands;

/// <summary>Put into the journal that a source of a valuation price, or the price itself, changed its status.</summary>
/// <param name="Change">The change.</param>
public sealed record RecordValuation(ValuationChange Change) : OutboundCommand;
