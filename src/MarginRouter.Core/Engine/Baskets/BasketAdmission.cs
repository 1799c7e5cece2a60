using System.Collections.Immutable;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Orders;
using MarginRouter.Core.Orders.Baskets;

namespace MarginRouter.Core.Engine.Baskets;

/// <summary>Judges a basket on its own terms, before any routing. Pure; the order of the checks is part of the contract.</summary>
internal static class BasketAdmission
{
    /// <summary>The first rule that the request breaks, or null with its terms on the legs' grids.</summary>
    public static Refusal? Judge(Firm firm, BasketRequest request, AdmissionState state, out BasketTerms? terms)
    {
        terms = null;
        if (state.IsDuplicate)
            return new Refusal(RefusalReason.DuplicateClientOrderId, request.ClientOrderId);
        if (state.IsKilled)
            return new Refusal(RefusalReason.KillSwitchEngaged, "firm");
        if (firm.FindDesk(request.Desk) is not Desk desk)
            return new Refusal(RefusalReason.PermissionDenied, $"desk {request.Desk}");
        if (request.Legs.Length is < BasketRequest.FewestLegs or > BasketRequest.MostLegs)
            return new Refusal(RefusalReason.InvalidInstruction, "number of legs", request.Legs.Length, BasketRequest.MostLegs);
        var grids = new LegGrid[request.Legs.Length];
        for (int i = 0; i < grids.Length; i++)
        {
            if (JudgeLeg(firm, desk, request.Legs[i], out Product? product) is { } refusal)
                return refusal;
            grids[i] = LegGrid.Of(firm, (desk, request.Account), request.Legs[i], product!);
        }

        if (JudgeTogether(firm, request, [.. grids.Select(one => one.Product)]) is { } mixed)
            return mixed;
        terms = request.Quantity > 0m ? BlockSize.Of(grids, request.Quantity, request.MaximumLegging) : null;
        if (terms is null)
            return new Refusal(RefusalReason.InvalidQuantity, "OrderQty holds no whole number of lots of every leg", request.Quantity);
        if (request.MaximumLegging is { } legging && legging < terms.UnitsPerBlock)
            return new Refusal(RefusalReason.InvalidInstruction, "legging exposure below one block, in units", legging, terms.UnitsPerBlock);
        return ParentAdmission.JudgeTime((request.TimeInForce, request.ExpireAt), state.At)
            ?? ParentAdmission.JudgeAccount(firm, desk, request.Account)
            ?? ParentAdmission.JudgeInstructions(firm, request.Instructions);
    }

    private static Refusal? JudgeLeg(Firm firm, Desk desk, BasketLegRequest leg, out Product? product)
    {
        product = firm.Reference.FindProduct(leg.Symbol);
        if (product is null)
            return new Refusal(RefusalReason.UnknownProduct, $"{leg.Symbol} of leg {leg.Reference}");
        if (!desk.Products.Contains(product.Id))
            return new Refusal(RefusalReason.PermissionDenied, $"{leg.Symbol} for desk {desk.Name}");
        if (leg.Ratio is <= 0m or > BasketRequest.LargestRatio)
            return new Refusal(RefusalReason.InvalidQuantity, $"ratio of leg {leg.Reference}", leg.Ratio, null, BasketRequest.LargestRatio);
        return leg.LimitPrice is <= 0m ? new Refusal(RefusalReason.InvalidPrice, $"price of leg {leg.Reference}", leg.LimitPrice) : null;
    }

    private static Refusal? JudgeTogether(Firm firm, BasketRequest request, ImmutableArray<Product> products)
    {
        HashSet<string> names = new(StringComparer.Ordinal);
        HashSet<InstrumentId> used = [];
        for (int i = 0; i < products.Length; i++)
        {
            BasketLegRequest leg = request.Legs[i];
            if (leg.Reference.Length == 0 || !names.Add(leg.Reference))
                return new Refusal(RefusalReason.InvalidInstruction, $"leg name '{leg.Reference}' is empty or used twice");
            if (products[i].Pricing != products[0].Pricing)
                return new Refusal(RefusalReason.InvalidInstruction, $"leg {leg.Reference} is priced in {products[i].Pricing}, not in {products[0].Pricing}");
            bool served = false;
            foreach (InstrumentId id in products[i].Instruments)
            {
                Instrument instrument = firm.Reference[id];
                if (!leg.Serves(instrument, firm.Reference[instrument.Venue].Name))
                    continue;
                served = true;
                if (!used.Add(id))
                    return new Refusal(RefusalReason.InvalidInstruction, $"{instrument.Symbol} would serve leg {leg.Reference} and another one");
            }

            if (!served)
                return new Refusal(RefusalReason.InvalidInstruction, $"no instrument of {leg.Symbol} is what leg {leg.Reference} asks for");
        }

        return null;
    }
}
