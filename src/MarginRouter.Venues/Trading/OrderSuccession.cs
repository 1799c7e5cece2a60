using MarginRouter.Core.Orders;

namespace MarginRouter.Venues.Trading;

/// <summary>
/// The orders that follow each other at a venue under one client id, where a change of an order ends it and begins another. The end of one
/// that was followed is not the end of its child; an end that comes while a change is under way waits until it is known whose it is.
/// </summary>
internal sealed class OrderSuccession
{
    private const int ChildrenKept = 4_096;
    private readonly Lock gate = new();
    private readonly Dictionary<ChildOrderId, Line> lines = [];
    private readonly Queue<ChildOrderId> oldest = new();

    /// <summary>A change of a child's order is about to be sent.</summary>
    public void Begin(ChildOrderId child)
    {
        lock (gate)
        {
            if (!lines.TryGetValue(child, out Line? line))
            {
                lines.Add(child, line = new Line());
                oldest.Enqueue(child);
                if (oldest.Count > ChildrenKept)
                    lines.Remove(oldest.Dequeue());
            }

            line.IsChanging = true;
        }
    }

    /// <summary>The change was granted: an order ended with what it had filled, and another follows it.</summary>
    /// <returns>How the following order has ended since, or null.</returns>
    public OrderEnd? Follow(ChildOrderId child, (string Id, decimal Executed) ended, string next)
    {
        lock (gate)
        {
            if (!lines.TryGetValue(child, out Line? line))
                return null;
            line.Earlier[ended.Id] = ended.Executed;
            return Settle(line, next);
        }
    }

    /// <summary>The change was refused, or its outcome has been asked about: the order that stands for the child now.</summary>
    /// <returns>How that order has ended since, or null.</returns>
    public OrderEnd? Stay(ChildOrderId child, string current)
    {
        lock (gate)
        {
            if (!lines.TryGetValue(child, out Line? line))
                return null;
            foreach (OrderEnd end in line.Waiting.Where(end => end.VenueOrderId != current))
                line.Earlier[end.VenueOrderId] = end.Executed;
            return Settle(line, current);
        }
    }

    /// <summary>An order ended; true when that is not, or not yet, the end of its child.</summary>
    public bool Keeps(ChildOrderId child, OrderEnd end)
    {
        lock (gate)
        {
            if (!lines.TryGetValue(child, out Line? line))
                return false;
            if (line.IsChanging)
            {
                line.Waiting.Add(end);
                return true;
            }

            return line.Current is { } current && current != end.VenueOrderId;
        }
    }

    /// <summary>What the orders before the present one filled; zero for a child whose order was never changed.</summary>
    public decimal Before(ChildOrderId child)
    {
        lock (gate)
            return lines.TryGetValue(child, out Line? line) ? line.Earlier.Values.Sum() : 0m;
    }

    /// <summary>The venue's ids of the orders before the present one.</summary>
    public IReadOnlyList<string> Earlier(ChildOrderId child)
    {
        lock (gate)
            return lines.TryGetValue(child, out Line? line) ? [.. line.Earlier.Keys] : [];
    }

    private static OrderEnd? Settle(Line line, string current)
    {
        line.IsChanging = false;
        line.Current = current;
        OrderEnd? own = line.Waiting.Find(end => end.VenueOrderId == current);
        line.Waiting.Clear();
        return own;
    }

    private sealed class Line
    {
        public bool IsChanging { get; set; }

        public string? Current { get; set; }

        public Dictionary<string, decimal> Earlier { get; } = new(StringComparer.Ordinal);

        public List<OrderEnd> Waiting { get; } = [];
    }
}
