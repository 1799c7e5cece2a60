using System.Collections.Immutable;
using MarginRouter.Core.Engine.Commands;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Orders;
using MarginRouter.Fix.Codec;
using MarginRouter.Fix.Session;
using MarginRouter.Fix.Transport;
using MarginRouter.Venues.Connectivity;
using MarginRouter.Venues.FixVenue.Market;
using MarginRouter.Venues.FixVenue.Trading;

namespace MarginRouter.Venues.FixVenue;

/// <summary>
/// One FIX session and what runs over it: market data, the orders of its accounts, and their statements. An order is never resent: a
/// number that the venue missed is gap-filled, so that a question asked on the same session afterwards has a certain answer.
/// </summary>
internal sealed partial class VenueLink : IFixApplication
{
    private readonly VenueLinkParts parts;
    private readonly MarketDataFeed? market;
    private readonly ImmutableArray<AccountLink> accounts;
    private readonly OpenChildren children;
    private readonly StatusQuestions questions = new();
    private readonly SentOrders sent = new();
    private readonly OrderMessages messages;
    private readonly OrderReports reports;
    private readonly FixMessageWriter writer = new();
    private readonly Lock writing = new();
    private volatile FixSession? session;
    private TaskCompletionSource ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public VenueLink(VenueLinkParts parts, MarketDataFeed? market, ImmutableArray<AccountLink> accounts)
    {
        this.parts = parts;
        this.market = market;
        this.accounts = accounts;
        children = new OpenChildren(parts.Sink);
        messages = new OrderMessages(parts.Ids);
        reports = new OrderReports(children, questions, parts.Symbols, parts.Ids, parts.Logger);
    }

    /// <summary>Completes when the session is not logged on, at once when it never was.</summary>
    public Task Ended => session is null ? Task.CompletedTask : ended.Task;

    /// <summary>The accounts that trade over the session.</summary>
    public ImmutableArray<AccountLink> Accounts => accounts;

    /// <inheritdoc/>
    public void OnLogon(FixSession session)
    {
        Instant now = parts.Clock.Now;
        ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        this.session = session;
        questions.Renew(now);
        market?.LoggedOn(session, now);
        Tick();
    }

    /// <inheritdoc/>
    public void OnLogout(FixSession session, string reason)
    {
        this.session = null;
        market?.LoggedOut(parts.Clock.Now);
        foreach (AccountLink account in accounts)
        {
            lock (account)
                account.LoggedOut(reason);
        }

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
                reports.BusinessRejected(message, now);
                return null;
            case FixMsgType.RequestForPositionsAck or FixMsgType.PositionReport:
                TakePositions(session, message, now);
                return null;
            default:
                return FixRefusal.Business(FixBusinessRejectReason.UnsupportedMessageType, "This message type is not used here");
        }
    }

    /// <summary>Sends an order; its first outcome follows.</summary>
    public void Send(SendChild command, Instrument instrument, string account)
    {
        Instant now = parts.Clock.Now;
        ChildOrderId child = command.Terms.Id;
        if (now > command.Deadline)
        {
            children.Dropped(child, "its deadline passed before it could leave");
            return;
        }

        if (session is not { } open)
        {
            children.Dropped(child, "the session is down");
            return;
        }

        Instant due = new(now.Nanoseconds + (parts.Options.AnswerTimeout.Ticks * 100));
        children.Sent(command.Terms, due);
        sent.Add(child, due);
        FixSendResult result;
        try
        {
            lock (writing)
                result = open.Send(messages.Order(writer, command.Terms, instrument, account, now));
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
        FixSendResult? result = null;
        lock (writing)
            result = session?.Send(messages.Cancel(writer, command.Terms, instrument, command.VenueOrderId, parts.Clock.Now));
        if (result != FixSendResult.Sent)
            LogCancelNotSent(parts.Logger, parts.Name, parts.Ids.Format(command.Terms.Id));
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
        while (sent.TryTakeOverdue(now, out ChildOrderId child))
            children.Unanswered(child, "no answer in time");
        children.LoseAcceptedBefore(new Instant(now.Nanoseconds - (parts.Options.EndTimeout.Ticks * 100)), "no end was reported in time");
        if (session is not { } open)
            return;
        foreach (QueryChild command in questions.TakeDue(now, parts.Options.AnswerTimeout))
            Ask(open, command);
        foreach (AccountLink account in accounts)
            RequestStatement(open, account, now);
    }

    private void Ask(FixSession open, QueryChild command)
    {
        Instrument instrument = parts.Symbols.Find(command.Terms.Instrument)
            ?? throw new InvalidOperationException($"child {command.Terms.Id}: its instrument is not one of this adapter's");
        string account = accounts.First(one => one.Subaccount == command.Terms.Subaccount).Account;
        lock (writing)
            open.Send(messages.Status(writer, command.Terms, instrument, command.VenueOrderId, account));
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
                if (message.MessageType == FixMsgType.RequestForPositionsAck)
                    account.Acknowledged(message, now);
                else if (account.Reported(message, now) is { } fault)
                    LogStatementRefused(parts.Logger, from.Id.ToString(), account.Account, fault);
                return;
            }
        }
    }
}
