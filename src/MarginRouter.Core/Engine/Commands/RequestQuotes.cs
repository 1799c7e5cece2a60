using System.Collections.Immutable;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Orders.Quotes;

namespace MarginRouter.Core.Engine.Commands;

/// <summary>Ask makers of a venue for firm quotes. The journal holds it: the same id is never asked again.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Instrument">What is to be traded.</param>
/// <param name="Side">Our side.</param>
/// <param name="Quantity">How much, in instrument lots; positive.</param>
/// <param name="AnswerBy">Until when answers are waited for; later quotes may still be sent and are used while they are good.</param>
public sealed record RequestQuotes(QuoteRequestId Id, InstrumentId Instrument, Side Side, QuantityLots Quantity, Instant AnswerBy) : OutboundCommand
{
    /// <summary>The accounts of the venue that may take what is quoted, ordered by id; never empty. Where a venue binds a request to one account it is asked in the name of the first.</summary>
    public required ImmutableArray<SubaccountId> Subaccounts { get; init; }

    /// <summary>Names of the makers to ask, as the venue knows them; never empty.</summary>
    public required ImmutableArray<string> Makers { get; init; }
}
