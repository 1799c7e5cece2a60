using MarginRouter.Core.Engine;
using MarginRouter.Core.Engine.Commands;
using MarginRouter.Core.Engine.Events;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Margin.Reconciliation;
using MarginRouter.Core.Margin.Valuation;
using MarginRouter.Core.Routing;
using MarginRouter.Core.Routing.Legs;

namespace MarginRouter.Testing.Sessions;

/// <summary>What a journal holds of a session: an event that is not market data or time, or a decision.</summary>
/// <param name="At">Event time.</param>
/// <param name="Inbound">The event, or null.</param>
/// <param name="Decision">The decision, or null.</param>
public sealed record JournalEntry(Instant At, InboundEvent? Inbound, RouteDecision? Decision)
{
    /// <summary>A decision about a basket, or null.</summary>
    public BasketDecision? Basket { get; init; }

    /// <summary>A change of a valuation price, or null.</summary>
    public ValuationChange? Valuation { get; init; }

    /// <summary>A comparison of margin figures, or null.</summary>
    public MarginComparison? Comparison { get; init; }

    /// <summary>A request for quotes that was sent, or null.</summary>
    public RequestQuotes? Asked { get; init; }

    /// <summary>Gives the entry to an engine as recovery does.</summary>
    public void Recover(RouterEngine engine, CommandList commands)
    {
        if (Inbound is not null)
            engine.Recover(At, Inbound, commands);
        else if (Valuation is not null)
            engine.RecoverValuation(At, Valuation);
        else if (Comparison is not null)
            engine.RecoverComparison(At, Comparison);
        else if (Asked is not null)
            engine.RecoverRequest(At, Asked, commands);
        else if (Basket is not null)
            engine.RecoverBasket(At, Basket, commands);
        else
            engine.RecoverDecision(At, Decision!, commands);
    }
}
