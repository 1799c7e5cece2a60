namespace MarginRouter.Core.Engine.Commands;

/// <summary>Something that the engine wants done outside. Commands are immutable and are carried out in order.</summary>
public abstract record OutboundCommand;
