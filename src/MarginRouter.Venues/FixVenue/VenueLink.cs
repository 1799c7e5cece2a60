using System.Collections.Immutable;
using MarginRouter.Core.Engine.Commands;
using MarginRouter.Core.Engine.Events;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Orders;
using MarginRouter.Core.Orders.Quotes;
using MarginRouter.Fix.Codec;
using MarginRouter.Fix.Session;
using MarginRouter.Fix.Transport;
using MarginRouter.Venues.Connectivity;
using MarginRouter.Venues.FixVenue.Dialects;
using MarginRouter.Venues.FixVenue.Market;
using MarginRouter.Venues.FixVenue.Quotes;
using MarginRouter.Venues.FixVenue.Trading;
using MarginRouter.Venues.Trading;

namespace MarginRouter.Venues.FixVenue;

/// <summary>
/// One FIX session and what runs over it: market data, the orders of its accounts, and their statements. An order is never resent: a
/// number that the venue missed is gap-filled, so that a question asked on the same session afterwards has a certain answer.
/// </summary>
internal sealed partial class VenueLink : IFixApplication, IDisposable
{
    private const int Headline = 148;
    private static readonly TimeSpan ReaderInterval = TimeSpan.FromMilliseconds(300);
    private readonly VenueLinkParts parts;
    private readonly MarketDataFeed? market;
    private readonly ImmutableArray<AccountLink> accounts;
    private readonly OpenChildren children;
    private readonly StatusQuestions questions = new();
    private readonly SentOrders sent = new();
    private readonly WireIds ids;
    private readonly WireOrders orders = new();
    private readonly StandingRequests standing;
    private readonly OrderMessages messages;
    private readonly OrderReports reports;
    private readonly ReadAccount? read;
    private readonly QuoteLink? quotes;
    private readonly FixMessageWriter writer = new();
    private readonly Lock writing = new();
    private volatile FixSession? session;
    private TaskCompletionSource ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public VenueLink(VenueLinkParts parts, MarketDataFeed? market, ImmutableArray<AccountLink> accounts, IAccountReader? reader)
    {
        this.parts = parts;
        this.market = market;
        this.accounts = accounts;
        FixDialect dialect = parts.Options.Dialect;
        children = new OpenChildren(parts.Sink);
        ids = new WireIds(parts.Ids, dialect.Orders.Ids, parts.Clock);
        standing = new StandingRequests(dialect.Reports, parts.Time);
        messages = new OrderMessages(dialect);
        reports = new OrderReports(new ReportParts
        {
            Children = children,
            Questions = questions,
            Symbols = parts.Symbols,
            Ids = ids,
            Orders = orders,
            Standing = standing,
            Dialect = dialect.Reports,
            Logger = parts.Logger,
        })
        {
            Executed = () => read?.Changed(),
        };
        read = reader is null ? null : new ReadAccount(accounts[0].Place, accounts[0].Subaccount, reader, new ReadAccountParts
        {
            Options = parts.Options,
            Sink = parts.Sink,
            Readiness = parts.Readiness,
            Children = children,
            Questions = questions,
            Ids = ids,
            Reports = reports,
            EarlierOrdersArriveUntil = Later(parts.Clock.Now, parts.Options.AnswerTimeout),
            Clock = parts.Clock,
            Time = parts.Time,
            Logger = parts.Logger,
        });
        Desk = new StandingDesk(new StandingDeskParts
        {
            Options = parts.Options,
            Messages = messages,
            Ids = ids,
            Orders = orders,
            Standing = standing,
            Session = () => session,
            Known = child => Known(child, null),
            Query = Query,
            Reader = reader,
            Budget = parts.Budget,
            Clock = parts.Clock,
        });
        if (parts.Options.Quotes is { } quoting)
            quotes = new QuoteLink(parts, quoting, children, Write);
    }

    /// <summary>Requests about orders that stand.</summary>
    public StandingDesk Desk { get; }

    /// <summary>Completes when the session is not logged on, at once when it never was.</summary>
    public Task Ended => session is null ? Task.CompletedTask : ended.Task;

