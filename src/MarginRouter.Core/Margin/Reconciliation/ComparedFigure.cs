namespace MarginRouter.Core.Margin.Reconciliation;

/// <summary>One margin figure, local and the venue's.</summary>
/// <param name="Name">Equity, initialMargin, maintenanceMargin or utilisation.</param>
/// <param name="Local">Ours; null where equity is gone and a ratio has no value.</param>
/// <param name="Venue">The venue's.</param>
public readonly record struct ComparedFigure(string Name, decimal? Local, decimal Venue);
