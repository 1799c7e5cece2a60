using MarginRouter.Core.Instruments;
using MarginRouter.Fix.Codec;
using MarginRouter.Simulation.Quotes;

namespace MarginRouter.Simulation.FixVenue.Quotes;

/// <summary>Writes Quote (S), QuoteRequestReject (AG), QuoteCancel (Z) and QuoteStatusReport (AI). Used under the venue's gate; the writer is reused.</summary>
internal sealed class FixQuoteMessages
{
    private const int LiquidityProvider = 35;
    private readonly FixMessageWriter writer = new();

    /// <summary>A maker's quote: the bid (132, 134, 647) when the client may sell, the offer (133, 135, 648) when it may buy; the maker is party 453.</summary>
    public FixMessageWriter Quote(MakerQuote quote)
    {
        Begin(FixMsgType.Quote, quote).Append(FixQuoteTag.QuoteType, 1);
        AppendMaker(quote);
        AppendInstrument(quote);
        if (quote.Bid is { } bid)
            writer.Append(FixTag.BidPx, bid).Append(FixQuoteTag.BidSize, quote.Quantity).Append(FixQuoteTag.MinBidSize, quote.MinimumQuantity);
        if (quote.Offer is { } offer)
            writer.Append(FixQuoteTag.OfferPx, offer).Append(FixQuoteTag.OfferSize, quote.Quantity).Append(FixQuoteTag.MinOfferSize, quote.MinimumQuantity);
        return writer.Append(FixQuoteTag.ValidUntilTime, FixVenueTime.ToDateTime(quote.ValidUntil), FixTimestampPrecision.Milliseconds)
            .AppendTransactTime(quote.CreatedAt);
    }

    /// <summary>The withdrawal of a quote by its maker.</summary>
    public FixMessageWriter Cancel(MakerQuote quote)
    {
        Begin(FixQuoteTag.QuoteCancel, quote).Append(FixQuoteTag.QuoteCancelType, 1);
        AppendMaker(quote);
        return writer.Append(FixQuoteTag.NoQuoteEntries, 1)
            .Append(FixTag.Symbol, quote.Inquiry.Symbol)
            .AppendText(FixTag.Text, quote.Text);
    }

    /// <summary>The state of a quote (QuoteStatus 297).</summary>
    public FixMessageWriter Status(MakerQuote quote, string? responseId)
    {
        Begin(FixQuoteTag.QuoteStatusReport, quote);
        if (responseId is not null)
            writer.Append(FixQuoteTag.QuoteRespId, responseId);
        AppendMaker(quote);
        AppendInstrument(quote);
        return writer.AppendTransactTime(quote.UpdatedAt)
            .Append(FixQuoteTag.QuoteStatus, StatusOf(quote.State))
            .AppendText(FixTag.Text, quote.Text);
    }

    /// <summary>The answer to a question about a quote that is not known.</summary>
    public FixMessageWriter StatusUnknown(FixMessage message, string quoteId, Instant now)
    {
        writer.Begin(FixQuoteTag.QuoteStatusReport).Append(FixTag.QuoteID, quoteId);
        if (message.GetText(FixQuoteTag.QuoteRespId) is { } responseId)
            writer.Append(FixQuoteTag.QuoteRespId, responseId);
        return writer.Append(FixTag.Symbol, message.GetText(FixTag.Symbol) ?? "[N/A]")
            .AppendTransactTime(now)
            .Append(FixQuoteTag.QuoteStatus, 9)
            .Append(FixTag.Text, "quote not found");
    }

    /// <summary>The refusal of a request by its reason (658).</summary>
    public FixMessageWriter Rejected(string requestId, string symbol, int reason, string text) => writer
        .Begin(FixMsgType.QuoteRequestReject)
        .Append(FixTag.QuoteReqID, requestId)
        .Append(FixQuoteTag.QuoteRequestRejectReason, reason)
        .Append(FixTag.NoRelatedSym, 1)
        .Append(FixTag.Symbol, symbol)
        .AppendText(FixTag.Text, text);

    private FixMessageWriter Begin(int type, MakerQuote quote) => writer
        .Begin(type)
        .Append(FixTag.QuoteReqID, quote.Inquiry.RequestId)
        .Append(FixTag.QuoteID, quote.QuoteId);

    private void AppendMaker(MakerQuote quote) => writer
        .Append(FixTag.NoPartyIDs, 1)
        .Append(FixTag.PartyID, quote.Maker)
        .Append(FixTag.PartyIDSource, 'D')
        .Append(FixTag.PartyRole, LiquidityProvider);

    private void AppendInstrument(MakerQuote quote)
    {
        writer.Append(FixTag.Symbol, quote.Inquiry.Symbol);
        if (quote.Inquiry.Side is { } side)
            writer.Append(FixTag.Side, side == Side.Buy ? '1' : '2');
        writer.Append(FixTag.Account, quote.Inquiry.Account.Name);
    }

    /// <summary>QuoteStatus (297): 0 accepted, 5 rejected, 7 expired, 10 pending, 11 pass, 16 active, 17 cancelled.</summary>
    private static int StatusOf(MakerQuoteState state) => state switch
    {
        MakerQuoteState.Active => 16,
        MakerQuoteState.Pending => 10,
        MakerQuoteState.Filled => 0,
        MakerQuoteState.Failed => 5,
        MakerQuoteState.Expired => 7,
        MakerQuoteState.Withdrawn => 17,
        MakerQuoteState.Passed => 11,
    };
}
