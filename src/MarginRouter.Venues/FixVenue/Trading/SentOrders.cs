using MarginRouter.Core.Instruments;
using MarginRouter.Core.Orders;

namespace MarginRouter.Venues.FixVenue.Trading;

/// <summary>Orders in the order in which they left, with the time by which an answer is due.</summary>
internal sealed class SentOrders
{
    private readonly Lock gate = new();
    private readonly Queue<(ChildOrderId Child, Instant Due)> waiting = new();

    /// <summary>Notes an order; due times never go back.</summary>
    public void Add(ChildOrderId child, Instant due)
    {
        lock (gate)
            waiting.Enqueue((child, due));
    }

    /// <summary>The next order whose answer is overdue; false when there is none.</summary>
    public bool TryTakeOverdue(Instant now, out ChildOrderId child)
    {
        lock (gate)
        {
            child = default;
            if (!waiting.TryPeek(out (ChildOrderId Child, Instant Due) oldest) || oldest.Due > now)
                return false;
            child = waiting.Dequeue().Child;
            return true;
        }
    }
}
