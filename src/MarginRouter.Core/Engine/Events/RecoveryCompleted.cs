namespace MarginRouter.Core.Engine.Events;

/// <summary>
/// The journal was read to its end: children without a final state are now unknown, day parents go on, and immediate-or-cancel
/// parents end with what they have.
/// </summary>
public sealed record RecoveryCompleted : InboundEvent;