    /// <summary>The accounts that trade over the session.</summary>
    public ImmutableArray<AccountLink> Accounts => accounts;

    /// <summary>Where reports go, also those of a drop copy.</summary>
    public OrderReports Reports => reports;

    /// <summary>Runs beside the session until cancelled; null where everything comes over it.</summary>
    public Func<CancellationToken, Task>? Companion => read is null ? null : read.RunAsync;

    /// <inheritdoc/>
    public void SignLogon(FixSession session, FixMessageWriter message, FixLogonStamp stamp) => parts.Logon.Sign(message, stamp);

    /// <inheritdoc/>
    public void OnLogon(FixSession session)
    {
        Instant now = parts.Clock.Now;
        ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        this.session = session;
        questions.Renew(now);
        market?.LoggedOn(session, now);
        read?.LoggedOn();
        Tick();
    }

    /// <inheritdoc/>
    public void OnLogout(FixSession session, string reason)
    {
        this.session = null;
        market?.LoggedOut(parts.Clock.Now);
        read?.LoggedOut(reason);
        foreach (AccountLink account in accounts)
        {
            lock (account)
                account.LoggedOut(reason);
        }

        standing.FailAll(reason);
        quotes?.LoggedOut(reason);
        children.LoseAll($"session lost: {reason}");
        ended.TrySetResult();
    }

    /// <inheritdoc/>
    public FixRefusal? FromAdmin(FixSession session, FixMessage message)
    {
        market?.Alive(parts.Clock.Now);
        if (message.MessageType == FixMsgType.Reject)
        {
            LogSessionReject(
                parts.Logger, session.Id.ToString(), message.GetText(FixTag.RefSeqNum) ?? "?", message.GetText(FixTag.RefMsgType) ?? "?", message.GetText(FixTag.Text) ?? "no reason given");
        }

        return null;
    }

    /// <inheritdoc/>
    public bool ShouldResend(FixSession session, FixMessage message) => false;

    /// <inheritdoc/>
    public FixRefusal? FromApp(FixSession session, FixMessage message)
    {
        Instant now = parts.Clock.Now;
        market?.Alive(now);
        switch (message.MessageType)
        {
            case FixMsgType.MarketDataIncremental when market is not null:
                return market.Increment(message, now);
            case FixMsgType.MarketDataSnapshot when market is not null:
                return market.Snapshot(message, now);
            case FixMsgType.MarketDataRequestReject when market is not null:
                market.Rejected(message, now);
                return null;
            case FixMsgType.ExecutionReport:
                return reports.Report(message, now);
            case FixMsgType.OrderCancelReject:
                reports.CancelRejected(message, now);
                return null;
            case FixMsgType.BusinessMessageReject:
                if (quotes?.BusinessRejected(message) != true)
                    reports.BusinessRejected(message, now);
                return null;
            case FixMsgType.OrderMassCancelReport:
                standing.MassCancelled(message);
                return null;
            case FixMsgType.RequestForPositionsAck or FixMsgType.PositionReport:
                TakePositions(session, message, now);
                return null;
            case FixMsgType.News or FixMsgType.TradingSessionStatus or FixMsgType.ListStatus:
                LogNotice(parts.Logger, parts.Name, FixMsgType.ToText(message.MessageType), message.GetText(Headline) ?? message.GetText(FixTag.Text) ?? "");
                return null;
            default:
                return FromMaker(message);
        }
    }

    /// <summary>Asks makers for quotes; what comes of it are events.</summary>
    /// <param name="command">The request.</param>
    /// <param name="instrument">Its instrument.</param>
    /// <param name="account">Account (1) in whose name it is asked.</param>
    /// <param name="subaccount">The one account that may take what is quoted; null for all that it names.</param>
    public void RequestQuotes(RequestQuotes command, Instrument instrument, string account, SubaccountId? subaccount)
    {
        if (quotes is not null)
            quotes.Request(command, instrument, account, subaccount);
        else
            parts.Sink.OnEvent(new QuoteRequestEnded(command.Id, null, QuoteRequestEnding.Refused, "quotes are not configured at this venue"));
    }

