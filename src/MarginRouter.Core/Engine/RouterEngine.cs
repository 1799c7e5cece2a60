using System.Collections.Immutable;
using MarginRouter.Core.Engine.Allocations;
using MarginRouter.Core.Engine.Baskets;
using MarginRouter.Core.Engine.Commands;
using MarginRouter.Core.Engine.Events;
using MarginRouter.Core.Engine.Quotes;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Ledger;
using MarginRouter.Core.Margin.Live;
using MarginRouter.Core.Margin.Reconciliation;
using MarginRouter.Core.Margin.Valuation;
using MarginRouter.Core.Orders;
using MarginRouter.Core.Orders.Baskets;
using MarginRouter.Core.Routing;
using MarginRouter.Core.Routing.Legs;

namespace MarginRouter.Core.Engine;

/// <summary>
/// The router: events in, commands out, one writer. It holds books, orders and ledger of one firm, decides routes inline, and does no
/// input or output itself. <see cref="Apply"/> is the live path; <see cref="Recover"/> and <see cref="RecoverDecision"/> rebuild the
/// same state from a journal, where recorded decisions take the place of routing.
/// </summary>
public sealed class RouterEngine
{
    private readonly Firm firm;
    private readonly RouteOptimizer optimizer;
    private readonly OrderRegister orders = new();
    private readonly ParentSchedule schedule = new();
    private readonly ValuationWatch valuation;
    private readonly MarkWatch marks;
    private readonly MarginTableWatch tables;
    private readonly InstrumentWatch instruments;
    private readonly FeeWatch fees;
    private readonly MarketState market;
    private readonly FirmLedger ledger;
    private readonly StatementWatch statements;
    private readonly ReconciliationWatch reconciliation;
    private readonly RouteRequestBuilder requests;
    private readonly ChildLifecycle lifecycle;
    private readonly ParentSettlement settlement;
    private readonly DeskRequests desks;
    private readonly DeskQuestions questions;
    private readonly QuoteBoard quotes;
    private readonly BasketRegister basketRegister = new();
    private readonly BasketQuestionBuilder basketQuestions;
    private readonly BasketLifecycle baskets;
    private Instant lastAt;
    private (ParentOrder Parent, RouteRequest Request, ImmutableArray<RouteAccount> Accounts)? routed;

    // Where the record of a decision belongs among the commands, while it waits to be explained.
    private int? unrecorded;

    /// <summary>Makes an engine without state; the ledger is filled by account statements.</summary>
    /// <param name="firm">The configuration.</param>
    /// <param name="optimizer">Decides routes.</param>
    /// <param name="ledger">An empty ledger of the firm's subaccounts.</param>
    /// <param name="tables">The margin tables that the optimizer reads, where they may change; null where they stay as they are.</param>
    public RouterEngine(Firm firm, RouteOptimizer optimizer, FirmLedger ledger, LiveMarginTables? tables = null)
    {
        this.tables = new MarginTableWatch(firm, tables);
        this.firm = firm;
        this.optimizer = optimizer;
        this.ledger = ledger;
        valuation = new ValuationWatch(firm);
        marks = new MarkWatch(firm);
        market = new MarketState(firm, valuation);
        statements = new StatementWatch(firm);
        reconciliation = new ReconciliationWatch(firm, optimizer.Models, ledger);
        fees = new FeeWatch(firm);
        instruments = new InstrumentWatch(firm, ledger, market, optimizer);
        lifecycle = new ChildLifecycle(firm, orders, ledger, (statements, fees));
        AllocationRequests allocations = new(firm, orders, basketRegister);
        settlement = new ParentSettlement(firm, orders, lifecycle, schedule, allocations);
        BasketRequests basketRequests = new(firm, orders, lifecycle, basketRegister);
        OrderStates states = new(orders, basketRegister);
        DayRollover days = new(firm, orders, basketRegister);
        desks = new DeskRequests(firm, orders, lifecycle, schedule, (settlement, basketRequests, allocations, states, days));
        quotes = new QuoteBoard(firm, orders, schedule, market);
        requests = new RouteRequestBuilder(firm, market, ledger, statements, (reconciliation, lifecycle, instruments, fees, quotes));
        questions = new DeskQuestions(firm, market, requests, optimizer.Models, (orders, states));
        basketQuestions = new BasketQuestionBuilder(firm, orders, requests);
        baskets = new BasketLifecycle(
            firm, orders, lifecycle, (basketRegister, basketRequests, allocations), (basketQuestions, new BasketOptimizer(firm.Reference, optimizer)));
    }

