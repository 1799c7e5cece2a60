using System.Collections.Immutable;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Routing;

namespace MarginRouter.Core.Engine;

/// <summary>A configured cap on the exposure of a group of accounts (of a strategy, client, venue, custodian, counterparty) to an asset.</summary>
/// <param name="Name">Its unique name.</param>
/// <param name="Kind">How exposures are summed up.</param>
/// <param name="Asset">The asset.</param>
/// <param name="Limit">Most exposure, in units of the asset; for net on either side.</param>
/// <param name="Members">The accounts.</param>
public sealed record ExposureLimit(string Name, ExposureKind Kind, Asset Asset, decimal Limit, ImmutableArray<SubaccountId> Members);
