using System.Collections.Immutable;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Orders.Quotes;

namespace MarginRouter.Core.Engine.Commands;

/// <summary>
/// Nothing of a request will be taken any more: tell the makers whose quotes were not taken (FIX QuoteRespType 694=6), and cancel it where the
/// venue knows it still as open. No event follows; children that took a quote of it go on.
/// </summary>
/// <param name="Id">The request.</param>
/// <param name="Instrument">What was asked for.</param>
/// <param name="Subaccounts">The accounts that it named; never empty.</param>
/// <param name="Declined">Ids of the quotes that were good and not taken; may be empty.</param>
public sealed record EndQuoteRequest(
    QuoteRequestId Id, InstrumentId Instrument, ImmutableArray<SubaccountId> Subaccounts, ImmutableArray<string> Declined) : OutboundCommand;
