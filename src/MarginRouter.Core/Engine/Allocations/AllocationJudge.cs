using System.Collections.Immutable;
using MarginRouter.Core.Engine.Baskets;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Orders;
using MarginRouter.Core.Orders.Allocations;
using MarginRouter.Core.Orders.Baskets;

namespace MarginRouter.Core.Engine.Allocations;

/// <summary>Judges an allocation instruction against the fills. The order of the checks is part of the contract.</summary>
internal sealed class AllocationJudge(Firm firm, OrderRegister orders, BasketRegister baskets, AllocationRegister register)
{
    /// <summary>Digits of a price that are always compared, however few the desk states.</summary>
    private const int LeastDigits = 2;

    /// <summary>The first rule that it breaks; null with what it uses of each order. What is replaced counts as free.</summary>
    public Refusal? Judge(AllocationRequest request, AcceptedAllocation? replaced, out ImmutableArray<(ParentOrder Parent, QuantityLots Lots)> taken)
    {
        taken = [];
        Refusal? refusal = FindOrders(request, out List<ParentOrder> found);
        if (refusal is not null)
            return refusal;
        Product product = found[0].Product;
        refusal = JudgeShares(request, product, out QuantityLots quantity);
        if (refusal is not null)
            return refusal;
        long free = found.Sum(parent => register.Free(parent, replaced));
        if (quantity.Value > free)
            return new Refusal(RefusalReason.AllocationQuantity, $"allocation {request.Id}", request.Quantity, free * product.LotSize);
        decimal average = Average(found);
        if (Differs(request.AveragePrice, average))
            return new Refusal(RefusalReason.AllocationPrice, $"AvgPx of allocation {request.Id}", request.AveragePrice, average);
        taken = Take(found, quantity.Value, replaced);
        return null;
    }

    /// <summary>Average price of all fills of some orders.</summary>
    public static decimal Average(IReadOnlyCollection<ParentOrder> parents) =>
        parents.Sum(FilledOrder.Notional) / parents.Sum(parent => FilledOrder.Lots(parent) * parent.Product.LotSize);

    private Refusal? FindOrders(AllocationRequest request, out List<ParentOrder> found)
    {
        found = [];
        foreach (AllocatedOrder named in request.Orders)
        {
            string name = named.ClientOrderId ?? $"OrderID {named.Parent?.Value}";
            if (FindLeg(request, named, out ParentOrder? parent) is { } unclear)
                return unclear;
            parent ??= Find(request.Desk, named);
            if (parent is null)
                return new Refusal(RefusalReason.UnknownOrder, name);
            if (found.Contains(parent))
                return new Refusal(RefusalReason.AllocationMismatch, $"{name} is named twice");
            if (parent.Request.Symbol != request.Symbol || parent.Request.Side != request.Side)
                return new Refusal(RefusalReason.AllocationMismatch, $"{name} is {parent.Request.Side} {parent.Request.Symbol}");
            if (!FilledOrder.IsOver(parent))
                return new Refusal(RefusalReason.OrderStillWorking, name);
            if (FilledOrder.Lots(parent) == 0)
                return new Refusal(RefusalReason.AllocationQuantity, name, request.Quantity, 0m);
            found.Add(parent);
        }

        return found.Count > 0 ? null : new Refusal(RefusalReason.UnknownOrder, "no order is named");
    }

    /// <summary>The leg that is meant, where the name is a basket's: by its reference, or as the only one of the symbol and side.</summary>
    private Refusal? FindLeg(AllocationRequest request, AllocatedOrder named, out ParentOrder? order)
    {
        order = null;
        if (named.ClientOrderId is not string id || baskets.Find(request.Desk, id) is not { } basket)
            return null;
        if (named.Parent is { } number && number != basket.Id)
            return new Refusal(RefusalReason.UnknownOrder, id);
        BasketLeg[] meant = [.. basket.Legs.Where(leg => named.Leg is null
            ? leg.Request.Symbol == request.Symbol && leg.Request.Side == request.Side
            : leg.Request.Reference == named.Leg)];
        if (meant.Length != 1)
            return new Refusal(RefusalReason.AllocationMismatch, $"{meant.Length} legs of {id} are {named.Leg ?? $"{request.Side} {request.Symbol}"}");
        order = FilledOrder.Of(meant[0]);
        return null;
    }

    private ParentOrder? Find(string desk, AllocatedOrder named)
    {
        ParentOrder? byName = named.ClientOrderId is string id ? orders.Find(desk, id) : null;
        if (named.Parent is not ParentOrderId number)
            return byName;
        ParentOrder? byNumber = number.Value >= 1 && number.Value < orders.NextParentId.Value ? orders[number] : null;
        bool isDesks = byNumber is { Leg: null } && byNumber.Request.Desk == desk;
        return isDesks && (named.ClientOrderId is null || byName == byNumber) ? byNumber : null;
    }

    private Refusal? JudgeShares(AllocationRequest request, Product product, out QuantityLots quantity)
    {
        if (request.Quantity <= 0m || !product.TryQuantity(request.Quantity, out quantity))
        {
            quantity = default;
            return new Refusal(RefusalReason.InvalidQuantity, $"Quantity, lot {product.LotSize}", request.Quantity);
        }

        Desk desk = firm.FindDesk(request.Desk)!;
        decimal sum = 0m;
        HashSet<string> accounts = new(StringComparer.Ordinal);
        foreach (OrderAllocation share in request.Shares)
        {
            if (!desk.AllocationAccounts.IsEmpty && !desk.AllocationAccounts.Contains(share.Account))
                return new Refusal(RefusalReason.UnknownAllocationAccount, share.Account);
            if (!accounts.Add(share.Account))
                return new Refusal(RefusalReason.AllocationMismatch, $"AllocAccount {share.Account} is named twice");
            if (share.Quantity <= 0m || share.Quantity > request.Quantity || !product.TryQuantity(share.Quantity, out _))
                return new Refusal(RefusalReason.InvalidQuantity, $"AllocQty of {share.Account}, lot {product.LotSize}", share.Quantity, request.Quantity);
            sum += share.Quantity;
        }

        return sum == request.Quantity ? null : new Refusal(RefusalReason.InvalidQuantity, "sum of AllocQty", sum, request.Quantity);
    }

    /// <summary>A desk may state fewer digits than there are: then it must be the average rounded to those, whichever way halves go.</summary>
    private static bool Differs(decimal stated, decimal average)
    {
        decimal half = 0.5m;
        for (int i = Math.Max(LeastDigits, (int)stated.Scale); i > 0; i--)
            half /= 10m;
        return Math.Abs(stated - average) > half;
    }

    private ImmutableArray<(ParentOrder Parent, QuantityLots Lots)> Take(List<ParentOrder> found, long wanted, AcceptedAllocation? replaced)
    {
        ImmutableArray<(ParentOrder, QuantityLots)>.Builder taken = ImmutableArray.CreateBuilder<(ParentOrder, QuantityLots)>();
        foreach (ParentOrder parent in found)
        {
            long lots = Math.Min(wanted, register.Free(parent, replaced));
            if (lots <= 0)
                continue;
            taken.Add((parent, new QuantityLots(lots)));
            wanted -= lots;
        }

        return taken.ToImmutable();
    }
}