    /// <summary>Ends a request for quotes.</summary>
    public void EndQuotes(EndQuoteRequest command) => quotes?.End(command);

    /// <summary>Sends an order; its first outcome follows.</summary>
    public void Send(SendChild command, Instrument instrument, string account, FixStanding wanted)
    {
        Instant now = parts.Clock.Now;
        ChildOrderId child = command.Terms.Id;
        WireOrder wire = default;
        string? objection = now > command.Deadline ? "its deadline passed before it could leave"
            : session is null ? "the session is down"
            : Objection(command.Terms, wanted);
        if (objection is null && ids.New(child, WireIdKind.Order) is { } id)
            wire = new WireOrder(id, null, wanted, command.Terms.Quantity);
        else
            objection ??= "its number does not fit the venue's order ids";
        if (objection is null && !parts.Budget.TryTake())
            objection = $"the venue's limit of {parts.Options.OrdersPerWindow} orders in {parts.Options.OrderWindow.TotalSeconds} s is used up";
        if (objection is not null || session is not { } open)
        {
            children.Dropped(child, objection ?? "the session is down");
            return;
        }

        bool takesQuote = command.Terms.Quote is not null;
        if (takesQuote && (quotes is null ? "quotes are not configured at this venue" : quotes.TryTake(command.Terms)) is { } unusable)
        {
            children.Dropped(child, unusable);
            return;
        }

        Instant due = takesQuote ? quotes!.Sent(child, now) : Later(now, parts.Options.AnswerTimeout);
        children.Sent(command.Terms, due, wanted.Rests);
        orders.Sent(child, wire);
        if (!takesQuote)
            sent.Add(child, due);
        FixSendResult result;
        try
        {
            lock (writing)
            {
                AddressedOrder order = new(command.Terms, instrument, account);
                result = open.Send(takesQuote ? quotes!.Acceptance(writer, order, wire, now) : messages.Order(writer, order, wire, now));
            }
        }
        catch (IOException fault)
        {
            // The session's store could not keep the order: by its contract nothing was sent.
            children.Dropped(child, $"the order could not be stored: {fault.Message}");
            return;
        }

        if (result != FixSendResult.Sent)
            children.Dropped(child, "the session is down");
        else if (session != open)
            children.Unanswered(child, "the session ended while the order left");
    }

    /// <summary>Asks for a cancel; the outcome is the child's end.</summary>
    public void Cancel(CancelChild command, Instrument instrument)
    {
        WireOrder? wire = Known(command.Terms.Id, command.VenueOrderId);
        FixSendResult? result = null;
        if (wire is { } order && ids.New(command.Terms.Id, WireIdKind.Cancel) is { } id)
        {
            lock (writing)
                result = session?.Send(messages.Cancel(writer, new AddressedOrder(command.Terms, instrument, ""), (order, id), parts.Clock.Now));
        }

        if (result != FixSendResult.Sent)
            LogCancelNotSent(parts.Logger, parts.Name, parts.Ids.Format(command.Terms.Id), wire is null ? "the venue's id of it is not known" : "the session is down");
    }

    /// <summary>Asks what became of a child, now and again until there is an answer.</summary>
    public void Query(QueryChild command)
    {
        questions.Add(command, parts.Clock.Now);
        Tick();
    }

    /// <summary>Looks at the time limits and sends what is due.</summary>
    public void Tick()
    {
        Instant now = parts.Clock.Now;
        market?.Tick(now);
        quotes?.Tick(now);
        while (sent.TryTakeOverdue(now, out ChildOrderId child))
            children.Unanswered(child, "no answer in time");
        children.LoseAcceptedBefore(new Instant(now.Nanoseconds - (parts.Options.EndTimeout.Ticks * 100)), "no end was reported in time");
        if (session is not { } open)
            return;
        foreach (QueryChild command in questions.TakeDue(now, read is null ? parts.Options.AnswerTimeout : ReaderInterval))
            Ask(open, command);
        if (parts.Options.Dialect.Statements != FixStatementSource.PositionReports)
            return;
        foreach (AccountLink account in accounts)
            RequestStatement(open, account, now);
    }

