using MarginRouter.Core.Margin.Reconciliation;

namespace MarginRouter.Core.Engine.Commands;

/// <summary>Put a comparison of local margin with the venue's into the journal: decisions after it depend on the error band and on drift.</summary>
/// <param name="Comparison">The comparison.</param>
public sealed record RecordComparison(MarginComparison Comparison) : OutboundCommand;
