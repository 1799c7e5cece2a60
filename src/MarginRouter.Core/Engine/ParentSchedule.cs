using MarginRouter.Core.Instruments;
using MarginRouter.Core.Orders;

namespace MarginRouter.Core.Engine;

/// <summary>Which parents are to be routed now, which later, and when the next one expires.</summary>
internal sealed class ParentSchedule
{
    private readonly List<ParentOrder> due = [];
    private readonly List<ParentOrder> waiting = [];
    private readonly SortedSet<(long At, long Number)> expiries = [];

    /// <summary>True while a parent is to be routed now.</summary>
    public bool HasDue => due.Count > 0;

    /// <summary>True when the parent is to be routed now.</summary>
    public bool IsDue(ParentOrder parent) => due.Contains(parent);

    /// <summary>Asks for a parent to be routed now.</summary>
    public void Add(ParentOrder parent) => due.Add(parent);

    /// <summary>The parent is no longer to be routed now.</summary>
    public void Remove(ParentOrder parent) => due.Remove(parent);

    /// <summary>Nothing is to be routed now.</summary>
    public void Clear() => due.Clear();

    /// <summary>Takes the next parent to be routed now.</summary>
    public ParentOrder TakeDue()
    {
        ParentOrder parent = due[0];
        due.RemoveAt(0);
        return parent;
    }

    /// <summary>The next attempt waits until the venues have shown what the last one took: their books are behind our own fills.</summary>
    public void Wait(ParentOrder parent, Instant until)
    {
        parent.NextAttemptAt = until;
        if (!waiting.Contains(parent))
            waiting.Add(parent);
    }

    /// <summary>Makes due what has waited long enough.</summary>
    public void CollectDue(Instant at, bool killed)
    {
        for (int i = 0; i < waiting.Count; i++)
        {
            ParentOrder parent = waiting[i];
            if (parent.NextAttemptAt is Instant next && next > at)
                continue;
            waiting.RemoveAt(i--);

            // A late fill of a child that had ended may have completed it meanwhile.
            if (parent.NextAttemptAt is not null && !ParentTransitions.IsFinal(parent.Status) && !killed)
                due.Add(parent);
        }
    }

    /// <summary>Notes when a parent expires; nothing for one that does not.</summary>
    public void NoteExpiry(ParentOrder parent)
    {
        if (parent.ExpiresAt is Instant at)
            expiries.Add((at.Nanoseconds, parent.Id.Value));
    }

    /// <summary>When the next live parent expires; null when none does. What has ended or been replaced meanwhile is forgotten on the way.</summary>
    public Instant? NextExpiry(OrderRegister orders)
    {
        while (expiries.Count > 0)
        {
            (long at, long number) = expiries.Min;
            if (Expires(orders[new ParentOrderId(number)], at))
                return new Instant(at);
            expiries.Remove(expiries.Min);
        }

        return null;
    }

    /// <summary>Takes the parents whose time has come, the earliest first.</summary>
    public IReadOnlyList<ParentOrder> TakeExpired(OrderRegister orders, Instant at)
    {
        List<ParentOrder> expired = [];
        while (NextExpiry(orders) is Instant next && next <= at)
        {
            expired.Add(orders[new ParentOrderId(expiries.Min.Number)]);
            expiries.Remove(expiries.Min);
        }

        return expired;
    }

    private static bool Expires(ParentOrder parent, long at) =>
        !ParentTransitions.IsFinal(parent.Status) && !parent.IsExpiring && parent.ExpiresAt?.Nanoseconds == at;
}
