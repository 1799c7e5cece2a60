namespace MarginRouter.Core.Engine.Events;

/// <summary>A person pressed or released the kill switch.</summary>
/// <param name="Engaged">True: cancel everything and send nothing new.</param>
/// <param name="Operator">Who.</param>
/// <param name="Reason">Why; never empty.</param>
public sealed record KillSwitchChanged(bool Engaged, string Operator, string Reason) : InboundEvent;
