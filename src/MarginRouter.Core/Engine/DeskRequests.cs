using MarginRouter.Core.Engine.Allocations;
using MarginRouter.Core.Engine.Baskets;
using MarginRouter.Core.Engine.Commands;
using MarginRouter.Core.Engine.Events;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Orders;
using MarginRouter.Core.Orders.Baskets;

namespace MarginRouter.Core.Engine;

/// <summary>What desks ask for, operators stop and time ends: parents in, cancels, replacements, states and lists of them.</summary>
internal sealed class DeskRequests(
    Firm firm, OrderRegister orders, ChildLifecycle lifecycle, ParentSchedule schedule,
    (ParentSettlement Settlement, BasketRequests Baskets, AllocationRequests Allocations, OrderStates States, DayRollover Days) parents)
{
    private static readonly Refusal Killed = new(RefusalReason.KillSwitchEngaged, "firm");
    private readonly ParentSettlement settlement = parents.Settlement;
    private readonly BasketRequests baskets = parents.Baskets;
    private readonly OrderStates states = parents.States;
    private readonly DayRollover days = parents.Days;

    /// <summary>True while the kill switch is on.</summary>
    public bool IsKilled { get; private set; }

    /// <summary>When the next live parent expires, or a day ends over which one lives; null when neither comes.</summary>
    public Instant? NextExpiry => Earlier(Earlier(schedule.NextExpiry(orders), baskets.NextExpiry), days.Next);

    /// <summary>Takes an event of its kind; false, and nothing happens, for any other.</summary>
    public bool Apply(Instant at, InboundEvent inbound, CommandList commands)
    {
        switch (inbound)
        {
            case ParentReceived received:
                Receive(at, received, commands);
                return true;
            case AllocationReceived received:
                parents.Allocations.Receive(at, received, commands);
                return true;
            case BasketReceived received:
                baskets.Receive(at, received, IsKilled, commands);
                days.Note(at, received.Request.TimeInForce);
                return true;
            case ParentUnsupported unsupported:
                Refuse(at, unsupported, commands);
                return true;
            case ParentCancelRequested cancel:
                if (!baskets.TryCancel(at, cancel, commands))
                    Cancel(at, cancel, commands);
                return true;
            case ParentReplaceRequested replace:
                if (!baskets.TryReplace(replace, commands))
                    Replace(at, replace, commands);
                return true;
            case ParentsCancelRequested cancels:
                CancelAll(at, cancels, commands);
                return true;
            case ListCancelRequested list:
                CancelList(at, list, commands);
                return true;
            case ParentStatusRequested or ParentsStatusRequested or ListStatusRequested:
                foreach (DeskReport report in states.Of(at, inbound, orders.NextReport))
                    commands.Add(report);
                return true;
            case KillSwitchChanged change:
                ChangeKillSwitch(at, change, commands);
                return true;
            case ExpiryReached:
                Expire(at);
                days.Tell(at, commands);
                return true;
            default:
                return false;
        }
    }

    private static Instant? Earlier(Instant? one, Instant? other) => one is null || other < one ? other : one;

    private void Receive(Instant at, ParentReceived received, CommandList commands)
    {
        ParentRequest request = received.Request;
        bool duplicate = orders.IsUsed(request.Desk, request.ClientOrderId);
        if (duplicate && received.PossibleDuplicate)
            return;
        if (duplicate && received.PossibleResend && orders.Find(request.Desk, request.ClientOrderId) is ParentOrder known)
        {
            commands.Add(ReportBuilder.Of(known, orders.NextReport(), ExecutionKind.OrderStatus, at));
            return;
        }

        AdmissionState state = new(at, IsKilled, duplicate);
        Refusal? refusal = ParentAdmission.Judge(firm, request, state, out Product? product, out QuantityLots quantity);
        if (refusal is not null)
        {
            orders.AddRejected(request.Desk, request.ClientOrderId);
            commands.Add(ReportBuilder.OfRejected(
                request.Desk, request.ClientOrderId, request.Symbol, request.Side, request.Quantity, orders.NextReport(), at)
                with
            { Refusals = [refusal], Terms = request, Unit = product?.Base });
            return;
        }

        ParentOrder parent = new(orders.NextParentId, request, product!, quantity, at) { ExpiresAt = ExpiresAt(request, at) };
        orders.Add(parent);
        schedule.NoteExpiry(parent);
        schedule.Add(parent);
        days.Note(at, request.TimeInForce);
    }

    private void Refuse(Instant at, ParentUnsupported unsupported, CommandList commands)
    {
        if (unsupported.PossibleDuplicate && orders.IsUsed(unsupported.Desk, unsupported.ClientOrderId))
            return;
        orders.AddRejected(unsupported.Desk, unsupported.ClientOrderId);
        commands.Add(ReportBuilder.OfRejected(
            unsupported.Desk, unsupported.ClientOrderId, unsupported.Symbol, unsupported.Side, unsupported.Quantity, orders.NextReport(), at)
            with
        { Refusals = [unsupported.Refusal] });
    }

    private void Cancel(Instant at, ParentCancelRequested cancel, CommandList commands)
    {
        // Only accepted requests are remembered: a desk may send one that was refused again under its id.
        if (cancel.PossibleDuplicate && orders.IsUsed(cancel.Desk, cancel.ClientOrderId))
            return;
        ParentOrder? parent = orders.Find(cancel.Desk, cancel.OriginalClientOrderId);
        RefusalReason? reason = parent is null ? RefusalReason.UnknownOrder
            : ParentTransitions.IsFinal(parent.Status) ? RefusalReason.TooLateToCancel
            : parent.Status == ParentStatus.PendingCancel || (parent.Status == ParentStatus.PendingReplace && parent.Filled == parent.Quantity)
                ? RefusalReason.CancelPending
            : orders.IsUsed(cancel.Desk, cancel.ClientOrderId) ? RefusalReason.DuplicateClientOrderId
            : null;
        if (reason is RefusalReason refused)
        {
            commands.Add(Rejection(cancel.Desk, cancel.ClientOrderId, cancel.OriginalClientOrderId, parent, new Refusal(refused, cancel.OriginalClientOrderId)));
            return;
        }

        orders.AddRejected(cancel.Desk, cancel.ClientOrderId);
        BeginCancel(at, parent!, cancel.ClientOrderId, commands);
    }

    private void BeginCancel(Instant at, ParentOrder parent, string? clientOrderId, CommandList commands)
    {
        parent.Apply(ParentSignal.CancelAccepted);
        settlement.RefuseReplacement(parent, RefusalReason.CancelPending, commands);
        parent.CancelClientOrderId = clientOrderId;
        parent.NextAttemptAt = null;
        schedule.Remove(parent);
        lifecycle.Touch(parent);
        commands.Add(ReportBuilder.Of(parent, orders.NextReport(), ExecutionKind.PendingCancel, at) with
        {
            ClientOrderId = clientOrderId ?? parent.Request.ClientOrderId,
            OriginalClientOrderId = clientOrderId is null ? null : parent.Request.ClientOrderId,
            Refusals = IsKilled ? [Killed] : [],
        });
        foreach (ChildRecord record in orders.OpenChildren)
        {
            if (record.Parent == parent)
                commands.Add(new CancelChild(record.Order.Terms, record.Order.VenueOrderId));
        }
    }

    private void Replace(Instant at, ParentReplaceRequested replace, CommandList commands)
    {
        ParentRequest request = replace.Request;
        if (replace.PossibleDuplicate && orders.IsUsed(request.Desk, request.ClientOrderId))
            return;
        ParentOrder? parent = orders.Find(request.Desk, replace.OriginalClientOrderId);
        QuantityLots quantity = default;
        Refusal? refusal = JudgeTarget(parent, replace)
            ?? replace.Unsupported
            ?? ParentAdmission.Judge(firm, request, new AdmissionState(at, IsKilled, IsDuplicate: false), out _, out quantity);
        if (refusal is not null)
        {
            commands.Add(Rejection(request.Desk, request.ClientOrderId, replace.OriginalClientOrderId, parent, refusal) with { OfReplace = true });
            return;
        }

        orders.Name(parent!, request.ClientOrderId);
        days.Note(at, request.TimeInForce);
        parent!.Await(new ParentReplacement(request, quantity, ExpiresAt(request, at)));
        parent.NextAttemptAt = null;
        schedule.Remove(parent);
        lifecycle.Touch(parent);
        commands.Add(ReportBuilder.Of(parent, orders.NextReport(), ExecutionKind.PendingReplace, at) with
        {
            ClientOrderId = request.ClientOrderId,
            OriginalClientOrderId = parent.Request.ClientOrderId,
        });
    }

    /// <summary>Why this parent cannot be replaced so, or null. A superseded id is no order any more: its desk has not seen the last state.</summary>
    private Refusal? JudgeTarget(ParentOrder? parent, ParentReplaceRequested replace)
    {
        string original = replace.OriginalClientOrderId;
        ParentRequest request = replace.Request;
        if (parent is null || (AcceptedId(parent, original) != parent.Request.ClientOrderId && !ParentTransitions.IsFinal(parent.Status)))
            return new Refusal(RefusalReason.UnknownOrder, parent is null ? original : $"{original}, replaced by {parent.Request.ClientOrderId}");
        if (ParentTransitions.IsFinal(parent.Status))
            return new Refusal(RefusalReason.TooLateToCancel, original);
        if (parent.Status is ParentStatus.PendingCancel or ParentStatus.PendingReplace)
            return new Refusal(RefusalReason.CancelPending, original);
        if (orders.IsUsed(request.Desk, request.ClientOrderId))
            return new Refusal(RefusalReason.DuplicateClientOrderId, request.ClientOrderId);
        return parent.Request.Symbol != request.Symbol || parent.Request.Side != request.Side
            ? new Refusal(RefusalReason.InvalidReplacement, $"{original} is {parent.Request.Side} {parent.Request.Symbol}")
            : null;
    }

    private void CancelAll(Instant at, ParentsCancelRequested cancels, CommandList commands)
    {
        bool used = orders.IsUsed(cancels.Desk, cancels.ClientOrderId);
        if (cancels.PossibleDuplicate && used)
            return;
        Refusal? refusal = used ? new Refusal(RefusalReason.DuplicateClientOrderId, cancels.ClientOrderId)
            : cancels.Scope is null ? new Refusal(RefusalReason.UnsupportedScope, "MassCancelRequestType")
            : null;
        ParentOrder[] meant = refusal is null ? [.. states.Live(cancels.Desk, cancels.Scope!.Value, cancels.Symbol, cancels.Side).Where(CanCancel)] : [];
        BasketOrder[] meantBaskets = refusal is null
            ? [.. states.LiveBaskets(cancels.Desk, cancels.Scope!.Value, cancels.Symbol, cancels.Side).Where(basket => basket.Status != ParentStatus.PendingCancel)]
            : [];
        if (cancels.Scope == ParentScope.Symbol && meantBaskets.Length == 0 && (cancels.Symbol is null || firm.Reference.FindProduct(cancels.Symbol) is null))
            refusal ??= new Refusal(RefusalReason.UnknownProduct, cancels.Symbol ?? "no Symbol");
        orders.AddRejected(cancels.Desk, cancels.ClientOrderId);
        commands.Add(new ReportMassCancel(cancels, [.. Affected(meant, meantBaskets)], refusal, at)
        {
            Desk = cancels.Desk,
            ReportNumber = orders.NextReport(),
        });
        foreach (ParentOrder parent in meant)
            BeginCancel(at, parent, clientOrderId: null, commands);
        foreach (BasketOrder basket in meantBaskets)
            baskets.BeginCancel(at, basket, clientOrderId: null, commands);
    }

    private static IEnumerable<(ParentOrderId Parent, string ClientOrderId)> Affected(ParentOrder[] parents, BasketOrder[] baskets) =>
        parents.Select(parent => (parent.Id, parent.Request.ClientOrderId)).Concat(baskets.Select(basket => (basket.Id, basket.Request.ClientOrderId)));

    private void CancelList(Instant at, ListCancelRequested list, CommandList commands)
    {
        foreach (ParentOrder parent in states.OfList(list.Desk, list.ListId).Where(CanCancel))
            BeginCancel(at, parent, clientOrderId: null, commands);
        commands.Add(states.Of(at, new ListStatusRequested(list.Desk, list.ListId, Acknowledges: false), orders.NextReport()));
    }

    private void ChangeKillSwitch(Instant at, KillSwitchChanged change, CommandList commands)
    {
        IsKilled = change.Engaged;
        if (!IsKilled)
            return;
        baskets.Kill(at, commands);
        foreach (ParentOrder parent in orders.Singles)
        {
            if (!CanCancel(parent))
                continue;
            parent.Blocking = [Killed, .. parent.Blocking];
            BeginCancel(at, parent, clientOrderId: null, commands);
        }
    }

    private void Expire(Instant at)
    {
        baskets.Expire(at);
        foreach (ParentOrder parent in schedule.TakeExpired(orders, at))
        {
            parent.IsExpiring = true;
            parent.NextAttemptAt = null;
            schedule.Remove(parent);
            lifecycle.Touch(parent);
        }
    }

    private Instant? ExpiresAt(ParentRequest request, Instant at) => DayEnd.ExpiryOf(request.TimeInForce, request.ExpireAt, at, firm.DayEndMinutes);

    private RejectCancel Rejection(string desk, string clientOrderId, string original, ParentOrder? parent, Refusal refusal) =>
        new(clientOrderId, AcceptedId(parent, original), parent?.Id, parent?.Status ?? ParentStatus.Rejected, refusal) { Desk = desk, ReportNumber = orders.NextReport() };

    /// <summary>The id of the accepted terms where the desk names a replacement that still waits (FIX 4.4 matrix D.2.c), else what the desk named.</summary>
    private static string AcceptedId(ParentOrder? parent, string original) =>
        parent is not null && parent.Replacement?.Request.ClientOrderId == original ? parent.Request.ClientOrderId : original;

    private static bool CanCancel(ParentOrder parent) => !ParentTransitions.IsFinal(parent.Status) && parent.Status != ParentStatus.PendingCancel;
}
