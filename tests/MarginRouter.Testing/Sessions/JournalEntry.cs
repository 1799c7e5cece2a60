using MarginRouter.Core.Engine.Events;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Routing;

namespace MarginRouter.Testing.Sessions;

/// <summary>What a journal holds of a session: an event that is not market data or time, or a decision.</summary>
/// <param name="At">Event time.</param>
/// <param name="Inbound">The event, or null.</param>
/// <param name="Decision">The decision, or null.</param>
public sealed record JournalEntry(Instant At, InboundEvent? Inbound, RouteDecision? Decision);
