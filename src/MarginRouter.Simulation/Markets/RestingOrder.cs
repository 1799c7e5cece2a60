using MarginRouter.Core.Instruments;
using MarginRouter.Core.MarketData;

namespace MarginRouter.Simulation.Markets;

/// <summary>An order of an account in the book of a market.</summary>
internal sealed class RestingOrder(long orderId, string owner, BookSide side, PriceTicks price)
{
    /// <summary>The venue's number of the order.</summary>
    public long OrderId { get; } = orderId;

    /// <summary>Name of the account.</summary>
    public string Owner { get; } = owner;

    /// <summary>Side of the book.</summary>
    public BookSide Side { get; } = side;

    /// <summary>Its price.</summary>
    public PriceTicks Price { get; } = price;

    /// <summary>What of it has not been filled.</summary>
    public QuantityLots Remaining { get; set; }

    /// <summary>Size of other participants at its price that is filled before it.</summary>
    public QuantityLots Ahead { get; set; }
}
