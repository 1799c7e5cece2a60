using MarginRouter.Core.Engine.Commands;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Orders;
using MarginRouter.Core.Orders.Quotes;
using MarginRouter.Fix.Codec;
using MarginRouter.Fix.Session;
using MarginRouter.Venues.Connectivity;
using MarginRouter.Venues.FixVenue.Trading;
using MarginRouter.Venues.Rfq;

namespace MarginRouter.Venues.FixVenue.Quotes;

/// <summary>
/// Quotes over one FIX session: QuoteRequest (R) out; Quote (S), QuoteRequestReject (AG), QuoteCancel (Z) and QuoteStatusReport (AI) in;
/// QuoteResponse (AJ) out, whose outcome is told of its child by ExecutionReports (8).
/// </summary>
internal sealed partial class QuoteLink(VenueLinkParts parts, QuoteOptions options, OpenChildren children, Func<Func<FixMessageWriter, FixMessageWriter>, FixSendResult?> send)
{
    private const int CancelsAll = 4;
    private const int StatusExpired = 7;
    private readonly QuoteBoard board = new(options, parts.Sink, parts.Clock, onePerRequest: false);
    private readonly QuoteMessages messages = new(parts.Ids);
    private readonly SentOrders acceptances = new();

    /// <summary>Sends a request.</summary>
    /// <param name="command">The request.</param>
    /// <param name="instrument">Its instrument.</param>
    /// <param name="account">Account (1) in whose name it is asked.</param>
    /// <param name="subaccount">The one account that may take what is quoted; null for all that it names.</param>
    public void Request(RequestQuotes command, Instrument instrument, string account, SubaccountId? subaccount)
    {
        if (!board.TryOpen(command, instrument, subaccount))
            return;
        Instant until = new(parts.Clock.VenueNow.Nanoseconds + command.AnswerBy.NanosecondsSince(parts.Clock.Now));
        string? failure = null;
        try
        {
            if (send(writer => messages.Request(writer, command, instrument, account, (parts.Clock.Now, until))) != FixSendResult.Sent)
                failure = "the session is down";
        }
        catch (IOException fault)
        {
            failure = $"the request could not be stored: {fault.Message}";
        }

        if (failure is null)
            return;
        board.EndRequest(command.Id, null, QuoteRequestEnding.Lost, failure);
        board.Close(command.Id);
    }

    /// <summary>Ends a request: the makers of quotes that are good still and were declined are told.</summary>
    public void End(EndQuoteRequest command)
    {
        if (board.Close(command.Id) is not { } closed)
            return;
        foreach (QuoteTerms quote in closed.Standing)
        {
            if (!command.Declined.Contains(quote.QuoteId, StringComparer.Ordinal))
                continue;
            FixSendResult? result = send(writer => messages.Passed(writer, command.Id, quote, (closed.Instrument, closed.Side), parts.Clock.Now));
            if (result != FixSendResult.Sent)
                LogPassNotSent(parts.Logger, parts.Name, quote.QuoteId);
        }
    }

    /// <summary>Takes the quote that a child names; null when its acceptance may leave now, else why not.</summary>
    public string? TryTake(ChildOrderTerms terms) => board.TryTake(terms);

    /// <summary>Writes the acceptance of a child whose quote was taken.</summary>
    public FixMessageWriter Acceptance(FixMessageWriter writer, AddressedOrder order, WireOrder wire, Instant now) =>
        messages.Acceptance(writer, order, wire, now);

    /// <summary>Notes that an acceptance is about to leave, and by when its first outcome is due: the maker may look at it first.</summary>
    public Instant Sent(ChildOrderId child, Instant now)
    {
        Instant due = new(now.Nanoseconds + ((parts.Options.AnswerTimeout + options.LastLook).Ticks * 100));
        acceptances.Add(child, due);
        return due;
    }

    /// <summary>Quote (S). One that cannot be used is answered with its fault by name.</summary>
    public FixRefusal? Quote(FixMessage message)
    {
        string requestText = message.GetText(FixTag.QuoteReqID) ?? "";
        QuoteTerms terms = default;
        QuoteFault? fault = QuoteFault.UnknownRequest;
        if (parts.Ids.TryParseQuoteRequest(requestText, out QuoteRequestId id) && board.Find(id) is { } asked)
        {
            fault = QuoteReader.Read(message, asked.Instrument, asked.Side, out terms) ?? board.Offer(id, terms);
            if (fault == QuoteFault.MissingMaker && message.GetText(FixTag.SenderCompID) is { } sender)
                fault = board.Offer(id, terms with { Maker = sender });
        }

        if (fault is not { } found)
            return null;
        string quote = message.GetText(FixTag.QuoteID) ?? "";
        LogUnusable(parts.Logger, parts.Name, quote, requestText, QuoteFaultWords.Of(found));
        return found is QuoteFault.UnknownRequest or QuoteFault.AlreadyExpired or QuoteFault.AlreadyEnded
            ? null
            : FixRefusal.Business(FixBusinessRejectReason.Other, $"quote {quote}: {QuoteFaultWords.Of(found)}", quote);
    }

