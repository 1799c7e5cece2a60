namespace MarginRouter.Simulation.Matching;

/// <summary>A refusal of an order.</summary>
/// <param name="Reason">Why.</param>
/// <param name="Text">The figures in words; the venue servers put their venue's own text around or instead of it.</param>
public sealed record OrderRejection(RejectionReason Reason, string Text);
