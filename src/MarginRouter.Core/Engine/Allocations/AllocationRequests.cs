using System.Collections.Immutable;
using System.Globalization;
using MarginRouter.Core.Engine.Baskets;
using MarginRouter.Core.Engine.Commands;
using MarginRouter.Core.Engine.Events;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Orders;
using MarginRouter.Core.Orders.Allocations;
using MarginRouter.Core.Orders.Baskets;

namespace MarginRouter.Core.Engine.Allocations;

/// <summary>Takes allocation instructions, and divides the fills of orders that said beforehand how. Every answer is a report of the journal.</summary>
internal sealed class AllocationRequests
{
    private readonly OrderRegister orders;
    private readonly AllocationRegister register = new();
    private readonly AllocationJudge judge;

    public AllocationRequests(Firm firm, OrderRegister orders, BasketRegister baskets)
    {
        this.orders = orders;
        judge = new AllocationJudge(firm, orders, baskets, register);
    }

    /// <summary>Takes an instruction. A repetition of an accepted one is answered as before and changes nothing.</summary>
    public void Receive(Instant at, AllocationReceived received, CommandList commands)
    {
        AllocationRequest request = received.Request;
        AcceptedAllocation? known = register.Find(request.Desk, request.Id);
        if (known is not null && received.PossibleDuplicate)
            return;
        if (known is not null)
        {
            bool same = !known.IsPreliminary && known.Request.SaysTheSame(request);
            Answer(at, request, same ? null : new Refusal(RefusalReason.AllocationMismatch, $"AllocID {request.Id} was another allocation's"), commands);
            return;
        }

        AcceptedAllocation? reference = request.Reference is string id ? register.Find(request.Desk, id) : null;
        Refusal? refusal = request.Action != AllocationAction.New && reference is not { Holds: true }
            ? new Refusal(RefusalReason.UnknownAllocation, request.Reference ?? "no RefAllocID")
            : null;
        ImmutableArray<(ParentOrder Parent, QuantityLots Lots)> taken = [];
        if (refusal is null && request.Action != AllocationAction.Cancel)
            refusal = judge.Judge(request, reference, out taken);
        Answer(at, request, refusal, commands);
        if (refusal is not null)
            return;
        if (reference is not null && request.Action != AllocationAction.New)
            reference.Holds = false;
        AcceptedAllocation accepted = new(request, taken) { Holds = request.Action != AllocationAction.Cancel };
        register.Add(accepted);
        commands.Add(Report(at, request.Action == AllocationAction.Cancel ? reference! : accepted, request.Id, request.Action) with { Reference = request.Reference });
    }

    /// <summary>
    /// Looks at an ended order: what came with it is divided, anew when late fills have come or fills were taken back; an instruction that
    /// uses more than is filled now holds no longer, because only the desk can say how the rest is to be divided.
    /// </summary>
    public void Follow(Instant at, ParentOrder parent, CommandList commands)
    {
        if (!FilledOrder.IsOver(parent))
            return;
        foreach (AcceptedAllocation broken in register.HoldingOf(parent).Where(allocation => !allocation.IsPreliminary).ToArray())
        {
            if (register.Free(parent) >= 0)
                break;
            broken.Holds = false;
            commands.Add(Report(at, broken, broken.Request.Id, AllocationAction.Cancel) with { Reference = broken.Request.Id, FollowsFills = true });
        }

        if (!parent.Request.Allocations.IsEmpty && parent.Leg is null)
            FollowPreliminary(at, parent, commands);
    }

    /// <summary>The same for the legs of an ended basket.</summary>
    public void Follow(Instant at, BasketOrder basket, CommandList commands)
    {
        foreach (BasketLeg leg in basket.Legs)
            Follow(at, FilledOrder.Of(leg), commands);
    }

    private void FollowPreliminary(Instant at, ParentOrder parent, CommandList commands)
    {
        string id = string.Create(CultureInfo.InvariantCulture, $"PRE-{parent.Id.Value}");
        AcceptedAllocation? before = register.Find(parent.Request.Desk, id);
        long lots = register.Free(parent, before);

        // Once the desk has replaced or taken back what came with the order, it divides by itself.
        bool isOurs = before is null or { IsPreliminary: true, Holds: true };
        if (!isOurs || lots <= 0 || (before is not null && before.Taken[0].Lots.Value == lots))
        {
            if (isOurs && lots <= 0 && before is not null)
            {
                before.Holds = false;
                commands.Add(Report(at, before, id, AllocationAction.Cancel) with { Reference = id, FollowsFills = true });
            }

            return;
        }

        ImmutableArray<long> wishes = [.. parent.Request.Allocations.Select(share => (long)(share.Quantity / parent.Product.LotSize))];
        ImmutableArray<long> shares = ProRata.Divide(lots, wishes);
        AllocationRequest request = new(parent.Request.Desk, id, before is null ? AllocationAction.New : AllocationAction.Replace)
        {
            Reference = before is null ? null : id,
            Orders = [new AllocatedOrder(parent.Request.ClientOrderId, parent.Id)],
            Symbol = parent.Request.Symbol,
            Side = parent.Request.Side,
            Quantity = lots * parent.Product.LotSize,
            AveragePrice = parent.AveragePrice,
            Shares = [.. parent.Request.Allocations.Select((share, i) => share with { Quantity = shares[i] * parent.Product.LotSize }).Where(share => share.Quantity > 0m)],
        };
        if (before is not null)
            before.Holds = false;
        AcceptedAllocation accepted = new(request, [(parent, new QuantityLots(lots))]) { IsPreliminary = true };
        register.Add(accepted);
        commands.Add(Report(at, accepted, id, request.Action) with { Reference = request.Reference, FollowsFills = before is not null });
    }

    private void Answer(Instant at, AllocationRequest request, Refusal? refusal, CommandList commands) =>
        commands.Add(new AnswerAllocation(request, refusal, at) { Desk = request.Desk, ReportNumber = orders.NextReport() });

    private ReportAllocation Report(Instant at, AcceptedAllocation allocation, string id, AllocationAction action)
    {
        AllocationRequest request = allocation.Request;
        ParentOrder first = allocation.Taken[0].Parent;
        ParentOrder[] parents = [.. allocation.Taken.Select(taken => taken.Parent)];
        bool hasFills = parents.Any(parent => FilledOrder.Lots(parent) != 0);
        return new ReportAllocation
        {
            Desk = request.Desk,
            ReportNumber = orders.NextReport(),
            Id = id,
            Action = action,
            IsPreliminary = allocation.IsPreliminary,
            Orders = [.. allocation.Taken.Select(taken => new DividedOrder(
                FilledOrder.Id(taken.Parent), FilledOrder.ClientOrderId(taken.Parent), taken.Parent.Leg?.Request.Reference, taken.Parent.Product.Quantity(taken.Lots)))],
            Symbol = request.Symbol,
            Side = request.Side!.Value,
            Unit = first.Product.Base,
            Quantity = request.Quantity,
            AveragePrice = hasFills ? AllocationJudge.Average(parents) : request.AveragePrice,
            Shares = request.Shares,
            At = at,
        };
    }
}
