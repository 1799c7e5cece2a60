using System.Collections.Immutable;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Margin.Live;

namespace MarginRouter.Core.Engine.Events;

/// <summary>A venue has stated the tier tables that hold for an account. They win over the files inside the rule set's band.</summary>
/// <param name="Subaccount">The account; other accounts under the same rule set keep theirs.</param>
/// <param name="Tables">The tables by the venue's symbols.</param>
public sealed record MarginTablesReceived(SubaccountId Subaccount, ImmutableArray<InstrumentTiers> Tables) : InboundEvent;
