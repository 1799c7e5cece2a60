using System.Collections.Immutable;

namespace MarginRouter.Core.Routing.Transfers;

/// <summary>What a decision may look at to suggest a transfer of collateral.</summary>
/// <param name="Routes">The ways, in the order of the configuration.</param>
/// <param name="Donors">The accounts that may give and are not among the request's own.</param>
/// <param name="WorkUnits">Most work units to spend on it, beside those of the decision; the chosen amount is decided once or twice more in full.</param>
/// <param name="IsLive">
/// True for a decision that is carried out: then only a parent that stays short is looked at, and a donor must keep its limits with this
/// decision's own children there too. False for a preview: also what would only be cheaper is looked for.
/// </param>
public sealed record TransferTerms(ImmutableArray<TransferRoute> Routes, ImmutableArray<RouteAccount> Donors, int WorkUnits, bool IsLive);
