using MarginRouter.Core.Engine.Events;
using MarginRouter.Gateway;

namespace MarginRouter.Host.Engine;

/// <summary>The gateway's way into the engine's private queue.</summary>
internal sealed class DeskInbox(EngineInbox inbox) : IDeskInbox
{
    /// <inheritdoc />
    public void Post(InboundEvent inbound, Action journaled) => inbox.Post(inbound, journaled);
}
