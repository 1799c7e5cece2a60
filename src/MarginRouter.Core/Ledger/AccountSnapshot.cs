using System.Collections.Immutable;
using MarginRouter.Core.Instruments;

namespace MarginRouter.Core.Ledger;

/// <summary>The venue's own statement of a subaccount.</summary>
/// <param name="Subaccount">Whose statement.</param>
/// <param name="AsOf">
/// Venue time of the statement: it contains every fill whose venue time is not later, and none that is. Later fills are applied on top.
/// </param>
/// <param name="Balances">All balances; an asset that is not listed is zero.</param>
/// <param name="Positions">All positions; an instrument that is listed flat only states its leverage.</param>
public sealed record AccountSnapshot(
    SubaccountId Subaccount,
    Instant AsOf,
    ImmutableArray<AssetBalance> Balances,
    ImmutableArray<PositionSnapshot> Positions)
{
    /// <summary>What the venue says of the account's margin at the same moment; null when the statement says nothing of it.</summary>
    public VenueMargin? Margin { get; init; }
}
