using MarginRouter.Core.Engine.Events;

namespace MarginRouter.Host.Engine;

/// <summary>An event on its way to the engine.</summary>
/// <param name="Inbound">The event.</param>
/// <param name="Journaled">Called once the journal holds the event in the sense of the durability mode; null when nobody waits.</param>
internal readonly record struct InboxItem(InboundEvent Inbound, Action? Journaled);
