namespace MarginRouter.Core.Engine.Events;

/// <summary>Nothing but time has passed: deadlines and ages are looked at.</summary>
public sealed record TimeAdvanced : InboundEvent;
