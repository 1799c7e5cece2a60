using System.Collections.Immutable;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Orders;

namespace MarginRouter.Core.Routing;

/// <summary>
/// A cap on the exposure of a group of accounts to one asset as a decision sees it: of a strategy, client, venue, custodian, counterparty
/// or any other group. It holds at every reachable fill state; a group that is over it may not come further over it.
/// </summary>
/// <param name="Name">Its configured name.</param>
/// <param name="Kind">How exposures are summed up.</param>
/// <param name="Asset">The asset.</param>
/// <param name="Limit">Most exposure, in units of the asset; for net on either side. Not negative.</param>
/// <param name="Elsewhere">
/// Exposure of the group's accounts that are not in the request, in the same measure, at its worst for the parent's side: for net signed so
/// that positive lies on the parent's side.
/// </param>
/// <param name="Members">The group's accounts that are in the request.</param>
/// <param name="Unknown">Why the group's exposure is not known; null when it is. While unknown only what shrinks a position passes.</param>
public sealed record ExposureCap(
    string Name,
    ExposureKind Kind,
    Asset Asset,
    decimal Limit,
    decimal Elsewhere,
    ImmutableArray<SubaccountId> Members,
    Refusal? Unknown);
