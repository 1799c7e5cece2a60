using System.Collections.Immutable;
using MarginRouter.Core.Engine.Commands;
using MarginRouter.Core.Engine.Events;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Orders;
using MarginRouter.Core.Orders.Baskets;
using MarginRouter.Core.Routing;
using MarginRouter.Core.Routing.Legs;

namespace MarginRouter.Core.Engine.Baskets;

/// <summary>
/// Works baskets: new blocks, planned followers, and what their policy says when legs have filled unevenly. Nothing new is decided for a
/// basket while one of its children may still fill.
/// </summary>
internal sealed class BasketLifecycle(
    Firm firm, OrderRegister orders, ChildLifecycle children, BasketQuestionBuilder questions, BasketOptimizer optimizer)
{
    private readonly Dictionary<(string Desk, string ClientOrderId), BasketOrder> byDesk = [];
    private readonly List<BasketOrder> baskets = [];
    private readonly List<BasketOrder> due = [];
    private readonly List<BasketOrder> waiting = [];

    /// <summary>All baskets in order of arrival.</summary>
    public IReadOnlyList<BasketOrder> Baskets => baskets;

    /// <summary>While true nothing new leaves, not even to bring legs back into ratio.</summary>
    private bool IsKilled { get; set; }

    /// <summary>Takes an event about a basket; false for one that is not, or not only, about baskets.</summary>
    public bool Apply(Instant at, InboundEvent inbound, CommandList commands)
    {
        switch (inbound)
        {
            case BasketReceived received:
                Receive(at, received, commands);
                return true;
            case ParentCancelRequested cancel:
                return TryCancel(at, cancel, commands);
            case ParentStatusRequested asked:
                return TryReport(at, asked, commands);
            case KillSwitchChanged change:
                Kill(at, change.Engaged, commands);
                return false;
            default:
                return false;
        }
    }

    /// <summary>Takes a new basket or refuses it.</summary>
    private void Receive(Instant at, BasketReceived received, CommandList commands)
    {
        BasketRequest request = received.Request;
        bool duplicate = orders.IsUsed(request.Desk, request.ClientOrderId);
        if (duplicate && received.PossibleDuplicate)
            return;
        Refusal? refusal = BasketAdmission.Judge(firm, request, (IsKilled, duplicate), out BasketTerms? terms);
        orders.AddRejected(request.Desk, request.ClientOrderId);
        if (refusal is not null)
        {
            commands.Add(BasketReports.OfRejected(request, orders.NextReport(), refusal, at));
            return;
        }

        ImmutableArray<BasketLeg> legs = [.. request.Legs.Select((leg, i) => new BasketLeg(leg, terms!.Legs[i].Product, terms.Legs[i].LotsPerBlock))];
        BasketOrder basket = new(request, legs, terms!.Blocks, terms.UnitsPerBlock);
        foreach (BasketLeg leg in legs)
        {
            ParentOrder order = BasketQuestionBuilder.New(leg, orders.NextParentId, leg.Request.Side, terms.Blocks * leg.LotsPerBlock, at);
            orders.AddLeg(order);
            leg.Add(order);
        }

        baskets.Add(basket);
        byDesk.Add((request.Desk, request.ClientOrderId), basket);
        due.Add(basket);
    }

    /// <summary>Cancels a basket; false when the desk's id is none.</summary>
    private bool TryCancel(Instant at, ParentCancelRequested cancel, CommandList commands)
    {
        if (!byDesk.TryGetValue((cancel.Desk, cancel.OriginalClientOrderId), out BasketOrder? basket))
            return false;
        if (cancel.PossibleDuplicate && orders.IsUsed(cancel.Desk, cancel.ClientOrderId))
            return true;
        RefusalReason? reason = ParentTransitions.IsFinal(basket.Status) ? RefusalReason.TooLateToCancel
            : basket.Status == ParentStatus.PendingCancel ? RefusalReason.CancelPending
            : orders.IsUsed(cancel.Desk, cancel.ClientOrderId) ? RefusalReason.DuplicateClientOrderId
            : null;
        if (reason is RefusalReason refused)
        {
            Refusal refusal = new(refused, cancel.OriginalClientOrderId);
            commands.Add(new RejectCancel(cancel.ClientOrderId, cancel.OriginalClientOrderId, basket.Id, basket.Status, refusal)
            {
                Desk = cancel.Desk,
                ReportNumber = orders.NextReport(),
            });
            return true;
        }

        orders.AddRejected(cancel.Desk, cancel.ClientOrderId);
        BeginCancel(at, basket, cancel.ClientOrderId, commands);
        return true;
    }

    /// <summary>Reports where a basket stands; false when the desk's id is none.</summary>
    private bool TryReport(Instant at, ParentStatusRequested asked, CommandList commands)
    {
        if (!byDesk.TryGetValue((asked.Desk, asked.ClientOrderId), out BasketOrder? basket))
            return false;
        commands.Add(BasketReports.Of(basket, orders.NextReport(), ExecutionKind.OrderStatus, at));
        return true;
    }

    /// <summary>The kill switch: every basket is cancelled, and uneven legs stay as they are until a person decides.</summary>
    private void Kill(Instant at, bool engaged, CommandList commands)
    {
        IsKilled = engaged;
        if (!engaged)
            return;
        foreach (BasketOrder basket in baskets)
        {
            if (ParentTransitions.IsFinal(basket.Status))
                continue;
            if (basket.Status != ParentStatus.PendingCancel)
                BeginCancel(at, basket, clientOrderId: null, commands);
            due.Remove(basket);
            children.Touch(basket);
        }
    }

    /// <summary>After a restart: new blocks of an immediate-or-cancel basket are not opened any more, uneven legs are settled.</summary>
    public void Resume(Instant at, CommandList commands)
    {
        due.Clear();
        foreach (BasketOrder basket in baskets)
        {
            if (ParentTransitions.IsFinal(basket.Status))
                continue;
            Acknowledge(at, basket, commands);
            if (basket.Request.TimeInForce == TimeInForce.ImmediateOrCancel)
            {
                basket.IsExhausted = true;
                basket.Blocking = [new Refusal(RefusalReason.RouterRestarted, "immediate-or-cancel remainder")];
            }

            children.Touch(basket);
        }
    }

    /// <summary>Takes up what waited until now.</summary>
    public void CollectDue(Instant at)
    {
        for (int i = 0; i < waiting.Count; i++)
        {
            BasketOrder basket = waiting[i];
            if (basket.NextAttemptAt is Instant next && next > at)
                continue;
            waiting.RemoveAt(i--);
            if (basket.NextAttemptAt is not null && !ParentTransitions.IsFinal(basket.Status) && !IsKilled && !basket.HasOpenChildren)
                due.Add(basket);
        }
    }

    /// <summary>The next basket that is due, with the question of its attempt; null when there is none.</summary>
    public (BasketOrder Basket, BasketQuestion Question)? TakeDue(Instant at)
    {
        if (due.Count == 0)
            return null;
        BasketOrder basket = due[0];
        due.RemoveAt(0);
        return (basket, questions.Build(basket, Purpose(basket) ?? BasketPurpose.Open, at));
    }

    /// <summary>Decides a question of <see cref="TakeDue"/> and carries it out.</summary>
    public void Decide(Instant at, BasketQuestion question, CommandList commands)
    {
        BasketDecision decision = optimizer.Decide(question);
        commands.Add(new RecordBasketDecision(decision));
        Carry(at, decision, commands);
    }

    /// <summary>Carries a decision out: the live one, or one that the journal holds.</summary>
    public void Carry(Instant at, BasketDecision decision, CommandList commands)
    {
        BasketOrder basket = orders[decision.Slice.Basket].Leg!.Basket;
        due.Remove(basket);
        waiting.Remove(basket);
        basket.NextAttemptAt = null;
        basket.Blocking = [.. decision.Blocking.Select(block => Named(basket, block))];
        if (!basket.Acknowledged && Refuses(basket, decision) is { IsEmpty: false } refusals)
        {
            basket.Apply(ParentSignal.Refused);
            commands.Add(BasketReports.Of(basket, orders.NextReport(), ExecutionKind.Rejected, at) with { Refusals = refusals });
            return;
        }

        Acknowledge(at, basket, commands);
        Count(basket, decision);
        Send(at, basket, decision, commands);
        children.Touch(basket);
    }

    /// <summary>Goes on with every touched basket none of whose children is open.</summary>
    public void Advance(Instant at, CommandList commands)
    {
        foreach (BasketOrder basket in children.TakeTouchedBaskets())
        {
            if (!ParentTransitions.IsFinal(basket.Status) && !basket.HasOpenChildren && !due.Contains(basket))
                Advance(at, basket, commands);
        }
    }

    private void Advance(Instant at, BasketOrder basket, CommandList commands)
    {
        Desk desk = firm.FindDesk(basket.Request.Desk)!;
        if (!basket.IsLevel)
        {
            Settle(at, basket, desk, commands);
            return;
        }

        basket.RepairAttempts = 0;
        basket.WaitsToSettle = false;
        bool continues = basket.ContinuesPlan && basket.Complete > basket.CompleteAtOpen;
        bool immediate = basket.Request.TimeInForce == TimeInForce.ImmediateOrCancel;
        bool ends = basket.Complete == basket.Blocks
            || basket.Status == ParentStatus.PendingCancel
            || (immediate && (basket.IsExhausted || (!continues && basket.Attempts >= desk.MaximumAttempts)));
        if (ends)
            End(at, basket, Left(basket), commands);
        else
            Wait(basket, at.PlusMilliseconds(desk.ReattemptMilliseconds));
    }

    /// <summary>Brings uneven legs back into ratio by the basket's policy, or ends and says so.</summary>
    private void Settle(Instant at, BasketOrder basket, Desk desk, CommandList commands)
    {
        if (IsKilled || Purpose(basket) is not { } purpose || basket.RepairAttempts >= desk.MaximumAttempts)
        {
            ImmutableArray<Refusal> uneven = BasketReports.Uneven(basket);
            string text = string.Join("; ", uneven.Select(refusal => FormattableString.Invariant($"{refusal.Subject} has {refusal.Required}, {refusal.Available} are in ratio")));
            commands.Add(new RaiseAlarm("basketUneven", $"basket {basket.Id.Value}: {text}"));
            End(at, basket, [.. uneven, .. basket.Blocking], commands);
        }
        else if (purpose == BasketPurpose.Follow || (purpose == BasketPurpose.Unwind && !basket.WaitsToSettle))
        {
            // Those books have not been touched: every moment of waiting is exposure.
            due.Add(basket);
        }
        else
        {
            Wait(basket, at.PlusMilliseconds(desk.ReattemptMilliseconds));
        }
    }

    /// <summary>What the next attempt is for; null when uneven legs are to stay as they are.</summary>
    private static BasketPurpose? Purpose(BasketOrder basket)
    {
        if (basket.IsLevel)
            return BasketPurpose.Open;
        if (basket.FollowsNext && basket.Status != ParentStatus.PendingCancel)
            return BasketPurpose.Follow;
        return basket.Request.ShortFill switch
        {
            ShortFillPolicy.Complete => BasketPurpose.Complete,
            ShortFillPolicy.Unwind => BasketPurpose.Unwind,
            ShortFillPolicy.Stop => null,
        };
    }

    private static void Count(BasketOrder basket, BasketDecision decision)
    {
        basket.FollowsNext = decision.IsLead;
        if (decision.Slice.Purpose == BasketPurpose.Open)
        {
            bool continued = basket.ContinuesPlan && basket.Complete > basket.CompleteAtOpen;
            basket.Attempts += continued ? 0 : 1;
            basket.CompleteAtOpen = basket.Complete;
            basket.ContinuesPlan = decision.HasMoreStages && !(decision.IsLead && decision.Stages.Length == 2);
            basket.IsExhausted |= decision.Stages.IsEmpty && basket.Request.TimeInForce == TimeInForce.ImmediateOrCancel;
        }
        else if (decision.Slice.Purpose != BasketPurpose.Follow)
        {
            // What only waits for an input (a book, a statement, a connection) has not been tried.
            bool tried = decision.Legs.Any(leg => !leg.Children.IsEmpty)
                || decision.Blocking.Any(block => (int)block.Limit.Reason is < 20 or > 39);
            basket.RepairAttempts += tried ? 1 : 0;
            basket.WaitsToSettle = true;
        }
    }

    private void Send(Instant at, BasketOrder basket, BasketDecision decision, CommandList commands)
    {
        BasketQuestion question = decision.Slice;
        Instant deadline = at.PlusMilliseconds(firm.Ages.IntentMilliseconds);
        for (int i = 0; i < basket.Legs.Length; i++)
        {
            LegQuestion asked = question.Legs[i];
            long lots = question.Purpose == BasketPurpose.Open ? question.Blocks * asked.LotsPerBlock : asked.Quantity.Value;
            if (lots == 0)
                continue;
            ParentOrder order = questions.Take(basket.Legs[i], asked, lots, at);
            order.Attempts = asked.Attempt;
            foreach (RouteChild child in decision.Legs[i].Children)
            {
                children.Intend(at, order, child.Terms, question.Prices);
                commands.Add(new SendChild(child.Terms, deadline));
            }
        }
    }

    /// <summary>Why a first attempt refuses the whole: too large, or nothing can be sent for a reason that waiting does not mend.</summary>
    private ImmutableArray<Refusal> Refuses(BasketOrder basket, BasketDecision decision)
    {
        Desk desk = firm.FindDesk(basket.Request.Desk)!;
        decimal value = 0m;
        foreach ((BasketLeg leg, LegDecision given) in basket.Legs.Zip(decision.Legs))
        {
            decimal? price = given.ArrivalPrice ?? leg.Request.LimitPrice;
            if (price is null && decision.Slice.Prices.TryConvert(leg.Product.Base, leg.Product.Pricing, out decimal rate, out _))
                price = rate;
            value += basket.Blocks * leg.LotsPerBlock * leg.Product.LotSize * (price ?? 0m);
        }

        if (value > desk.MaximumOrderNotional)
            return [new Refusal(RefusalReason.MaximumOrderNotional, $"desk {desk.Name}", value, null, desk.MaximumOrderNotional)];
        bool waits = basket.Request.TimeInForce == TimeInForce.Day
            && basket.Blocking.All(refusal => refusal.Reason is RefusalReason.LimitPrice or RefusalReason.DepthExhausted);
        return decision.Legs.Any(leg => !leg.Children.IsEmpty) || waits ? [] : basket.Blocking;
    }

    private static Refusal Named(BasketOrder basket, BasketBlock block) => block.Leg is { } leg
        ? block.Limit with { Subject = $"leg {basket.Legs[leg].Request.Reference}: {block.Limit.Subject}" }
        : block.Limit;

    private void Acknowledge(Instant at, BasketOrder basket, CommandList commands)
    {
        if (basket.Acknowledged)
            return;
        basket.Acknowledged = true;
        commands.Add(BasketReports.Of(basket, orders.NextReport(), ExecutionKind.New, at));
    }

    private void BeginCancel(Instant at, BasketOrder basket, string? clientOrderId, CommandList commands)
    {
        basket.Apply(ParentSignal.CancelAccepted);
        basket.CancelClientOrderId = clientOrderId;
        basket.NextAttemptAt = null;
        due.Remove(basket);
        children.Touch(basket);
        commands.Add(BasketReports.Of(basket, orders.NextReport(), ExecutionKind.PendingCancel, at) with
        {
            ClientOrderId = clientOrderId ?? basket.Request.ClientOrderId,
            OriginalClientOrderId = clientOrderId is null ? null : basket.Request.ClientOrderId,
        });
        foreach (ChildRecord record in orders.OpenChildren)
        {
            if (record.Parent.Leg?.Basket == basket)
                commands.Add(new CancelChild(record.Order.Terms, record.Order.VenueOrderId));
        }
    }

    private static ImmutableArray<Refusal> Left(BasketOrder basket) => basket.Complete == basket.Blocks && basket.Leftover > 0m
        ? [new Refusal(RefusalReason.LotRemainder, $"units of basket {basket.Request.Symbol}", basket.Request.Quantity, basket.Units(basket.Blocks))]
        : basket.Blocking;

    private void Wait(BasketOrder basket, Instant until)
    {
        basket.NextAttemptAt = until;
        if (!waiting.Contains(basket))
            waiting.Add(basket);
    }

    private void End(Instant at, BasketOrder basket, ImmutableArray<Refusal> refusals, CommandList commands)
    {
        bool whole = basket.Complete == basket.Blocks && basket.Leftover == 0m && basket.IsLevel;
        basket.Apply(whole ? ParentSignal.FullyFilled : ParentSignal.Ended);
        basket.NextAttemptAt = null;
        commands.Add(BasketReports.Of(basket, orders.NextReport(), whole ? ExecutionKind.OrderStatus : ExecutionKind.Canceled, at) with
        {
            ClientOrderId = basket.CancelClientOrderId ?? basket.Request.ClientOrderId,
            OriginalClientOrderId = basket.CancelClientOrderId is null ? null : basket.Request.ClientOrderId,
            Refusals = whole ? [] : refusals,
        });
    }
}
