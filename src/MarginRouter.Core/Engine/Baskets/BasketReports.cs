using System.Collections.Immutable;
using MarginRouter.Core.Engine.Commands;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Orders;
using MarginRouter.Core.Orders.Baskets;

namespace MarginRouter.Core.Engine.Baskets;

/// <summary>Builds the execution reports of baskets as a whole: quantities in units, prices net of a unit.</summary>
internal static class BasketReports
{
    /// <summary>A report of the basket's present state.</summary>
    public static ReportParent Of(BasketOrder basket, long number, ExecutionKind kind, Instant at)
    {
        decimal filled = basket.Units(basket.Complete);
        return new ReportParent
        {
            Desk = basket.Request.Desk,
            ReportNumber = number,
            Parent = basket.Id,
            ClientOrderId = basket.Request.ClientOrderId,
            Kind = kind,
            Status = basket.Status,
            Symbol = basket.Request.Symbol,
            Side = Side.Buy,
            Quantity = basket.Request.Quantity,
            CumulativeQuantity = filled,
            LeavesQuantity = ParentTransitions.IsFinal(basket.Status) ? 0m : basket.Request.Quantity - filled,
            AveragePrice = filled == 0m ? 0m : basket.AverageNet,
            Multileg = MultilegKind.Whole,
            At = at,
        };
    }

    /// <summary>A report of a basket that was refused before it became one.</summary>
    public static ReportParent OfRejected(BasketRequest request, long number, Refusal refusal, Instant at) =>
        ReportBuilder.OfRejected(request.Desk, request.ClientOrderId, request.Symbol, Side.Buy, request.Quantity, number, at) with
        {
            Multileg = MultilegKind.Whole,
            Refusals = [refusal],
        };

    /// <summary>After a fill of a leg: reports the blocks that became complete by it.</summary>
    public static void AfterFill(BasketOrder basket, OrderRegister orders, Instant at, CommandList commands)
    {
        long complete = basket.Complete;
        if (complete <= basket.Reported || basket.Status is ParentStatus.Filled or ParentStatus.Rejected)
            return;
        decimal before = basket.Units(basket.Reported);
        basket.Reported = complete;
        bool whole = complete == basket.Blocks && basket.Leftover == 0m && basket.IsLevel;
        basket.Apply(whole ? ParentSignal.FullyFilled : ParentSignal.PartlyFilled);
        ReportParent report = Of(basket, orders.NextReport(), ExecutionKind.Trade, at);
        commands.Add(report with { LastQuantity = report.CumulativeQuantity - before, LastPrice = report.AveragePrice });
    }

    /// <summary>Which legs are out of ratio, in base units: what each has and what the complete blocks need of it.</summary>
    public static ImmutableArray<Refusal> Uneven(BasketOrder basket)
    {
        long complete = basket.Complete;
        return
        [
            .. basket.Legs.Where(leg => leg.Net != complete * leg.LotsPerBlock).Select(leg => new Refusal(
                RefusalReason.LegsUneven,
                $"leg {leg.Request.Reference}",
                leg.Net * leg.Product.LotSize,
                complete * leg.LotsPerBlock * leg.Product.LotSize)),
        ];
    }
}