    /// <summary>The firm; its instruments have the terms that venues have last stated.</summary>
    public Firm Firm => firm;

    /// <summary>Balances, positions and reservations of all subaccounts.</summary>
    public FirmLedger Ledger => ledger;

    /// <summary>All parents in order of arrival.</summary>
    public IReadOnlyList<ParentOrder> Parents => orders.Parents;

    /// <summary>True while the kill switch is on.</summary>
    public bool IsKilled => desks.IsKilled;

    /// <summary>When the next live parent expires; null when none does. The host gives <see cref="ExpiryReached"/> then.</summary>
    public Instant? NextExpiry => desks.NextExpiry;

    /// <summary>When the next parent stops waiting for quotes; null when none waits. The host gives <see cref="ExpiryReached"/> then.</summary>
    public Instant? NextQuoteWindow => quotes.NextWindow;

    /// <summary>What failed among the sources of valuation prices, and for how long.</summary>
    public ValuationLog Valuation => valuation.Log;

    /// <summary>How local margin compares with the venues'.</summary>
    public ReconciliationLedger Reconciliation => reconciliation.State;

    /// <summary>The accounts of a parent as a decision would see them now; replay compares them with a journaled slice.</summary>
    public ImmutableArray<RouteAccount> Accounts(ParentOrder parent, Desk desk) => requests.Accounts(parent, desk);

    /// <summary>All parents of several legs in order of arrival.</summary>
    public IReadOnlyList<BasketOrder> Baskets => basketRegister.All;

    /// <summary>The accounts of a basket as a decision would see them now; replay compares them with a journaled slice.</summary>
    public ImmutableArray<RouteAccount> Accounts(BasketOrder basket, Desk desk) => basketQuestions.Accounts(basket, desk);

    /// <summary>Takes one event at a time that is not earlier than any before, routes what became due, and adds the commands.</summary>
    public void Apply(Instant at, InboundEvent inbound, CommandList commands)
    {
        Route(at, inbound, commands);
        Record(commands);
    }

    /// <summary>
    /// The first half of <see cref="Apply"/>: everything but the record of the last decision, where that plans all that its parent wants. Its
    /// children may leave while <see cref="Record"/>, which must be called next, puts the decision into words.
    /// </summary>
    public void Route(Instant at, InboundEvent inbound, CommandList commands)
    {
        RequireRecorded();
        Recover(at, inbound, commands);
        if (inbound is TimeAdvanced)
            PassTime(at, commands);
        if (inbound is AccountReported reported && statements.IsCurrent(reported.Snapshot.Subaccount))
            Reconcile(at, reported.Snapshot, commands);
        if (inbound is WhatIfReported asked && statements.IsCurrent(asked.Answer.Account.Subaccount) && !asked.Answer.Orders.Any(order => instruments.IsChanging(order.Instrument)))
            Reconcile(at, asked.Answer, commands);
        RouteDue(at, commands);
    }

    /// <summary>The second half of <see cref="Apply"/>: puts the record that <see cref="Route"/> has left into its place, before the children; nothing where none is left.</summary>
    public void Record(CommandList commands)
    {
        if (unrecorded is not { } place)
            return;
        unrecorded = null;
        commands.Insert(place, new RecordDecision(optimizer.Explain()));
    }

    /// <summary>
    /// For moments in which nothing waits: works out what the next decision will ask of accounts that have changed since the last one. It
    /// changes no state and no command follows from it.
    /// </summary>
    public void Prepare()
    {
        RequireRecorded();
        if (routed is not { } last || firm.FindDesk(last.Parent.Request.Desk) is not { } desk)
            return;
        ImmutableArray<RouteAccount> accounts = requests.Accounts(last.Parent, desk);
        if (accounts == last.Accounts)
            return;
        routed = (last.Parent, last.Request, accounts);
        optimizer.Prepare(last.Request, accounts);
    }

