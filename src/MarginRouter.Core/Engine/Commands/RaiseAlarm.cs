namespace MarginRouter.Core.Engine.Commands;

/// <summary>Tell a person: something happened that should not, and what the engine did about it. Nothing is dropped silently.</summary>
/// <param name="Code">Stable name of the alarm.</param>
/// <param name="Text">What happened, in words.</param>
public sealed record RaiseAlarm(string Code, string Text) : OutboundCommand;
