using MarginRouter.Core.Instruments;
using MarginRouter.Core.Orders;

namespace MarginRouter.Venues.Kraken.Trading;

/// <summary>
/// Finds the child of a report by our id or by the venue's, since not every report carries both. Bounded: past the capacity the oldest
/// order is forgotten, which is long finished, for an immediate-or-cancel order lives for seconds.
/// </summary>
internal sealed class OrderDirectory(ClientOrderIdFormat ids)
{
    private const int Capacity = 16_384;

    private readonly Lock gate = new();
    private readonly Dictionary<ChildOrderId, TrackedOrder> byChild = [];
    private readonly Dictionary<string, TrackedOrder> byOrderId = new(StringComparer.Ordinal);
    private readonly Queue<TrackedOrder> oldest = new();

    /// <summary>Notes a child that is about to be sent.</summary>
    public void Sent(ChildOrderTerms terms)
    {
        lock (gate)
            Track(terms.Id).Quantity = terms.Quantity;
    }

    /// <summary>The size of a child that stands becomes another.</summary>
    public void Resize(ChildOrderId child, long difference)
    {
        lock (gate)
        {
            if (byChild.GetValueOrDefault(child) is { Quantity: { } quantity } tracked)
                tracked.Quantity = new QuantityLots(quantity.Value + difference);
        }
    }

    /// <summary>Notes the venue's id of a child.</summary>
    public void Named(ChildOrderId child, string orderId)
    {
        lock (gate)
            Name(Track(child), orderId);
    }

    /// <summary>The venue's id of a child; null when it was never stated.</summary>
    public string? OrderId(ChildOrderId child)
    {
        lock (gate)
            return byChild.GetValueOrDefault(child)?.OrderId;
    }

    /// <summary>The order of a report; null when it is none of this journal's children.</summary>
    public TrackedOrder? Find(string? clientOrderId, string? orderId)
    {
        lock (gate)
        {
            if (clientOrderId is not null && ids.TryParse(clientOrderId, out ChildOrderId child))
            {
                TrackedOrder tracked = Track(child);
                if (orderId is not null)
                    Name(tracked, orderId);
                return tracked;
            }

            return orderId is null ? null : byOrderId.GetValueOrDefault(orderId);
        }
    }

    private TrackedOrder Track(ChildOrderId child)
    {
        if (byChild.TryGetValue(child, out TrackedOrder? known))
            return known;
        if (oldest.Count >= Capacity)
            Forget(oldest.Dequeue());
        TrackedOrder tracked = new(child);
        byChild.Add(child, tracked);
        oldest.Enqueue(tracked);
        return tracked;
    }

    private void Name(TrackedOrder tracked, string orderId)
    {
        tracked.OrderId = orderId;
        byOrderId[orderId] = tracked;
    }

    private void Forget(TrackedOrder tracked)
    {
        byChild.Remove(tracked.Child);
        if (tracked.OrderId is not null)
            byOrderId.Remove(tracked.OrderId);
    }
}
