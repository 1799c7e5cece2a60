using MarginRouter.Core.Ledger;

namespace MarginRouter.Core.Engine.Events;

/// <summary>A venue stated the balances and positions of a subaccount.</summary>
/// <param name="Snapshot">The statement.</param>
public sealed record AccountReported(AccountSnapshot Snapshot) : InboundEvent;
