using MarginRouter.Core.Instruments;
using MarginRouter.Core.MarketData;

namespace MarginRouter.Simulation.Markets;

/// <summary>
/// The accounts' orders in the book of one market, in price-time priority among themselves and behind what others showed at their price when
/// they came. Others who withdraw are taken to stand behind, so that a queue is never shorter here than it can have been at the venue.
/// </summary>
internal sealed class RestingOrders
{
    private readonly Dictionary<long, RestingOrder> byId = [];
    private readonly Dictionary<(BookSide Side, long Price), List<RestingOrder>> levels = [];

    /// <summary>Size of all resting orders at a price.</summary>
    public QuantityLots SizeAt(BookSide side, PriceTicks price)
    {
        QuantityLots size = QuantityLots.Zero;
        foreach (RestingOrder order in At(side, price))
            size += order.Remaining;
        return size;
    }

    /// <summary>The prices with resting orders, best first.</summary>
    public IReadOnlyList<PriceTicks> Prices(BookSide side)
    {
        IEnumerable<long> prices = levels.Keys.Where(key => key.Side == side).Select(key => key.Price);
        return [.. (side == BookSide.Bid ? prices.OrderDescending() : prices.Order()).Select(price => new PriceTicks(price))];
    }

    /// <summary>An order by number; null when it does not rest.</summary>
    public RestingOrder? Find(long orderId) => byId.GetValueOrDefault(orderId);

    /// <summary>Puts an order last in the queue of its price.</summary>
    public void Add(RestingOrder order)
    {
        byId.Add(order.OrderId, order);
        if (!levels.TryGetValue((order.Side, order.Price.Value), out List<RestingOrder>? queue))
            levels.Add((order.Side, order.Price.Value), queue = []);
        queue.Add(order);
    }

    /// <summary>Takes an order out.</summary>
    public void Remove(RestingOrder order)
    {
        byId.Remove(order.OrderId);
        List<RestingOrder> queue = levels[(order.Side, order.Price.Value)];
        queue.Remove(order);
        if (queue.Count == 0)
            levels.Remove((order.Side, order.Price.Value));
    }

    /// <summary>Others show only so much at a price now.</summary>
    public void Cap(BookSide side, PriceTicks price, QuantityLots others)
    {
        foreach (RestingOrder order in At(side, price))
        {
            if (order.Ahead > others)
                order.Ahead = others;
        }
    }

    /// <summary>The market traded through a price: the orders there fill in the order of time. Returns what is left of the size that came.</summary>
    public QuantityLots HitThrough(BookSide side, PriceTicks price, QuantityLots incoming, List<RestingHit> hits)
    {
        foreach (RestingOrder order in At(side, price))
            incoming -= Hit(order, incoming, hits);
        return incoming;
    }

    /// <summary>Others traded at a price: first what stands ahead, then the orders. Returns what is left of the size that came.</summary>
    public QuantityLots HitAt(BookSide side, PriceTicks price, QuantityLots incoming, List<RestingHit> hits)
    {
        QuantityLots passed = QuantityLots.Zero;
        foreach (RestingOrder order in At(side, price))
        {
            QuantityLots ahead = Least(incoming, order.Ahead > passed ? order.Ahead - passed : QuantityLots.Zero);
            passed += ahead;
            incoming -= ahead;
            incoming -= Hit(order, incoming, hits);
        }

        Pass(side, price, passed);
        return incoming;
    }

    /// <summary>An order takes from a price at which others show a size; returns what it took of theirs.</summary>
    public QuantityLots Take(BookTaker taker, PriceTicks price, QuantityLots others, BookTaking taking)
    {
        QuantityLots passed = QuantityLots.Zero;
        foreach (RestingOrder order in At(taker.Opposite, price))
        {
            QuantityLots ahead = order.Ahead > passed ? order.Ahead - passed : QuantityLots.Zero;
            passed += taking.Take(price, ahead, null);
            if (taking.IsOver)
                break;
            if (order.Owner == taker.Owner && taker.SelfMatch != SelfMatchPrevention.Allow)
                Prevent(order, taker.SelfMatch, taking);
            else
                Fill(order, taking.Take(price, order.Remaining, order.OrderId));
            if (taking.IsOver)
                break;
        }

        if (!taking.IsOver)
            passed += taking.Take(price, others - passed, null);
        Pass(taker.Opposite, price, passed);
        return passed;
    }

    private void Prevent(RestingOrder order, SelfMatchPrevention rule, BookTaking taking)
    {
        taking.IsStopped = rule is SelfMatchPrevention.CancelIncoming or SelfMatchPrevention.CancelBoth;
        if (rule == SelfMatchPrevention.CancelIncoming)
            return;
        taking.Withdrawn.Add(order.OrderId);
        Remove(order);
    }

    private QuantityLots Hit(RestingOrder order, QuantityLots incoming, List<RestingHit> hits)
    {
        QuantityLots filled = Least(incoming, order.Remaining);
        if (!filled.IsZero)
            hits.Add(new RestingHit(order.OrderId, order.Price, filled));
        Fill(order, filled);
        return filled;
    }

    private void Fill(RestingOrder order, QuantityLots filled)
    {
        order.Remaining -= filled;
        if (order.Remaining.IsZero)
            Remove(order);
    }

    private void Pass(BookSide side, PriceTicks price, QuantityLots passed)
    {
        foreach (RestingOrder order in At(side, price))
            order.Ahead = order.Ahead > passed ? order.Ahead - passed : QuantityLots.Zero;
    }

    // A copy, because orders leave the queue while it is walked.
    private RestingOrder[] At(BookSide side, PriceTicks price) =>
        levels.TryGetValue((side, price.Value), out List<RestingOrder>? queue) ? [.. queue] : [];

    private static QuantityLots Least(QuantityLots one, QuantityLots other) => one < other ? one : other;
}
