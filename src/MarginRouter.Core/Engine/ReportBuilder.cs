using MarginRouter.Core.Engine.Baskets;
using MarginRouter.Core.Engine.Commands;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Ledger;
using MarginRouter.Core.Orders;

namespace MarginRouter.Core.Engine;

/// <summary>Builds execution reports; OrderQty always equals CumQty plus LeavesQty while the parent is alive.</summary>
internal static class ReportBuilder
{
    /// <summary>A report of the parent's present state.</summary>
    public static ReportParent Of(ParentOrder parent, long number, ExecutionKind kind, Instant at) => new()
    {
        Desk = parent.Request.Desk,
        ReportNumber = number,
        Parent = parent.Id,
        ClientOrderId = parent.Request.ClientOrderId,
        Kind = kind,
        Status = parent.Status,
        Symbol = parent.Request.Symbol,
        Side = parent.Request.Side,
        Quantity = parent.Product.Quantity(parent.Quantity),
        CumulativeQuantity = parent.Product.Quantity(parent.Filled),
        LeavesQuantity = parent.Product.Quantity(parent.Leaves),
        AveragePrice = parent.AveragePrice,
        Terms = parent.Request,
        Unit = parent.Product.Base,
        At = at,
    };

    /// <summary>A report of one fill.</summary>
    public static ReportParent OfTrade(ChildRecord record, Fill fill, long number, string venue, string subaccount, Instant at)
    {
        decimal lots = fill.Quantity.Value * record.ProductLotsPerLot;
        ReportParent state = record.Parent.Leg is { } leg
            ? BasketReports.OfLeg(leg, number, ExecutionKind.Trade, at) with { Side = record.Parent.Request.Side }
            : Of(record.Parent, number, ExecutionKind.Trade, at);
        return state with
        {
            Status = AfterFill(state.Status, record.Parent.CancelClientOrderId),
            LastQuantity = lots * record.Parent.Product.LotSize,
            LastPrice = fill.Price * record.ConversionRate,
            LastVenue = venue,
            Subaccount = subaccount,
            NativePrice = fill.Price,
            NativeFee = fill.Fee,
            NativeFeeAsset = fill.FeeAsset,
        };
    }

    /// <summary>
    /// What a fill's report calls the order: a cancel that is still to be answered goes before filled, and its reject then says filled (FIX 4.4
    /// matrix B.1.c).
    /// </summary>
    /// <param name="status">Status after the fill.</param>
    /// <param name="cancelClientOrderId">ClOrdID(11) of the cancel that waits for its answer; null for none.</param>
    public static ParentStatus AfterFill(ParentStatus status, string? cancelClientOrderId) =>
        status == ParentStatus.Filled && cancelClientOrderId is not null ? ParentStatus.PendingCancel : status;

    /// <summary>A report of a request that never became a parent.</summary>
    public static ReportParent OfRejected(
        string desk, string clientOrderId, string symbol, Side side, decimal quantity, long number, Instant at) => new()
        {
            Desk = desk,
            ReportNumber = number,
            Parent = null,
            ClientOrderId = clientOrderId,
            Kind = ExecutionKind.Rejected,
            Status = ParentStatus.Rejected,
            Symbol = symbol,
            Side = side,
            Quantity = quantity,
            CumulativeQuantity = 0m,
            LeavesQuantity = 0m,
            AveragePrice = 0m,
            At = at,
        };
}