    /// <summary>Takes one event without routing: journaled decisions follow through <see cref="RecoverDecision"/>.</summary>
    public void Recover(Instant at, InboundEvent inbound, CommandList commands)
    {
        if (at < lastAt)
            throw new InvalidOperationException($"event time {at.Nanoseconds} is before {lastAt.Nanoseconds}");
        if (inbound is RecoveryCompleted)
        {
            valuation.Restart(lastAt);
            marks.Restart();
        }

        lastAt = at;
        Dispatch(at, inbound, commands);
        Settle(at, commands);
    }

    /// <summary>Applies a decision that the journal holds.</summary>
    public void RecoverDecision(Instant at, RouteDecision decision, CommandList commands)
    {
        lastAt = at;
        ParentOrder parent = orders[decision.Slice.Parent];
        schedule.Remove(parent);
        Carry(at, parent, RouteSplit.Of(decision), decision, commands);
        Settle(at, commands);
    }

    /// <summary>Takes a request for quotes that the journal holds.</summary>
    public void RecoverRequest(Instant at, RequestQuotes request, CommandList commands)
    {
        lastAt = at;
        ParentOrder parent = orders[request.Id.Parent];
        schedule.Remove(parent);
        Ask(at, parent, request, commands);
    }

    /// <summary>Applies a decision about a basket that the journal holds.</summary>
    public void RecoverBasket(Instant at, BasketDecision decision, CommandList commands)
    {
        lastAt = at;
        baskets.Carry(at, decision, commands);
        Settle(at, commands);
    }

    /// <summary>Takes a change of a valuation price's sources that the journal holds.</summary>
    public void RecoverValuation(Instant at, ValuationChange change)
    {
        lastAt = at;
        valuation.Recover(at, change);
    }

    /// <summary>Takes a comparison of margin figures that the journal holds.</summary>
    public void RecoverComparison(Instant at, MarginComparison comparison)
    {
        lastAt = at;
        reconciliation.Recover(comparison);
    }

    private void Settle(Instant at, CommandList commands)
    {
        settlement.Settle(at, commands);
        quotes.Settle(commands);
        baskets.Advance(at, desks.IsKilled, commands);
        instruments.Advance(commands);
    }

    private void Dispatch(Instant at, InboundEvent inbound, CommandList commands)
    {
        switch (inbound)
        {
            case BookChanged change:
                // Until the adapter has said that it changed over, the step of its prices is not known.
                if (!instruments.IsChanging(change.Image.Instrument))
                    market.Apply(change);
                break;
            case MarkPriceReceived mark:
                market.Apply(mark, at);
                break;
            case InsuranceFundReceived fund:
                market.Apply(fund);
                break;
            case TimeAdvanced or WhatIfReported:
                break;
            case AccountReported reported:
                statements.Take(reported.Snapshot, ledger, commands);
                break;
            case VenueConnectionChanged change:
                ChangeConnection(at, change, commands);
                break;
            case MarginTablesReceived received:
                tables.Apply(received, commands);
                break;
            case InstrumentTermsReceived or TickFollowed or FeeRatesReceived:
                if (instruments.Apply(at, inbound, fees, commands))
                    routed = null;
                break;
            case MarginRulesExpired expired:
                tables.Apply(expired, commands);
                break;
            case PreviewRequested preview:
                commands.Add(new AnswerPreview(preview.Id, preview.Request, Preview(at, preview.Request)) { Asker = preview.Asker });
                valuation.Flush(commands);
                break;
            case DeskQuestion question:
                commands.Add(questions.Answer(at, question, desks.IsKilled));
                valuation.Flush(commands);
                break;
            case ExpiryReached:
                quotes.CloseWindows(at);
                desks.Apply(at, inbound, commands);
                break;
            case RecoveryCompleted:
                CompleteRecovery(at, commands);
                break;
            default:
                if (!desks.Apply(at, inbound, commands) && !quotes.Apply(inbound, commands))
                    lifecycle.Apply(at, inbound, commands);
                break;
        }
    }

    private void ChangeConnection(Instant at, VenueConnectionChanged change, CommandList commands)
    {
        bool wasConnected = market.IsConnected(change.Venue);
        market.Apply(change);
        if (!change.Connected)
        {
            statements.Forget(change.Venue);
            quotes.Lose(change.Venue);
        }

        // Also when it comes back: a late acknowledgement may have made a child known meanwhile, and its end may be lost all the same.
        if (wasConnected != change.Connected)
            lifecycle.LoseOpen(change.Venue);
        if (change.Connected)
            lifecycle.QueryUnknown(change.Venue, commands);
    }

