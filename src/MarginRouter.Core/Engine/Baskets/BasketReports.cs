using System.Collections.Immutable;
using MarginRouter.Core.Engine.Commands;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Orders;
using MarginRouter.Core.Orders.Baskets;

namespace MarginRouter.Core.Engine.Baskets;

/// <summary>
/// Builds the execution reports of baskets: of the whole in units and at net prices of a unit, of a leg in base units. A leg's quantities
/// are those of the whole leg whatever orders it took: CumQty is what is held of it, and falls when some is traded back.
/// </summary>
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
            Side = SideOf(basket.Request),
            Quantity = basket.Request.Quantity,
            CumulativeQuantity = filled,
            LeavesQuantity = ParentTransitions.IsFinal(basket.Status) ? 0m : basket.Request.Quantity - filled,
            AveragePrice = filled == 0m ? 0m : Stated(basket, basket.AverageNet),
            Multileg = MultilegKind.Whole,
            Basket = basket.Request,
            At = at,
        };
    }

    /// <summary>A report of one leg's present state.</summary>
    public static ReportParent OfLeg(BasketLeg leg, long number, ExecutionKind kind, Instant at)
    {
        BasketOrder basket = leg.Basket;
        decimal wanted = basket.Wanted(leg) * leg.Product.LotSize;
        decimal net = leg.Net * leg.Product.LotSize;
        return new ReportParent
        {
            Desk = basket.Request.Desk,
            ReportNumber = number,
            Parent = basket.Id,
            ClientOrderId = basket.Request.ClientOrderId,
            Kind = kind,
            Status = StatusOf(leg),
            Symbol = leg.Request.Symbol,
            Side = leg.Request.Side,
            Quantity = wanted,
            CumulativeQuantity = net,
            LeavesQuantity = ParentTransitions.IsFinal(basket.Status) ? 0m : wanted - net,
            AveragePrice = net == 0m ? 0m : leg.AveragePrice ?? 0m,
            Multileg = MultilegKind.Leg,
            LegReference = leg.Request.Reference,
            Basket = basket.Request,
            Unit = leg.Product.Base,
            At = at,
        };
    }

    /// <summary>A report of a basket that was refused before it became one.</summary>
    public static ReportParent OfRejected(BasketRequest request, long number, Refusal refusal, Instant at) =>
        ReportBuilder.OfRejected(request.Desk, request.ClientOrderId, request.Symbol, SideOf(request), request.Quantity, number, at) with
        {
            Multileg = MultilegKind.Whole,
            Basket = request,
            Refusals = [refusal],
        };

    /// <summary>Answers a question: the whole, then its legs where the desk wants to hear of them.</summary>
    public static ReportParent[] Status(BasketOrder basket, Func<long> number, Instant at)
    {
        IEnumerable<BasketLeg> legs = basket.Request.Reporting == BasketReporting.Whole ? [] : basket.Legs;
        return [Of(basket, number(), ExecutionKind.OrderStatus, at), .. legs.Select(leg => OfLeg(leg, number(), ExecutionKind.OrderStatus, at))];
    }

    /// <summary>Reports an end: the legs that did not fill where the desk wants to hear of them, then the whole.</summary>
    public static void AddEnd(
        BasketOrder basket, (OrderRegister Orders, ExecutionKind Kind) report, ImmutableArray<Refusal> refusals, Instant at, CommandList commands)
    {
        bool ofLegs = basket.Request.Reporting != BasketReporting.Whole && report.Kind != ExecutionKind.OrderStatus;
        foreach (BasketLeg leg in basket.Legs)
        {
            if (ofLegs && leg.Net < basket.Wanted(leg))
                commands.Add(UnderCancel(basket, OfLeg(leg, report.Orders.NextReport(), report.Kind, at)));
        }

        commands.Add(UnderCancel(basket, Of(basket, report.Orders.NextReport(), report.Kind, at)) with { Refusals = refusals });
    }

    /// <summary>After a fill of a leg: reports the blocks that became complete by it.</summary>
    public static void AfterFill(BasketOrder basket, OrderRegister orders, Instant at, CommandList commands)
    {
        if (basket.Complete <= basket.Reported || basket.Status is ParentStatus.Filled or ParentStatus.Rejected)
            return;
        (decimal quantity, decimal net) = basket.Report();
        bool whole = basket.Complete == basket.Blocks && basket.Leftover == 0m && basket.IsLevel;
        basket.Apply(whole ? ParentSignal.FullyFilled : ParentSignal.PartlyFilled);
        if (basket.Request.Reporting == BasketReporting.Legs)
            return;
        commands.Add(Of(basket, orders.NextReport(), ExecutionKind.Trade, at) with
        {
            Status = ReportBuilder.AfterFill(basket.Status, basket.CancelClientOrderId),
            LastQuantity = quantity,
            LastPrice = Stated(basket, net),
        });
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

    /// <summary>A net price as the desk states them: of a unit with its legs as it stated them.</summary>
    private static decimal Stated(BasketOrder basket, decimal net) => basket.Request.IsOpposite ? -net : net;

    private static Side SideOf(BasketRequest request) => request.IsOpposite ? Side.Sell : Side.Buy;

    private static ParentStatus StatusOf(BasketLeg leg)
    {
        ParentStatus basket = leg.Basket.Status;
        if (leg.Net >= leg.Basket.Wanted(leg))
            return ParentStatus.Filled;
        bool works = basket is ParentStatus.New or ParentStatus.PartiallyFilled or ParentStatus.Filled;
        return !works ? basket : leg.Net == 0 ? ParentStatus.New : ParentStatus.PartiallyFilled;
    }

    private static ReportParent UnderCancel(BasketOrder basket, ReportParent report) => basket.CancelClientOrderId is not string cancel
        ? report
        : report with { ClientOrderId = cancel, OriginalClientOrderId = basket.Request.ClientOrderId };
}
