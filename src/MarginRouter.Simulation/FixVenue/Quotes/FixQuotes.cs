using MarginRouter.Core.Instruments;
using MarginRouter.Fix.Codec;
using MarginRouter.Fix.Session;
using MarginRouter.Simulation.Accounts;
using MarginRouter.Simulation.Matching;
using MarginRouter.Simulation.Quotes;

namespace MarginRouter.Simulation.FixVenue.Quotes;

/// <summary>
/// Requests for quotes (R), the makers' quotes (S) or their refusal when none of them quotes (AG), responses (AJ) that take a quote or pass,
/// withdrawals (Z) and states (AI) of quotes. A quote that is taken becomes an order with ClOrdID (11) of the response: reports (8) tell of
/// its last look (150=A), its trade (F) or its end (8). Used under the venue's gate.
/// </summary>
internal sealed class FixQuotes : IQuoteListener
{
    private const int UnknownSymbol = 1;
    private const int TooLate = 4;
    private const int NotAuthorized = 6;
    private const int NoMarket = 8;
    private const int NobodyQuotes = 10;
    private const int OtherReason = 99;
    private const int DefaultWindowMilliseconds = 30_000;
    private readonly FixQuoteMessages messages = new();
    private readonly Dictionary<long, FixInquiry> inquiries = [];
    private readonly SimulatedExchange exchange;
    private readonly QuoteDesk desk;
    private readonly FixOrderEntry orders;
    private FixVenueClient? asking;

    /// <summary>Makes the quotes of a venue.</summary>
    public FixQuotes(SimulatedExchange exchange, QuoteDesk desk, FixOrderEntry orders)
    {
        this.exchange = exchange;
        this.desk = desk;
        this.orders = orders;
        desk.Attach(this);
    }

    /// <summary>Takes a QuoteRequest (R): one symbol each; ValidUntilTime (62) says until when answers are awaited.</summary>
    public FixRefusal? Request(FixVenueClient client, FixMessage message)
    {
        if (message.GetText(FixTag.QuoteReqID) is not { } requestId)
            return FixRefusal.MissingOrMalformed(message, FixTag.QuoteReqID);
        if (!message.TryGetGroup(FixTag.NoRelatedSym, FixQuoteTag.RequestMembers, out FixGroup group) || !group.CountMatches())
            return FixRefusal.MissingOrMalformed(message, FixTag.NoRelatedSym);
        string symbol = message.GetText(FixTag.Symbol) ?? "[N/A]";
        if (!message.TryGetDecimal(FixTag.OrderQty, out decimal quantity))
            return FixRefusal.MissingOrMalformed(message, FixTag.OrderQty);
        Side? side = message.Equals(FixTag.Side, "1"u8) ? Side.Buy : message.Equals(FixTag.Side, "2"u8) ? Side.Sell : null;
        Instant now = exchange.Clock.Now;
        Instant until = message.TryGetTimestamp(FixQuoteTag.ValidUntilTime, out DateTime time)
            ? new Instant((time - DateTime.UnixEpoch).Ticks * 100)
            : now.PlusMilliseconds(DefaultWindowMilliseconds);
        SimulatedAccount? account = client.AccountOf(message);
        (int Reason, string Text)? refusal =
            account is null ? (NotAuthorized, "unknown account")
            : group.DeclaredCount != 1 ? (OtherReason, "one symbol per request")
            : !exchange.Markets.ContainsKey(symbol) ? (UnknownSymbol, $"symbol {symbol} is not listed")
            : quantity <= 0m ? (OtherReason, "OrderQty must be positive")
            : message.Contains(FixQuoteTag.QuoteType) && !message.Equals(FixQuoteTag.QuoteType, "1"u8) ? (OtherReason, "only tradeable quotes (537=1) are made")
            : until <= now ? (TooLate, "ValidUntilTime has passed")
            : inquiries.Values.Any(open => open.Client == client && open.RequestId == requestId) ? (OtherReason, $"request {requestId} was made before")
            : desk.Makers.Count == 0 ? (NoMarket, "no makers")
            : null;
        if (refusal is { } refused)
        {
            client.Send(messages.Rejected(requestId, symbol, refused.Reason, refused.Text));
            return null;
        }

        asking = client;
        desk.Ask(new QuoteInquiry { RequestId = requestId, Account = account!, Symbol = symbol, Side = side, Quantity = quantity, ExpiresAt = until });
        asking = null;
        return null;
    }

    /// <summary>Takes a QuoteResponse (AJ): 694=1 takes the quote, 3, 4, 5, 6 and 8 decline it, or without 117 all of the request.</summary>
    public FixRefusal? Respond(FixVenueClient client, FixMessage message)
    {
        if (message.GetText(FixQuoteTag.QuoteRespId) is not { } responseId)
            return FixRefusal.MissingOrMalformed(message, FixQuoteTag.QuoteRespId);
        if (!message.TryGetChar(FixQuoteTag.QuoteRespType, out char type))
            return FixRefusal.MissingOrMalformed(message, FixQuoteTag.QuoteRespType);
        if (type == '1')
            return Take(client, message, responseId);
        if (type is not ('3' or '4' or '5' or '6' or '8'))
            return FixRefusal.Session(FixRejectReason.ValueIncorrect, FixQuoteTag.QuoteRespType, "quotes are taken or declined, not countered");
        if (message.GetText(FixTag.QuoteID) is not { } quoteId)
            CancelRequest(client, message.GetText(FixTag.QuoteReqID));
        else if (QuoteOf(client, quoteId) is not { } quote)
            client.Send(messages.StatusUnknown(message, quoteId, exchange.Clock.Now));
        else if (!desk.Pass(quoteId))
            client.Send(messages.Status(quote, responseId));
        return null;
    }

