namespace MarginRouter.Core.Engine.Events;

/// <summary>
/// Something that happened outside and that the engine is told. Events are immutable; the time at which the engine takes one is given
/// beside it, is monotonic, and is stamped by the shell.
/// </summary>
public abstract record InboundEvent;
