using MarginRouter.Core.Instruments;
using MarginRouter.Core.Orders;

namespace MarginRouter.Venues.Kraken.Trading;

/// <summary>What the adapter knows of one child at the venue.</summary>
internal sealed class TrackedOrder(ChildOrderId child)
{
    private readonly HashSet<string> trades = new(StringComparer.Ordinal);

    /// <summary>The child.</summary>
    public ChildOrderId Child { get; } = child;

    /// <summary>Its size; null for a child of an earlier process.</summary>
    public QuantityLots? Quantity { get; set; }

    /// <summary>The venue's id; null until it is known.</summary>
    public string? OrderId { get; set; }

    /// <summary>Total of the trades seen.</summary>
    public QuantityLots Filled { get; private set; }

    /// <summary>True when everything has filled.</summary>
    public bool IsComplete => Quantity is { } quantity && Filled >= quantity;

    /// <summary>Counts a trade once.</summary>
    public void Count(string trade, QuantityLots quantity)
    {
        if (trades.Add(trade))
            Filled += quantity;
    }
}
