using MarginRouter.Core.Engine.Commands;
using MarginRouter.Core.Instruments;

namespace MarginRouter.Venues;

/// <summary>
/// The router's connection to one venue: market data, orders and accounts over the venue's own protocol. What it learns goes to
/// an <see cref="IVenueEventSink"/>. The order methods never block and never throw for a broken connection: the outcome is an event.
/// </summary>
public interface IVenueAdapter : IAsyncDisposable
{
    /// <summary>The venue.</summary>
    VenueId Venue { get; }

    /// <summary>
    /// Connects, subscribes, reads account snapshots and keeps everything alive with back-off and resynchronisation until cancelled.
    /// Throws only for a configuration that can never work.
    /// </summary>
    Task RunAsync(CancellationToken cancellation);

    /// <summary>
    /// Sends an immediate-or-cancel limit order. Exactly one first outcome follows: accepted, refused, dropped (certainly not sent)
    /// or lost (no answer in time, connection broken after the write began).
    /// </summary>
    void Send(SendChild command);

    /// <summary>Asks for a cancel; the outcome is the child's end.</summary>
    void Cancel(CancelChild command);

    /// <summary>
    /// Asks what became of a child; the answer is a ChildStatusReported event, preceded by the executions that the venue can list.
    /// Repeated by the adapter until it is answered or the adapter stops.
    /// </summary>
    void Query(QueryChild command);

    /// <summary>Orders that its fullest account may still send now by the venue's rate limit; null for an adapter that does not count them.</summary>
    int? OrdersLeft => null;

    /// <summary>
    /// Counts the prices of an instrument in another step: drops its book, answers by a TickFollowed event and builds the book anew. The engine
    /// asks only where the adapter itself has stated that step. An adapter that states none has nothing to follow.
    /// </summary>
    void Follow(FollowTick command)
    {
    }
}
