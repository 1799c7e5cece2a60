using System.Collections.Immutable;
using MarginRouter.Core.Instruments;

namespace MarginRouter.Core.Ledger;

/// <summary>A subaccount as configured: where it lives, on which margin rules, within which limits.</summary>
/// <param name="Id">Its place in the firm's list.</param>
/// <param name="Name">Its unique name, used in reports.</param>
/// <param name="Venue">The venue that holds it.</param>
/// <param name="RuleSet">Name of its margin rule set, for example binance/usdm-cross.</param>
/// <param name="Reporting">The currency in which its equity and margin are expressed.</param>
/// <param name="UtilisationLimit">Most maintenance utilisation allowed after a trade, in (0, 1]; 1 is the venue's liquidation.</param>
/// <param name="Instruments">The instruments it may trade.</param>
public sealed record Subaccount(
    SubaccountId Id,
    string Name,
    VenueId Venue,
    string RuleSet,
    Asset Reporting,
    decimal UtilisationLimit,
    ImmutableArray<InstrumentId> Instruments)
{
    /// <summary>
    /// Share of what the venue grants that the router leaves free, in [0, 1): marks move between the decision and the venue's own check.
    /// Zero uses everything.
    /// </summary>
    public decimal AcceptanceReserve { get; init; }
}
