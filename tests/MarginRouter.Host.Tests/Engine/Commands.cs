using MarginRouter.Core.Engine.Commands;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Orders;

namespace MarginRouter.Host.Tests.Engine;

/// <summary>Commands to pass through a gate, told apart by a number.</summary>
internal static class Commands
{
    public static SendChild Send(int number, long deadline = long.MaxValue) => new(Terms(number), new Instant(deadline));

    public static CancelChild Cancel(int number) => new(Terms(number), null);

    public static QueryChild Query(int number) => new(Terms(number), null);

    public static RaiseAlarm Alarm(int number) => new($"{number}", "alarm");

    public static RejectCancel Reject(int number) =>
        new($"{number}", "A1", null, ParentStatus.Rejected, new Refusal(RefusalReason.UnknownOrder, "A1")) { Desk = "DESK", ReportNumber = number };

    public static ReportParent Report(int number) => new()
    {
        Desk = "DESK",
        ReportNumber = number,
        Parent = null,
        ClientOrderId = "A1",
        Kind = ExecutionKind.Rejected,
        Status = ParentStatus.Rejected,
        Symbol = "BTC-USD",
        Side = Side.Buy,
        Quantity = 1m,
        CumulativeQuantity = 0m,
        LeavesQuantity = 0m,
        AveragePrice = 0m,
        At = new Instant(1),
    };

    /// <summary>Kind and number.</summary>
    public static string Text(OutboundCommand command) => command switch
    {
        SendChild send => $"send {send.Terms.Id.Parent.Value}",
        CancelChild cancel => $"cancel {cancel.Terms.Id.Parent.Value}",
        QueryChild query => $"query {query.Terms.Id.Parent.Value}",
        RaiseAlarm alarm => $"alarm {alarm.Code}",
        RejectCancel reject => $"reject {reject.ClientOrderId}",
        ReportParent report => $"report {report.ReportNumber}",
        _ => throw new InvalidOperationException($"{command.GetType().Name}"),
    };

    private static ChildOrderTerms Terms(int number) => new(
        new ChildOrderId(new ParentOrderId(number), 1, 0), new SubaccountId(0), new InstrumentId(0), Side.Buy, new QuantityLots(1), new PriceTicks(1), false);
}
