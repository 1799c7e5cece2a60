using MarginRouter.Core.Engine.Commands;
using MarginRouter.Core.Engine.Events;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Margin.Reconciliation;
using MarginRouter.Core.Margin.Valuation;
using MarginRouter.Core.Routing;
using MarginRouter.Core.Routing.Legs;

namespace MarginRouter.Host.Journal;

/// <summary>One record of a journal after its header: an event, a decision, or what the engine derived of market data that is not in it.</summary>
/// <param name="Position">Position in the journal, from 2 (the header is 1).</param>
/// <param name="At">Event time.</param>
/// <param name="Inbound">The event, or null.</param>
/// <param name="Decision">The decision, or null.</param>
public sealed record JournalRecord(long Position, Instant At, InboundEvent? Inbound, RouteDecision? Decision)
{
    /// <summary>A decision about a basket, or null.</summary>
    public BasketDecision? Basket { get; init; }

    /// <summary>A request for quotes that was sent, or null.</summary>
    public RequestQuotes? Asked { get; init; }

    /// <summary>A change of a valuation price or one of its sources, or null.</summary>
    public ValuationChange? Valuation { get; init; }

    /// <summary>A comparison of local margin with a venue's, or null.</summary>
    public MarginComparison? Comparison { get; init; }
}