    private void CompleteRecovery(Instant at, CommandList commands)
    {
        lifecycle.LoseAll();
        instruments.Restart(commands);
        foreach (Venue venue in firm.Reference.Venues)
        {
            market.Apply(new VenueConnectionChanged(venue.Id, Connected: false, "restart"));
            statements.Forget(venue.Id);
        }

        schedule.Clear();
        quotes.Restart();
        baskets.Resume(at, commands);
        foreach (ParentOrder parent in orders.Singles)
        {
            if (!ParentTransitions.IsFinal(parent.Status))
                ResumeParent(at, parent, commands);
        }
    }

    private void ResumeParent(Instant at, ParentOrder parent, CommandList commands)
    {
        if (!parent.Acknowledged)
        {
            parent.Acknowledged = true;
            commands.Add(ReportBuilder.Of(parent, orders.NextReport(), ExecutionKind.New, at));
        }

        // Prices have moved on while the router was away: what an immediate order did not get then, it does not get now.
        if (parent.Request.IsImmediate)
        {
            parent.IsExhausted = true;
            parent.Blocking = [new Refusal(RefusalReason.RouterRestarted, "immediate-or-cancel remainder")];
        }

        lifecycle.Touch(parent);
    }

    private void Reconcile(Instant at, AccountSnapshot snapshot, CommandList commands)
    {
        reconciliation.Compare(snapshot, market.Prices(at), commands);
        valuation.Flush(commands);
    }

    private void Reconcile(Instant at, WhatIfAnswer answer, CommandList commands)
    {
        reconciliation.Compare(answer, market.Prices(at), commands);
        valuation.Flush(commands);
    }

    private void PassTime(Instant at, CommandList commands)
    {
        market.Valuate(at);
        valuation.Flush(commands);
        marks.Check(at, market, commands);
        schedule.CollectDue(at, desks.IsKilled);
        basketRegister.CollectDue(at, desks.IsKilled);
    }

    private void RouteDue(Instant at, CommandList commands)
    {
        while (schedule.HasDue)
        {
            Record(commands);
            ParentOrder parent = schedule.TakeDue();
            Desk desk = firm.FindDesk(parent.Request.Desk)!;
            if (quotes.Holds(parent) || TryAsk(at, parent, desk, commands))
                continue;
            RouteRequest request = requests.Build(parent, desk, at);
            valuation.Flush(commands);
            RouteSplit split = optimizer.Split(request);
            routed = (parent, request, request.Accounts);
            unrecorded = commands.Count;
            if (!split.IsWhole)
                Record(commands);
            Carry(at, parent, split, split.IsWhole ? null : ((RecordDecision)commands[^1]).Decision, commands);
            Settle(at, commands);
        }

        while (baskets.TakeDue(at) is { } question)
        {
            Record(commands);
            valuation.Flush(commands);
            baskets.Decide(at, question, commands);
            Settle(at, commands);
        }
    }

    /// <summary>Asks makers for quotes where the desk wants that before the parent is decided; false when it is to be decided now.</summary>
    private bool TryAsk(Instant at, ParentOrder parent, Desk desk, CommandList commands)
    {
        if (desk.Quotes is null)
            return false;
        List<RequestQuotes> questions = quotes.Questions(at, parent, desk);
        valuation.Flush(commands);
        foreach (RequestQuotes question in questions)
        {
            Ask(at, parent, question, commands);
            commands.Add(question);
        }

        return questions.Count > 0;
    }

    /// <summary>A parent for which makers are asked is accepted: what it gets is for the decision to say.</summary>
    private void Ask(Instant at, ParentOrder parent, RequestQuotes request, CommandList commands)
    {
        quotes.Open(request);
        if (parent.Acknowledged)
            return;
        parent.Acknowledged = true;
        commands.Add(ReportBuilder.Of(parent, orders.NextReport(), ExecutionKind.New, at));
    }