    /// <summary>Releases what signs its Logons and reads its account.</summary>
    public void Dispose()
    {
        parts.Logon.Dispose();
        read?.Dispose();
    }

    private string? Objection(ChildOrderTerms terms, FixStanding wanted) =>
        terms.ReduceOnly && parts.Options.Dialect.Orders.ReduceOnly is null
            ? "the venue's FIX has no reduce-only orders"
            : wanted.Objection(parts.Options.Dialect.Orders);

    /// <summary>By what the venue knows a child: as it was sent or named, else by its own text, or by the number that the engine remembers.</summary>
    private WireOrder? Known(ChildOrderId child, string? venueOrderId)
    {
        if (orders.Find(child) is { } wire)
            return wire with { VenueOrderId = venueOrderId ?? wire.VenueOrderId };
        if (parts.Options.Dialect.Orders.Ids == FixOrderIdForm.Text)
            return new WireOrder(parts.Ids.Format(child), venueOrderId, null, null);
        return venueOrderId is null ? null : new WireOrder("", venueOrderId, null, null);
    }

    private FixRefusal? FromMaker(FixMessage message) => message.MessageType switch
    {
        FixMsgType.Quote when quotes is not null => quotes.Quote(message),
        FixMsgType.QuoteRequestReject when quotes is not null => quotes.RequestRejected(message),
        QuoteTag.QuoteCancel when quotes is not null => quotes.Withdrawn(message),
        QuoteTag.QuoteStatusReport when quotes is not null => quotes.Status(message),
        _ => FixRefusal.Business(FixBusinessRejectReason.UnsupportedMessageType, "This message type is not used here"),
    };

    private FixSendResult? Write(Func<FixMessageWriter, FixMessageWriter> message)
    {
        lock (writing)
            return session?.Send(message(writer));
    }

    private void Ask(FixSession open, QueryChild command)
    {
        Instrument instrument = parts.Symbols.Find(command.Terms.Instrument)
            ?? throw new InvalidOperationException($"child {command.Terms.Id}: its instrument is not one of this adapter's");
        WireOrder? wire = Known(command.Terms.Id, command.VenueOrderId);
        bool byFix = parts.Options.Dialect.Orders.Status switch
        {
            FixStatusQuestion.ByClientOrderId => wire is not null,
            FixStatusQuestion.ByOrderId => wire?.VenueOrderId is not null,
            FixStatusQuestion.None => false,
        };
        if (byFix && wire is { } known)
        {
            string account = accounts.First(one => one.Subaccount == command.Terms.Subaccount).Account;
            lock (writing)
                open.Send(messages.Status(writer, new AddressedOrder(command.Terms, instrument, account), known));
        }
        else
        {
            read?.Ask(command, wire, instrument);
        }
    }

    private void RequestStatement(FixSession open, AccountLink account, Instant now)
    {
        // The account before the writer: a report takes the account alone.
        lock (account)
        {
            if (!account.IsDue(now, parts.Options.StatementInterval, parts.Options.AnswerTimeout))
                return;
            lock (writing)
                open.Send(account.Request(writer, now));
        }
    }

    private void TakePositions(FixSession from, FixMessage message, Instant now)
    {
        foreach (AccountLink account in accounts)
        {
            lock (account)
            {
                if (!account.Answers(message))
                    continue;
                if (account.FirstAnswerTo is { } asked && VenueTime.Sent(message) is { } stated)
                    parts.Clock.Refine(asked, stated, now);
                if (message.MessageType == FixMsgType.RequestForPositionsAck)
                    account.Acknowledged(message, now);
                else if (account.Reported(message, now) is { } fault)
                    LogStatementRefused(parts.Logger, from.Id.ToString(), account.Account, fault);
                return;
            }
        }
    }

    private static Instant Later(Instant from, TimeSpan by) => new(from.Nanoseconds + (by.Ticks * 100));
}
