using MarginRouter.Core.Instruments;
using MarginRouter.Core.Margin;
using MarginRouter.Core.Orders;

namespace MarginRouter.Core.Routing;

/// <summary>A subaccount's margin around a decision.</summary>
/// <param name="Subaccount">Whose.</param>
/// <param name="Version">Ledger version of the account that was used.</param>
/// <param name="Before">As it stands; null when unknown.</param>
/// <param name="After">When every child of the decision has filled at its limit; null when unknown.</param>
/// <param name="WorstUtilisation">Highest maintenance utilisation over every reachable fill state; null when unknown or equity is gone.</param>
/// <param name="UtilisationLimit">The desk's limit, less the error band.</param>
/// <param name="Unknown">Why the margin is unknown; null when it is known.</param>
public sealed record AccountMargin(
    SubaccountId Subaccount,
    long Version,
    MarginAssessment? Before,
    MarginAssessment? After,
    decimal? WorstUtilisation,
    decimal UtilisationLimit,
    Refusal? Unknown)
{
    /// <summary>How far local margin has been from the venue's, as a share of equity: what the limits were shrunk by. Not negative.</summary>
    public decimal ErrorBand { get; init; }

    /// <summary>Why the account may only reduce although its limits hold; null when it may trade.</summary>
    public Refusal? ReduceOnly { get; init; }
}
