namespace MarginRouter.Core.Margin.Rules;

/// <summary>One step of a venue's ladder.</summary>
/// <param name="At">Value of the venue's own ratio from which the action holds.</param>
/// <param name="Action">What the venue does.</param>
public readonly record struct LadderStep(decimal At, LadderAction Action);
