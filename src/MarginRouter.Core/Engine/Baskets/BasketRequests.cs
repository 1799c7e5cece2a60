using System.Collections.Immutable;
using MarginRouter.Core.Engine.Commands;
using MarginRouter.Core.Engine.Events;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Orders;
using MarginRouter.Core.Orders.Baskets;

namespace MarginRouter.Core.Engine.Baskets;

/// <summary>What desks ask for of baskets, operators stop and time ends: baskets in, cancels, states.</summary>
internal sealed class BasketRequests(Firm firm, OrderRegister orders, ChildLifecycle children, BasketRegister baskets)
{
    /// <summary>When the next live basket expires; null when none does.</summary>
    public Instant? NextExpiry => baskets.NextExpiry;

    /// <summary>Takes a new basket or refuses it.</summary>
    public void Receive(Instant at, BasketReceived received, bool killed, CommandList commands)
    {
        BasketRequest request = received.Request;
        bool duplicate = orders.IsUsed(request.Desk, request.ClientOrderId);
        if (duplicate && received.PossibleDuplicate)
            return;
        if (duplicate && received.PossibleResend && baskets.Find(request.Desk, request.ClientOrderId) is { } known)
        {
            foreach (ReportParent report in BasketReports.Status(known, orders.NextReport, at))
                commands.Add(report);
            return;
        }

        BasketTerms? terms = null;
        Refusal? refusal = duplicate ? new Refusal(RefusalReason.DuplicateClientOrderId, request.ClientOrderId) : received.Unsupported;
        refusal ??= BasketAdmission.Judge(firm, request, new AdmissionState(at, killed, duplicate), out terms);
        orders.AddRejected(request.Desk, request.ClientOrderId);
        if (refusal is not null)
        {
            commands.Add(BasketReports.OfRejected(request, orders.NextReport(), refusal, at));
            return;
        }

        ImmutableArray<BasketLeg> legs = [.. request.Legs.Select((leg, i) => new BasketLeg(leg, terms!.Legs[i].Product, terms.Legs[i].LotsPerBlock))];
        BasketOrder basket = new(request, legs, terms!.Blocks, terms.UnitsPerBlock)
        {
            ExpiresAt = DayEnd.ExpiryOf(request.TimeInForce, request.ExpireAt, at, firm.DayEndMinutes),
        };
        foreach (BasketLeg leg in legs)
        {
            ParentOrder order = BasketQuestionBuilder.New(leg, orders.NextParentId, leg.Request.Side, terms.Blocks * leg.LotsPerBlock, at);
            orders.AddLeg(order);
            leg.Add(order);
        }

        baskets.Add(basket);
    }

    /// <summary>Cancels a basket; false when the desk's id is none.</summary>
    public bool TryCancel(Instant at, ParentCancelRequested cancel, CommandList commands)
    {
        if (baskets.Find(cancel.Desk, cancel.OriginalClientOrderId) is not { } basket)
            return false;
        if (cancel.PossibleDuplicate && orders.IsUsed(cancel.Desk, cancel.ClientOrderId))
            return true;
        RefusalReason? reason = ParentTransitions.IsFinal(basket.Status) ? RefusalReason.TooLateToCancel
            : basket.Status == ParentStatus.PendingCancel ? RefusalReason.CancelPending
            : orders.IsUsed(cancel.Desk, cancel.ClientOrderId) ? RefusalReason.DuplicateClientOrderId
            : null;
        if (reason is RefusalReason refused)
        {
            commands.Add(Rejection(basket, cancel.ClientOrderId, new Refusal(refused, cancel.OriginalClientOrderId)));
            return true;
        }

        orders.AddRejected(cancel.Desk, cancel.ClientOrderId);
        BeginCancel(at, basket, cancel.ClientOrderId, commands);
        return true;
    }

    /// <summary>Refuses to replace a basket; false when the desk's id is none.</summary>
    public bool TryReplace(ParentReplaceRequested replace, CommandList commands)
    {
        ParentRequest request = replace.Request;
        if (baskets.Find(request.Desk, replace.OriginalClientOrderId) is not { } basket)
            return false;
        Refusal refusal = ParentTransitions.IsFinal(basket.Status)
            ? new Refusal(RefusalReason.TooLateToCancel, replace.OriginalClientOrderId)
            : new Refusal(RefusalReason.InvalidReplacement, $"{replace.OriginalClientOrderId} has several legs: it is cancelled and sent anew, not replaced");
        commands.Add(Rejection(basket, request.ClientOrderId, refusal) with { OfReplace = true });
        return true;
    }

    /// <summary>The kill switch: every basket is cancelled, and uneven legs stay as they are until a person decides.</summary>
    public void Kill(Instant at, CommandList commands)
    {
        foreach (BasketOrder basket in baskets.Live)
        {
            if (basket.Status != ParentStatus.PendingCancel)
                BeginCancel(at, basket, clientOrderId: null, commands);
            baskets.Unschedule(basket);
            children.Touch(basket);
        }
    }

    /// <summary>The time of some baskets is over: what is open may still fill, nothing new is opened.</summary>
    public void Expire(Instant at)
    {
        foreach (BasketOrder basket in baskets.TakeExpired(at))
        {
            basket.IsExpiring = true;
            baskets.Unschedule(basket);
            children.Touch(basket);
        }
    }

    /// <summary>Withdraws a live basket whose cancel is not under way yet.</summary>
    /// <param name="at">The time.</param>
    /// <param name="basket">The basket.</param>
    /// <param name="clientOrderId">ClOrdID(11) of the request that asks for it alone; null when a set of orders is cancelled.</param>
    /// <param name="commands">Where the report and the children's cancels go.</param>
    public void BeginCancel(Instant at, BasketOrder basket, string? clientOrderId, CommandList commands)
    {
        basket.Apply(ParentSignal.CancelAccepted);
        basket.CancelClientOrderId = clientOrderId;
        baskets.Unschedule(basket);
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

    /// <summary>A cancel that fills crossed: the desk was told that it is pending and must hear that it came too late.</summary>
    public void RefuseCrossed(BasketOrder basket, CommandList commands)
    {
        if (basket.CancelClientOrderId is not string cancel)
            return;
        basket.CancelClientOrderId = null;
        commands.Add(Rejection(basket, cancel, new Refusal(RefusalReason.TooLateToCancel, basket.Request.ClientOrderId)));
    }

    private RejectCancel Rejection(BasketOrder basket, string clientOrderId, Refusal refusal) =>
        new(clientOrderId, basket.Request.ClientOrderId, basket.Id, basket.Status, refusal) { Desk = basket.Request.Desk, ReportNumber = orders.NextReport() };
}
