using MarginRouter.Core.Engine.Events;

namespace MarginRouter.Gateway;

/// <summary>Where the gateway delivers what desks ask for. The engine's inbox is one implementation, the test recorder another.</summary>
public interface IDeskInbox
{
    /// <summary>Takes a desk's request; blocks while the engine's queue is full, which slows the desk's socket down.</summary>
    /// <param name="inbound">The request.</param>
    /// <param name="journaled">Called once the journal holds the request: only then does the session's inbound sequence number advance.</param>
    void Post(InboundEvent inbound, Action journaled);
}
