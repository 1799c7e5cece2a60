namespace MarginRouter.Core.Margin.Reconciliation;

/// <summary>What comparing local margin figures with a venue's came to. The numbers are stable: they stand in journals.</summary>
public enum ReconciliationOutcome
{
    /// <summary>Every figure that the venue gives is within the drift allowed.</summary>
    Agrees = 1,

    /// <summary>Some figure is further off than allowed.</summary>
    Drifts = 2,

    /// <summary>The statement carries no figure to compare.</summary>
    NotReported = 3,

    /// <summary>The local figures are not known: something is missing by name.</summary>
    LocalUnknown = 4,
}
