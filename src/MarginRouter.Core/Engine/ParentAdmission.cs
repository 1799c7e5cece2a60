using MarginRouter.Core.Instruments;
using MarginRouter.Core.Orders;

namespace MarginRouter.Core.Engine;

/// <summary>Judges a parent request on its own terms, before any routing. Pure; the order of the checks is part of the contract.</summary>
internal static class ParentAdmission
{
    /// <summary>The first rule that the request breaks, or null with the product and the quantity on its grid.</summary>
    public static Refusal? Judge(Firm firm, ParentRequest request, AdmissionState state, out Product? product, out QuantityLots quantity)
    {
        product = null;
        quantity = default;
        if (state.IsDuplicate)
            return new Refusal(RefusalReason.DuplicateClientOrderId, request.ClientOrderId);
        if (state.IsKilled)
            return new Refusal(RefusalReason.KillSwitchEngaged, "firm");
        if (firm.FindDesk(request.Desk) is not Desk desk)
            return new Refusal(RefusalReason.PermissionDenied, $"desk {request.Desk}");
        product = firm.Reference.FindProduct(request.Symbol);
        if (product is null)
            return new Refusal(RefusalReason.UnknownProduct, request.Symbol);
        if (!desk.Products.Contains(product.Id))
            return new Refusal(RefusalReason.PermissionDenied, $"{request.Symbol} for desk {request.Desk}");
        if (request.Quantity <= 0 || !product.TryQuantity(request.Quantity, out quantity))
            return new Refusal(RefusalReason.InvalidQuantity, $"OrderQty, lot {product.LotSize}", request.Quantity);
        return JudgePrice(desk, request)
            ?? JudgeTime((request.TimeInForce, request.ExpireAt), state.At)
            ?? JudgeQuantities(desk, request, product)
            ?? JudgeAccount(firm, desk, request.Account)
            ?? JudgeInstructions(firm, request.Instructions);
    }

    /// <summary>An expiry where there must be one and nowhere else, and not one that has passed.</summary>
    public static Refusal? JudgeTime((TimeInForce TimeInForce, Instant? ExpireAt) life, Instant now)
    {
        bool dated = life.TimeInForce == TimeInForce.GoodTillDate;
        if (dated != life.ExpireAt.HasValue)
            return new Refusal(RefusalReason.InvalidExpiry, dated ? "no ExpireTime" : $"ExpireTime on {life.TimeInForce}");
        return dated && life.ExpireAt <= now ? new Refusal(RefusalReason.InvalidExpiry, "ExpireTime has passed") : null;
    }

    private static Refusal? JudgeQuantities(Desk desk, ParentRequest request, Product product)
    {
        if (request.MinimumQuantity is decimal minimum && (minimum <= 0m || minimum > request.Quantity || !product.TryQuantity(minimum, out _)))
            return new Refusal(RefusalReason.InvalidQuantityCondition, $"MinQty, lot {product.LotSize}", minimum, request.Quantity);
        if (request.MaximumShow is <= 0m)
            return new Refusal(RefusalReason.InvalidQuantityCondition, "MaxFloor", request.MaximumShow);
        if (request.Allocations.IsEmpty)
            return null;
        decimal allocated = 0m;
        foreach (OrderAllocation allocation in request.Allocations)
        {
            if (!desk.AllocationAccounts.IsEmpty && !desk.AllocationAccounts.Contains(allocation.Account))
                return new Refusal(RefusalReason.UnknownAllocationAccount, allocation.Account);
            if (allocation.Quantity <= 0m || allocation.Quantity > request.Quantity || !product.TryQuantity(allocation.Quantity, out _))
                return new Refusal(RefusalReason.InvalidQuantityCondition, $"AllocQty of {allocation.Account}", allocation.Quantity, request.Quantity);
            allocated += allocation.Quantity;
        }

        return allocated == request.Quantity
            ? null
            : new Refusal(RefusalReason.InvalidQuantityCondition, "sum of AllocQty", allocated, request.Quantity);
    }

    /// <summary>The one account that an order names must be the desk's.</summary>
    public static Refusal? JudgeAccount(Firm firm, Desk desk, string? account)
    {
        if (account is null)
            return null;
        foreach (SubaccountId id in desk.Subaccounts)
        {
            if (firm.Subaccounts[id.Value].Name == account)
                return null;
        }

        return new Refusal(RefusalReason.PermissionDenied, $"Account {account} for desk {desk.Name}");
    }

    /// <summary>The first routing instruction that cannot be followed, or null.</summary>
    public static Refusal? JudgeInstructions(Firm firm, RouteInstructions? instructions)
    {
        if (instructions is null)
            return null;
        foreach (VenuePreference preference in instructions.Venues)
        {
            if (!firm.Reference.Venues.Any(venue => venue.Name == preference.Venue))
                return new Refusal(RefusalReason.InvalidInstruction, $"venue {preference.Venue}");
            if (preference.MaximumShare is <= 0m or > 1m || preference.Rank is < 1 or > 1000 || Math.Abs(preference.PenaltyBasisPoints) > 10_000m)
                return new Refusal(RefusalReason.InvalidInstruction, $"preference for venue {preference.Venue}");
        }

        bool sound = instructions.MaximumChildren is null or > 0
            && instructions.FillToleranceBasisPoints is null or (>= 0m and <= 10_000m)
            && instructions.MaximumMarginalCostBasisPoints is null or (> 0m and <= 100_000m)
            && instructions.HoldingMilliseconds is null or (>= 0 and <= int.MaxValue);
        return sound ? null : new Refusal(RefusalReason.InvalidInstruction, "children, tolerance, marginal cost or holding time");
    }

    /// <summary>The value limit of the desk against a reference price, or null when it holds.</summary>
    public static Refusal? JudgeNotional(Desk desk, ParentRequest request, decimal referencePrice)
    {
        // Both figures are the desk's: their product may be beyond the largest decimal.
        bool beyond = referencePrice > 1m && request.Quantity > decimal.MaxValue / referencePrice;
        decimal notional = beyond ? decimal.MaxValue : request.Quantity * referencePrice;
        return notional > desk.MaximumOrderNotional
            ? new Refusal(RefusalReason.MaximumOrderNotional, $"desk {desk.Name}", notional, null, desk.MaximumOrderNotional)
            : null;
    }

    private static Refusal? JudgePrice(Desk desk, ParentRequest request) => request.OrderType switch
    {
        OrderType.Market => request.LimitPrice is null
            ? null
            : new Refusal(RefusalReason.InvalidPrice, "Price on a market order", request.LimitPrice),
        OrderType.Limit => request.LimitPrice is decimal price && price > 0
            ? JudgeNotional(desk, request, price)
            : new Refusal(RefusalReason.InvalidPrice, "Price", request.LimitPrice),
    };
}