    /// <summary>Takes a QuoteStatusRequest (a): the answer is a QuoteStatusReport (AI).</summary>
    public FixRefusal? Status(FixVenueClient client, FixMessage message)
    {
        if (message.GetText(FixTag.QuoteID) is not { } quoteId)
            return FixRefusal.MissingOrMalformed(message, FixTag.QuoteID);
        client.Send(QuoteOf(client, quoteId) is { } quote ? messages.Status(quote, null) : messages.StatusUnknown(message, quoteId, exchange.Clock.Now));
        return null;
    }

    /// <summary>A client has gone: nobody takes the quotes that were made for it.</summary>
    public void Remove(FixVenueClient client)
    {
        foreach (long number in inquiries.Where(open => open.Value.Client == client).Select(open => open.Key).ToArray())
        {
            inquiries.Remove(number);
            desk.Cancel(number);
        }
    }

    /// <inheritdoc />
    public void OnQuote(MakerQuote quote)
    {
        if (!inquiries.TryGetValue(quote.Inquiry.Number, out FixInquiry? inquiry))
            return;
        switch (quote.State)
        {
            case MakerQuoteState.Active:
                inquiry.IsQuoted = true;
                inquiry.Client.Send(messages.Quote(quote));
                break;
            case MakerQuoteState.Withdrawn:
                inquiry.Client.Send(messages.Cancel(quote));
                break;
            case MakerQuoteState.Expired or MakerQuoteState.Passed:
                inquiry.Client.Send(messages.Status(quote, null));
                break;
            case MakerQuoteState.Pending or MakerQuoteState.Filled or MakerQuoteState.Failed:
                // The reports of the order tell it.
                break;
        }
    }

    /// <inheritdoc />
    public void OnInquiry(QuoteInquiry inquiry)
    {
        if (asking is { } client)
            inquiries.TryAdd(inquiry.Number, new FixInquiry(client, inquiry.RequestId, desk.CountAsked(inquiry)));
    }

    /// <summary>The request is refused when the last maker that was asked has refused and none has quoted.</summary>
    public void OnRefusal(QuoteInquiry inquiry, string maker, string text)
    {
        if (!inquiries.TryGetValue(inquiry.Number, out FixInquiry? open))
            return;
        open.Refusals.Add($"{maker}: {text}");
        if (!open.IsQuoted && open.Refusals.Count == open.MakersAsked)
            open.Client.Send(messages.Rejected(inquiry.RequestId, inquiry.Symbol, NobodyQuotes, string.Join("; ", open.Refusals)));
    }

    private FixRefusal? Take(FixVenueClient client, FixMessage message, string responseId)
    {
        foreach (int tag in (ReadOnlySpan<int>)[FixTag.QuoteID, FixTag.ClOrdID, FixTag.Symbol])
        {
            if (!message.Contains(tag))
                return FixRefusal.MissingOrMalformed(message, tag);
        }

        if (!message.TryGetDecimal(FixTag.OrderQty, out decimal quantity))
            return FixRefusal.MissingOrMalformed(message, FixTag.OrderQty);
        if (!message.TryGetChar(FixTag.Side, out char side) || side is not ('1' or '2'))
            return FixRefusal.MissingOrMalformed(message, FixTag.Side);
        string quoteId = message.GetText(FixTag.QuoteID)!;
        MakerQuote? quote = QuoteOf(client, quoteId);
        SimulatedAccount? account = client.AccountOf(message);
        if (account is null || quote is null || quote.Inquiry.Symbol != message.GetText(FixTag.Symbol))
            return orders.Refuse(client, message, ReasonOf(QuoteRefusalReason.UnknownQuote), $"no quote {quoteId} for this account and symbol");
        orders.Own(client, account, message, responseId);
        decimal? limit = message.TryGetDecimal(FixTag.Price, out decimal price) ? price : null;
        QuoteTake take = new(account, quoteId, message.GetText(FixTag.ClOrdID)!, side == '1' ? Side.Buy : Side.Sell, quantity, limit);
        if (desk.Take(take, out OrderAnswer? answer) is { } refusal)
            return orders.Refuse(client, message, ReasonOf(refusal.Reason), refusal.Text);
        orders.Answer(client, message, answer!);
        return null;
    }

    private void CancelRequest(FixVenueClient client, string? requestId)
    {
        foreach ((long number, FixInquiry open) in inquiries)
        {
            if (open.Client == client && open.RequestId == requestId)
                desk.Cancel(number);
        }
    }

    private MakerQuote? QuoteOf(FixVenueClient client, string quoteId) =>
        desk.FindQuote(quoteId) is { } quote && client.Accounts.Contains(quote.Inquiry.Account) ? quote : null;

    /// <summary>OrdRejReason (103).</summary>
    private static int ReasonOf(QuoteRefusalReason reason) => reason switch
    {
        QuoteRefusalReason.UnknownQuote => 5,
        QuoteRefusalReason.Spent => 6,
        QuoteRefusalReason.Ended => 8,
        QuoteRefusalReason.WrongSide => OtherReason,
        QuoteRefusalReason.WrongQuantity => 13,
        QuoteRefusalReason.WrongPrice => OtherReason,
    };
}