    /// <summary>QuoteRequestReject (AG): one maker, or all, will not quote.</summary>
    public FixRefusal? RequestRejected(FixMessage message)
    {
        if (message.GetText(FixTag.QuoteReqID) is not { } text)
            return FixRefusal.MissingOrMalformed(message, FixTag.QuoteReqID);
        if (!parts.Ids.TryParseQuoteRequest(text, out QuoteRequestId id))
            return null;
        string reason = message.GetText(FixTag.Text) ?? $"QuoteRequestRejectReason {message.GetText(QuoteTag.QuoteRequestRejectReason)}";
        string maker = QuoteReader.MakerOf(message);
        board.EndRequest(id, maker.Length > 0 ? maker : null, QuoteRequestEnding.Refused, reason);
        return null;
    }

    /// <summary>BusinessMessageReject (j) of a request; false when it is about something else.</summary>
    public bool BusinessRejected(FixMessage message)
    {
        if (!message.Equals(FixTag.RefMsgType, "R"u8) || !parts.Ids.TryParseQuoteRequest(message.GetText(FixTag.BusinessRejectRefID) ?? "", out QuoteRequestId id))
            return false;
        board.EndRequest(id, null, QuoteRequestEnding.Refused, message.GetText(FixTag.Text) ?? "no reason given");
        return true;
    }

    /// <summary>QuoteCancel (Z): a maker withdraws one quote, those of an instrument, or all of a request or of the session.</summary>
    public FixRefusal? Withdrawn(FixMessage message)
    {
        if (!message.TryGetInt(QuoteTag.QuoteCancelType, out int type))
            return FixRefusal.MissingOrMalformed(message, QuoteTag.QuoteCancelType);
        string quote = message.GetText(FixTag.QuoteID) ?? "";
        string reason = message.GetText(FixTag.Text) ?? "withdrawn by the maker";
        QuoteRequestId? request = parts.Ids.TryParseQuoteRequest(message.GetText(FixTag.QuoteReqID) ?? "", out QuoteRequestId stated) ? stated : board.RequestOf(quote);
        if (type != CancelsAll && request is { } one && quote.Length > 0 && quote != "*")
        {
            board.End(one, quote, QuoteEnding.Withdrawn, reason);
            return null;
        }

        InstrumentId? instrument = null;
        if (type != CancelsAll)
        {
            if (!message.TryGetSpan(FixTag.Symbol, out ReadOnlySpan<byte> symbol) || parts.Symbols.Find(symbol) is not (>= 0 and int place))
            {
                LogUnknown(parts.Logger, parts.Name, "Z", quote);
                return null;
            }

            instrument = parts.Symbols.Instruments[place].Id;
        }

        string maker = QuoteReader.MakerOf(message);
        board.WithdrawAll(request, instrument, maker.Length > 0 ? maker : null, reason);
        return null;
    }

    /// <summary>QuoteStatusReport (AI): a quote ended, or the venue does not take our acceptance of it.</summary>
    public FixRefusal? Status(FixMessage message)
    {
        if (message.GetText(FixTag.QuoteID) is not { } quote)
            return FixRefusal.MissingOrMalformed(message, FixTag.QuoteID);
        if (!message.TryGetInt(QuoteTag.QuoteStatus, out int status))
            return FixRefusal.MissingOrMalformed(message, QuoteTag.QuoteStatus);
        if (!EndsQuote(status))
            return null;
        QuoteRequestId? request = parts.Ids.TryParseQuoteRequest(message.GetText(FixTag.QuoteReqID) ?? "", out QuoteRequestId stated) ? stated : board.RequestOf(quote);
        string reason = message.GetText(FixTag.Text) ?? $"QuoteStatus {status}";
        if (parts.Ids.TryParse(message.GetText(QuoteTag.QuoteRespId) ?? "", out ChildOrderId child))
            children.Refused(child, $"AI/{status}", reason);
        else if (request is { } known && board.TakenBy(known, quote) is { } taker)
            children.Unanswered(taker, $"its quote is reported as ended (AI/{status}: {reason}) without an answer to the acceptance");
        else if (request is { } open)
            board.End(open, quote, status == StatusExpired ? QuoteEnding.Expired : QuoteEnding.Withdrawn, reason);
        else
            LogUnknown(parts.Logger, parts.Name, "AI", quote);
        return null;
    }

    /// <summary>The session is down.</summary>
    public void LoggedOut(string reason) => board.LoseAll($"session lost: {reason}");

    /// <summary>Looks at the time limits.</summary>
    public void Tick(Instant now)
    {
        board.Tick();
        while (acceptances.TryTakeOverdue(now, out ChildOrderId child))
            children.Unanswered(child, "no answer to the acceptance of its quote in time");
    }

    /// <summary>
    /// QuoteStatus (297): 1 to 4 canceled, 5 rejected, 6 removed, 7 expired, 9 not found, 11 passed, 14 and 15 canceled by a locked or crossed market,
    /// and of later versions 17 canceled and 20 too late.
    /// </summary>
    private static bool EndsQuote(int status) => status is (>= 1 and <= 7) or 9 or 11 or 14 or 15 or 17 or 20;
}
