namespace MarginRouter.Core.Engine.Events;

/// <summary>The time at which a parent expires has come, by the event's own time. The journal holds it, so that recovery ends the same parents.</summary>
public sealed record ExpiryReached : InboundEvent;
