using MarginRouter.Core.Instruments;
using MarginRouter.Simulation.Accounts;

namespace MarginRouter.Simulation.Matching;

/// <summary>The checks of an order that need only its instrument and its account's position, in the order in which they are made.</summary>
internal static class OrderChecks
{
    /// <summary>Puts the order on the grid; returns why it is refused, or null.</summary>
    public static OrderRejection? Resolve(OrderRequest request, Instrument instrument, SimulatedAccount account, out OrderTerms? terms)
    {
        terms = null;
        if (!instrument.TryPrice(request.LimitPrice, out PriceTicks price))
            return new OrderRejection(RejectionReason.PriceOffGrid, $"price {request.LimitPrice} is no multiple of {instrument.TickSize}");
        if (!instrument.TryQuantity(request.Quantity, out QuantityLots quantity) || quantity.IsZero)
            return new OrderRejection(RejectionReason.QuantityOffGrid, $"size {request.Quantity} is no multiple of {instrument.LotSize}");
        if (quantity < instrument.MinimumQuantity)
            return new OrderRejection(RejectionReason.BelowMinimumQuantity, $"size {request.Quantity} is below {instrument.Quantity(instrument.MinimumQuantity)}");
        if (!request.ReduceOnly && instrument.Notional(price, quantity) < instrument.MinimumNotional)
            return new OrderRejection(RejectionReason.BelowMinimumNotional, $"value {instrument.Notional(price, quantity)} is below {instrument.MinimumNotional}");
        if (request.ReduceOnly && Reducible(request, account) == 0)
            return new OrderRejection(RejectionReason.ReduceOnly, $"no position in {request.Symbol} to reduce");
        terms = new OrderTerms(request, instrument, price, quantity, request.Leverage ?? account.Leverage(request.Symbol));
        return null;
    }

    /// <summary>How much of a position an order can close, in contracts.</summary>
    public static decimal Reducible(OrderRequest request, SimulatedAccount account)
    {
        decimal position = account.PositionQuantity(request.Symbol);
        return Math.Sign(position) == -request.Side.Sign() ? Math.Abs(position) : 0;
    }
}
