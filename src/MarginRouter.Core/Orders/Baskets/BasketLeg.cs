using MarginRouter.Core.Instruments;

namespace MarginRouter.Core.Orders.Baskets;

/// <summary>
/// One leg of a basket at work. Its children belong to orders of its own: the first one, further ones when something must be traded back
/// or anew. Owned by the engine.
/// </summary>
public sealed class BasketLeg
{
    private readonly List<ParentOrder> orders = [];
    private BasketOrder? basket;

    /// <summary>Makes a leg without orders.</summary>
    /// <param name="request">What the desk asked for.</param>
    /// <param name="product">What it trades.</param>
    /// <param name="lotsPerBlock">Product lots in one block of the basket; positive.</param>
    public BasketLeg(BasketLegRequest request, Product product, long lotsPerBlock)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(lotsPerBlock);
        Request = request;
        Product = product;
        LotsPerBlock = lotsPerBlock;
    }

    /// <summary>What the desk asked for.</summary>
    public BasketLegRequest Request { get; }

    /// <summary>What it trades.</summary>
    public Product Product { get; }

    /// <summary>Product lots in one block of the basket.</summary>
    public long LotsPerBlock { get; }

    /// <summary>The basket; set once, by the basket.</summary>
    public BasketOrder Basket
    {
        get => basket ?? throw new InvalidOperationException("the leg belongs to no basket yet");
        internal set => basket = value;
    }

    /// <summary>Its orders, in order of creation.</summary>
    public IReadOnlyList<ParentOrder> Orders => orders;

    /// <summary>Product lots filled on its side less those traded back.</summary>
    public long Net
    {
        get
        {
            long net = 0;
            foreach (ParentOrder order in orders)
                net += order.Request.Side == Request.Side ? order.Filled.Value : -order.Filled.Value;
            return net;
        }
    }

    /// <summary>Average price of what it has filled on its side, in the pricing asset; null before the first fill.</summary>
    public decimal? AveragePrice
    {
        get
        {
            decimal notional = 0m;
            decimal quantity = 0m;
            foreach (ParentOrder order in orders)
            {
                if (order.Request.Side != Request.Side)
                    continue;
                notional += order.FilledNotional;
                quantity += Product.Quantity(order.Filled);
            }

            return quantity == 0m ? null : notional / quantity;
        }
    }

    /// <summary>Takes an order.</summary>
    public void Add(ParentOrder order) => orders.Add(order);

    /// <summary>The newest order on a side that still wants so many lots; null when there is none.</summary>
    public ParentOrder? OrderFor(Side side, long lots)
    {
        for (int i = orders.Count - 1; i >= 0; i--)
        {
            ParentOrder order = orders[i];
            if (order.Request.Side == side && order.Quantity.Value - order.Filled.Value >= lots && !ParentTransitions.IsFinal(order.Status))
                return order;
        }

        return null;
    }
}
