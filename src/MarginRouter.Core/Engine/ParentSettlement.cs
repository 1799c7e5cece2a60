using MarginRouter.Core.Engine.Allocations;
using MarginRouter.Core.Engine.Commands;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Orders;

namespace MarginRouter.Core.Engine;

/// <summary>What becomes of a parent once none of its children is open: replaced, ended, expired, or routed again later.</summary>
internal sealed class ParentSettlement(
    Firm firm, OrderRegister orders, ChildLifecycle lifecycle, ParentSchedule schedule, AllocationRequests allocations)
{
    /// <summary>Looks at every parent that was touched.</summary>
    public void Settle(Instant at, CommandList commands)
    {
        foreach (ParentOrder parent in lifecycle.TakeTouched())
        {
            SettleOne(at, parent, commands);
            allocations.Follow(at, parent, commands);
        }
    }

    /// <summary>The parent waits for a replacement no longer: its request is refused.</summary>
    public void RefuseReplacement(ParentOrder parent, RefusalReason reason, CommandList commands)
    {
        if (parent.Replacement is not ParentReplacement replacement)
            return;
        parent.DropReplacement();
        orders.Unname(parent, replacement.Request.ClientOrderId);
        commands.Add(new RejectCancel(
            replacement.Request.ClientOrderId,
            parent.Request.ClientOrderId,
            parent.Id,
            parent.Status,
            new Refusal(reason, parent.Request.ClientOrderId))
        {
            Desk = parent.Request.Desk,
            ReportNumber = orders.NextReport(),
            OfReplace = true,
        });
    }

    /// <summary>A cancel that a fill crossed: the desk was told that it is pending and must hear that it came too late.</summary>
    private void RefuseCrossed(ParentOrder parent, CommandList commands)
    {
        if (parent.CancelClientOrderId is not string cancel)
            return;
        parent.CancelClientOrderId = null;
        commands.Add(new RejectCancel(
            cancel, parent.Request.ClientOrderId, parent.Id, parent.Status, new Refusal(RefusalReason.TooLateToCancel, parent.Request.ClientOrderId))
        {
            Desk = parent.Request.Desk,
            ReportNumber = orders.NextReport(),
        });
    }

    private void SettleOne(Instant at, ParentOrder parent, CommandList commands)
    {
        if (parent.Status == ParentStatus.Filled)
            RefuseCrossed(parent, commands);
        if (ParentTransitions.IsFinal(parent.Status) || parent.HasOpenChildren || schedule.IsDue(parent))
            return;
        if (parent.Status == ParentStatus.PendingReplace && (!parent.IsExpiring || parent.Filled == parent.Quantity))
            Replace(at, parent, commands);
        if (!ParentTransitions.IsFinal(parent.Status) && !schedule.IsDue(parent))
            ContinueOrEnd(at, parent, commands);
    }

    private void Replace(Instant at, ParentOrder parent, CommandList commands)
    {
        ParentRequest old = parent.Request;
        string wanted = parent.Replacement!.Request.ClientOrderId;
        if (!parent.SettleReplacement())
        {
            orders.Unname(parent, wanted);
            commands.Add(new RejectCancel(wanted, old.ClientOrderId, parent.Id, parent.Status, new Refusal(RefusalReason.TooLateToCancel, old.ClientOrderId))
            {
                Desk = old.Desk,
                ReportNumber = orders.NextReport(),
                OfReplace = true,
            });
            return;
        }

        schedule.NoteExpiry(parent);
        commands.Add(ReportBuilder.Of(parent, orders.NextReport(), ExecutionKind.Replaced, at) with { OriginalClientOrderId = old.ClientOrderId });
        if (!ParentTransitions.IsFinal(parent.Status))
            schedule.Add(parent);
    }

    private void ContinueOrEnd(Instant at, ParentOrder parent, CommandList commands)
    {
        Desk desk = firm.FindDesk(parent.Request.Desk)!;
        bool spent = parent.IsExhausted || parent.Request.TimeInForce == TimeInForce.FillOrKill || parent.Attempts >= desk.MaximumAttempts;
        if (parent.Status == ParentStatus.PendingCancel)
            End(at, parent, ParentSignal.Ended, commands);
        else if (parent.IsExpiring)
            End(at, parent, ParentSignal.Expired, commands);
        else if (parent.Request.IsImmediate && spent)
            End(at, parent, ParentSignal.Ended, commands);
        else
            schedule.Wait(parent, at.PlusMilliseconds(desk.ReattemptMilliseconds));
    }

    private void End(Instant at, ParentOrder parent, ParentSignal signal, CommandList commands)
    {
        bool expires = signal == ParentSignal.Expired;
        parent.Apply(signal);
        parent.NextAttemptAt = null;
        if (expires)
            RefuseReplacement(parent, RefusalReason.Expired, commands);
        commands.Add(ReportBuilder.Of(parent, orders.NextReport(), expires ? ExecutionKind.Expired : ExecutionKind.Canceled, at) with
        {
            ClientOrderId = parent.CancelClientOrderId ?? parent.Request.ClientOrderId,
            OriginalClientOrderId = parent.CancelClientOrderId is null ? null : parent.Request.ClientOrderId,
            Refusals = expires ? [new Refusal(RefusalReason.Expired, parent.Request.ClientOrderId), .. parent.Blocking] : parent.Blocking,
        });

        // The cancel is answered: a fill that comes later and completes the order does not refuse it any more.
        parent.CancelClientOrderId = null;
    }
}
