using System.Collections.Immutable;
using MarginRouter.Core.Engine.Commands;

namespace MarginRouter.Core.Engine.Trades;

/// <summary>Some trades of a desk, in their order.</summary>
/// <param name="Trades">The reports that told them.</param>
/// <param name="Next">Number behind which the next page begins; null when there is no more.</param>
public sealed record TradePage(ImmutableArray<ReportParent> Trades, long? Next);
