using MarginRouter.Core.Orders;

namespace MarginRouter.Venues.FixVenue.Trading;

/// <summary>The orders of a session that have not ended, by child. Bounded by the children there are.</summary>
internal sealed class WireOrders
{
    private readonly Lock gate = new();
    private readonly Dictionary<ChildOrderId, WireOrder> orders = [];

    /// <summary>Notes an order that is about to leave.</summary>
    public void Sent(ChildOrderId child, WireOrder order)
    {
        lock (gate)
            orders[child] = order;
    }

    /// <summary>The order of a child; null when none is known.</summary>
    public WireOrder? Find(ChildOrderId child)
    {
        lock (gate)
            return orders.TryGetValue(child, out WireOrder order) ? order : null;
    }

    /// <summary>The venue named an order; what it was sent with stays.</summary>
    public void Named(ChildOrderId child, string? id, string? venueOrderId)
    {
        lock (gate)
        {
            bool known = orders.TryGetValue(child, out WireOrder order);
            if (!known && id is null)
                return;
            orders[child] = order with { Id = id ?? order.Id, VenueOrderId = venueOrderId ?? order.VenueOrderId };
        }
    }

    /// <summary>It has ended.</summary>
    public void Forget(ChildOrderId child)
    {
        lock (gate)
            orders.Remove(child);
    }
}
