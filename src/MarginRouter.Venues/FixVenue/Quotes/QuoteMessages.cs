using System.Globalization;
using MarginRouter.Core.Engine.Commands;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Orders;
using MarginRouter.Core.Orders.Quotes;
using MarginRouter.Fix.Codec;
using MarginRouter.Venues.FixVenue.Trading;
using MarginRouter.Venues.Rfq;

namespace MarginRouter.Venues.FixVenue.Quotes;

/// <summary>Writes requests for quotes, acceptances and passes.</summary>
internal sealed class QuoteMessages(ClientOrderIdFormat ids)
{
    private const char Automatic = '2';
    private const char Tradeable = '1';
    private const char PreviouslyQuoted = 'D';
    private const char Hit = '1';
    private const char Pass = '6';
    private const char ProprietaryCode = 'D';
    private const int LiquidityProvider = 35;
    private long passes;

    /// <summary>QuoteRequest (R) for one instrument, to the makers named as parties.</summary>
    public FixMessageWriter Request(FixMessageWriter writer, RequestQuotes command, Instrument instrument, string account, (Instant Now, Instant Until) times)
    {
        writer.Begin(FixMsgType.QuoteRequest)
            .Append(FixTag.QuoteReqID, ids.Format(command.Id))
            .Append(FixTag.NoRelatedSym, 1)
            .Append(FixTag.Symbol, instrument.Symbol)
            .Append(QuoteTag.QuoteRequestType, Automatic)
            .Append(QuoteTag.QuoteType, Tradeable)
            .Append(FixTag.Side, SideOf(command.Side))
            .Append(FixTag.OrderQty, instrument.Quantity(command.Quantity))
            .Append(FixTag.Account, account)
            .Append(FixTag.OrdType, PreviouslyQuoted)
            .Append(QuoteTag.ValidUntilTime, VenueTime.ToDateTime(times.Until), FixTimestampPrecision.Milliseconds)
            .Append(FixTag.TransactTime, VenueTime.ToDateTime(times.Now), FixTimestampPrecision.Microseconds)
            .Append(FixTag.NoPartyIDs, command.Makers.Length);
        foreach (string maker in command.Makers)
        {
            writer.Append(FixTag.PartyID, maker)
                .Append(FixTag.PartyIDSource, ProprietaryCode)
                .Append(FixTag.PartyRole, LiquidityProvider);
        }

        return writer;
    }

    /// <summary>QuoteResponse (AJ) that takes a quote for a child; its response id is the child's own.</summary>
    public FixMessageWriter Acceptance(FixMessageWriter writer, AddressedOrder order, WireOrder wire, Instant now)
    {
        (ChildOrderTerms terms, Instrument instrument, string account) = order;
        ChildQuote quote = terms.Quote ?? throw new InvalidOperationException($"child {terms.Id} takes no quote");
        return writer.Begin(QuoteTag.QuoteResponse)
            .Append(QuoteTag.QuoteRespId, ids.Format(terms.Id))
            .Append(FixTag.QuoteID, quote.QuoteId)
            .Append(FixTag.QuoteReqID, ids.Format(quote.Request))
            .Append(QuoteTag.QuoteRespType, Hit)
            .Append(FixTag.ClOrdID, wire.Id)
            .Append(FixTag.Symbol, instrument.Symbol)
            .Append(FixTag.Side, SideOf(terms.Side))
            .Append(FixTag.OrderQty, instrument.Quantity(terms.Quantity))
            .Append(FixTag.Account, account)
            .Append(FixTag.TransactTime, VenueTime.ToDateTime(now), FixTimestampPrecision.Microseconds)
            .Append(FixTag.OrdType, PreviouslyQuoted)
            .Append(FixTag.Price, instrument.Price(terms.LimitPrice));
    }

    /// <summary>QuoteResponse (AJ) that says that a quote is not taken.</summary>
    public FixMessageWriter Passed(FixMessageWriter writer, QuoteRequestId request, QuoteTerms quote, (Instrument Instrument, Side Side) asked, Instant now)
    {
        string id = ids.Format(request);
        return writer.Begin(QuoteTag.QuoteResponse)
            .Append(QuoteTag.QuoteRespId, string.Create(CultureInfo.InvariantCulture, $"{id}.p{Interlocked.Increment(ref passes)}"))
            .Append(FixTag.QuoteID, quote.QuoteId)
            .Append(FixTag.QuoteReqID, id)
            .Append(QuoteTag.QuoteRespType, Pass)
            .Append(FixTag.Symbol, asked.Instrument.Symbol)
            .Append(FixTag.Side, SideOf(asked.Side))
            .Append(FixTag.TransactTime, VenueTime.ToDateTime(now), FixTimestampPrecision.Microseconds);
    }

    private static char SideOf(Side side) => side switch
    {
        Side.Buy => '1',
        Side.Sell => '2',
    };
}
