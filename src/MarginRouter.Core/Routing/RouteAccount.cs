using System.Collections.Immutable;
using MarginRouter.Core.Ledger;
using MarginRouter.Core.Margin;
using MarginRouter.Core.Orders;

namespace MarginRouter.Core.Routing;

/// <summary>One subaccount as a decision sees it.</summary>
/// <param name="Subaccount">Whose.</param>
/// <param name="Account">Balances and positions; null when the venue has not stated them.</param>
/// <param name="Pending">Everything of other children that may still fill there, unknown ones included.</param>
/// <param name="Unavailable">Why the account may not be used at all (no or stale statement, venue disconnected); null when it may.</param>
public sealed record RouteAccount(
    Subaccount Subaccount,
    MarginAccount? Account,
    ImmutableArray<PendingFill> Pending,
    Refusal? Unavailable);
