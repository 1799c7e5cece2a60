using MarginRouter.Core.Engine.Events;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.MarketData;

namespace MarginRouter.Venues;

/// <summary>Where adapters deliver what they learn. The engine's inbox is one implementation, the test recorder another.</summary>
public interface IVenueEventSink
{
    /// <summary>
    /// A book changed by one complete message, or was dropped. Called on the adapter's reader thread, which owns the book; the sink
    /// copies what it needs before it returns. Conflates: only the newest state is kept.
    /// </summary>
    /// <param name="book">The book, after Commit, Drop or MarkStale.</param>
    /// <param name="receivedAt">When the message was received.</param>
    void OnBook(OrderBook book, Instant receivedAt);

    /// <summary>The venue's liveness signal (heartbeat, ping, any frame) for a book that did not change.</summary>
    /// <param name="instrument">The instrument.</param>
    /// <param name="receivedAt">When the signal was received.</param>
    void OnLiveness(InstrumentId instrument, Instant receivedAt);

    /// <summary>
    /// An event about orders, accounts, marks or the connection. Never dropped: blocks the caller while the engine's queue is full.
    /// </summary>
    void OnEvent(InboundEvent inbound);
}