    /// <summary>Judges and routes a parent that is not remembered: no id is used up, nothing is reserved.</summary>
    private RoutePreview Preview(Instant at, ParentRequest request)
    {
        Refusal? refusal = ParentAdmission.Judge(firm, request, new AdmissionState(at, desks.IsKilled, IsDuplicate: false), out Product? product, out QuantityLots quantity);
        if (refusal is not null)
            return new RoutePreview(at, refusal, null);
        ParentOrder parent = new(new ParentOrderId(0), request, product!, quantity, at);
        RouteDecision decision = optimizer.Decide(requests.Preview(parent, firm.FindDesk(request.Desk)!, at));
        return new RoutePreview(at, null, decision);
    }

    private void RequireRecorded()
    {
        if (unrecorded is not null)
            throw new InvalidOperationException("the last decision has not been recorded");
    }

    /// <summary>Does what was decided. What is explained bears on it only where less than everything is planned.</summary>
    private void Carry(Instant at, ParentOrder parent, RouteSplit split, RouteDecision? explained, CommandList commands)
    {
        Desk desk = firm.FindDesk(parent.Request.Desk)!;
        parent.Attempts = split.Attempt;
        parent.NextAttemptAt = null;
        parent.Blocking = explained is null or { Blocking.IsEmpty: true } ? [] : [.. explained.Blocking.Select(breach => breach.Limit)];
        Refusal? tooLittle = MinimumFill.Judge(parent, split.Planned);
        if (!parent.Acknowledged && Refuses(desk, parent, (split, explained), tooLittle) is { } refusals)
        {
            parent.Apply(ParentSignal.Refused);
            commands.Add(ReportBuilder.Of(parent, orders.NextReport(), ExecutionKind.Rejected, at) with { Refusals = refusals });
            return;
        }

        if (!parent.Acknowledged)
        {
            parent.Acknowledged = true;
            commands.Add(ReportBuilder.Of(parent, orders.NextReport(), ExecutionKind.New, at));
        }

        Instant deadline = at.PlusMilliseconds(firm.Ages.IntentMilliseconds);
        ImmutableArray<ChildOrderTerms> children = tooLittle is null ? split.Children : [];
        foreach (ChildOrderTerms child in children)
        {
            lifecycle.Intend(at, parent, child, split.Prices);
            quotes.Use(child);
            commands.Add(new SendChild(child, child.Quote is { } quote && quote.ValidUntil < deadline ? quote.ValidUntil : deadline));
        }

        if (!children.IsEmpty)
            return;
        if (tooLittle is not null)
            parent.Blocking = parent.Blocking.Insert(0, tooLittle);
        parent.IsExhausted = parent.Request.IsImmediate;
        lifecycle.Touch(parent);
    }

    /// <summary>A first attempt that can send nothing for a reason that waiting does not mend refuses the parent.</summary>
    private static ImmutableArray<Refusal>? Refuses(Desk desk, ParentOrder parent, (RouteSplit Split, RouteDecision? Explained) decided, Refusal? tooLittle)
    {
        if (parent.Request.OrderType == OrderType.Market
            && decided.Split.ArrivalPrice is decimal arrival
            && ParentAdmission.JudgeNotional(desk, parent.Request, arrival) is Refusal tooLarge)
            return [tooLarge];
        if (decided.Explained is not { } decision)
            return null;
        if (tooLittle is not null)
            return parent.Request.IsImmediate ? [tooLittle, .. decision.Blocking.Select(breach => breach.Limit)] : null;
        if (!decision.Children.IsEmpty)
            return null;
        ImmutableArray<Refusal> refusals = decision.Blocking.IsEmpty
            ? [.. decision.Rejected.Select(candidate => candidate.Refusal)]
            : [.. decision.Blocking.Select(breach => breach.Limit)];
        bool waiting = !parent.Request.IsImmediate
            && refusals.All(refusal => IsWish(refusal.Reason) || refusal.Reason is RefusalReason.LimitPrice or RefusalReason.DepthExhausted)
            && !refusals.All(refusal => IsWish(refusal.Reason));
        return waiting ? null : refusals;
    }

    /// <summary>True for candidates that the desk itself keeps out: they do not decide whether the others are worth waiting for.</summary>
    private static bool IsWish(RefusalReason reason) =>
        reason is RefusalReason.VenueExcluded or RefusalReason.VenueClass or RefusalReason.InstrumentKindExcluded;
}
