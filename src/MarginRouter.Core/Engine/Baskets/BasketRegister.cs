using MarginRouter.Core.Instruments;
using MarginRouter.Core.Orders;
using MarginRouter.Core.Orders.Baskets;

namespace MarginRouter.Core.Engine.Baskets;

/// <summary>All baskets by their desks' ids, which of them are to be worked now and which later, and when the next one expires.</summary>
internal sealed class BasketRegister
{
    private readonly Dictionary<(string Desk, string ClientOrderId), BasketOrder> byDesk = [];
    private readonly List<BasketOrder> baskets = [];
    private readonly List<BasketOrder> due = [];
    private readonly List<BasketOrder> waiting = [];
    private readonly SortedSet<(long At, int Place)> expiries = [];

    /// <summary>All baskets in order of arrival.</summary>
    public IReadOnlyList<BasketOrder> All => baskets;

    /// <summary>When the next live basket expires; null when none does.</summary>
    public Instant? NextExpiry
    {
        get
        {
            while (expiries.Count > 0)
            {
                BasketOrder basket = baskets[expiries.Min.Place];
                if (!ParentTransitions.IsFinal(basket.Status) && !basket.IsClosing)
                    return basket.ExpiresAt;
                expiries.Remove(expiries.Min);
            }

            return null;
        }
    }

    /// <summary>The basket that the desk calls by this id, or null.</summary>
    public BasketOrder? Find(string desk, string clientOrderId) => byDesk.GetValueOrDefault((desk, clientOrderId));

    /// <summary>Baskets that have not ended, in order of arrival.</summary>
    public IEnumerable<BasketOrder> Live => baskets.Where(basket => !ParentTransitions.IsFinal(basket.Status));

    /// <summary>Registers a new basket, to be worked now.</summary>
    public void Add(BasketOrder basket)
    {
        byDesk.Add((basket.Request.Desk, basket.Request.ClientOrderId), basket);
        if (basket.ExpiresAt is Instant at)
            expiries.Add((at.Nanoseconds, baskets.Count));
        baskets.Add(basket);
        due.Add(basket);
    }

    /// <summary>True when the basket is to be worked now.</summary>
    public bool IsDue(BasketOrder basket) => due.Contains(basket);

    /// <summary>The basket is to be worked now.</summary>
    public void MakeDue(BasketOrder basket) => due.Add(basket);

    /// <summary>Nothing is to be worked now.</summary>
    public void ClearDue() => due.Clear();

    /// <summary>The next basket to be worked now; null when there is none.</summary>
    public BasketOrder? TakeDue()
    {
        BasketOrder? basket = due.Count == 0 ? null : due[0];
        if (basket is not null)
            due.RemoveAt(0);
        return basket;
    }

    /// <summary>The basket is to be worked neither now nor later, until it is asked for again.</summary>
    public void Unschedule(BasketOrder basket)
    {
        due.Remove(basket);
        waiting.Remove(basket);
        basket.NextAttemptAt = null;
    }

    /// <summary>The basket is to be worked when the time has come.</summary>
    public void Wait(BasketOrder basket, Instant until)
    {
        basket.NextAttemptAt = until;
        if (!waiting.Contains(basket))
            waiting.Add(basket);
    }

    /// <summary>Makes due what has waited long enough.</summary>
    public void CollectDue(Instant at, bool killed)
    {
        for (int i = 0; i < waiting.Count; i++)
        {
            BasketOrder basket = waiting[i];
            if (basket.NextAttemptAt is Instant next && next > at)
                continue;
            waiting.RemoveAt(i--);
            if (basket.NextAttemptAt is not null && !ParentTransitions.IsFinal(basket.Status) && !killed && !basket.HasOpenChildren)
                due.Add(basket);
        }
    }

    /// <summary>Takes the baskets whose time has come, the earliest first.</summary>
    public IReadOnlyList<BasketOrder> TakeExpired(Instant at)
    {
        List<BasketOrder> expired = [];
        while (NextExpiry is Instant next && next <= at)
        {
            expired.Add(baskets[expiries.Min.Place]);
            expiries.Remove(expiries.Min);
        }

        return expired;
    }
}
