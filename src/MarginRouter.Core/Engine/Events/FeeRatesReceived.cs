using System.Collections.Immutable;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Ledger;

namespace MarginRouter.Core.Engine.Events;

/// <summary>A venue has stated the taker fees that an account pays; sent after each reading, also when nothing has changed, because readings age.</summary>
/// <param name="Subaccount">The account.</param>
/// <param name="Rates">Its rates; an instrument that is not named keeps what was known of it.</param>
public sealed record FeeRatesReceived(SubaccountId Subaccount, ImmutableArray<AccountTakerRate> Rates) : InboundEvent;
