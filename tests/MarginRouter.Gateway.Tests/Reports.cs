using MarginRouter.Core.Engine.Commands;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Orders;

namespace MarginRouter.Gateway.Tests;

/// <summary>Reports for tests.</summary>
internal static class Reports
{
    public static RejectCancel Reject(
        long number, string id, string original, ParentOrderId? parent, ParentStatus status, RefusalReason reason) =>
        new(id, original, parent, status, new Refusal(reason, original)) { Desk = "ALPHA", ReportNumber = number };

    public static ReportParent Of(long number) => new()
    {
        Desk = "ALPHA",
        ReportNumber = number,
        Parent = new ParentOrderId(7),
        ClientOrderId = "A1",
        Kind = ExecutionKind.New,
        Status = ParentStatus.New,
        Symbol = "BTC-USD",
        Side = Side.Buy,
        Quantity = 2.50m,
        CumulativeQuantity = 1.00m,
        LeavesQuantity = 1.5m,
        AveragePrice = 60000.123m,
        At = new Instant(1_800_000_000_123_456_789),
    };
}
