using MarginRouter.Core.Engine.Baskets;
using MarginRouter.Core.Engine.Commands;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Orders;
using MarginRouter.Core.Orders.Baskets;

namespace MarginRouter.Core.Engine;

/// <summary>
/// Restates orders that live on over the end of a trading day, so that a desk finds in each day's reports what it still has working. A
/// day that ended while the router was away is told once it is back, one restatement however many days went by.
/// </summary>
internal sealed class DayRollover(Firm firm, OrderRegister orders, BasketRegister baskets)
{
    /// <summary>The end of the day that is to be told next; null while no order lives over it.</summary>
    public Instant? Next { get; private set; }

    /// <summary>An order with this life was taken.</summary>
    public void Note(Instant at, TimeInForce timeInForce)
    {
        if (LivesOn(timeInForce))
            Next ??= DayEnd.Next(at, firm.DayEndMinutes);
    }

    /// <summary>Tells of every order that goes on, if a day has ended.</summary>
    public void Tell(Instant at, CommandList commands)
    {
        if (Next is not Instant end || end > at)
            return;
        ParentOrder[] parents = [.. orders.Singles.Where(parent => parent.Acknowledged && !parent.IsExpiring && IsWorking(parent.Status) && LivesOn(parent.Request.TimeInForce))];
        BasketOrder[] wholes = [.. baskets.Live.Where(basket => basket.Acknowledged && !basket.IsExpiring && IsWorking(basket.Status) && LivesOn(basket.Request.TimeInForce))];
        foreach (ParentOrder parent in parents)
            commands.Add(ReportBuilder.Of(parent, orders.NextReport(), ExecutionKind.Restated, at));
        foreach (BasketOrder basket in wholes)
            commands.Add(BasketReports.Of(basket, orders.NextReport(), ExecutionKind.Restated, at));
        bool any = orders.Singles.Any(parent => !ParentTransitions.IsFinal(parent.Status) && LivesOn(parent.Request.TimeInForce))
            || baskets.Live.Any(basket => LivesOn(basket.Request.TimeInForce));
        Next = any ? DayEnd.Next(at, firm.DayEndMinutes) : null;
    }

    private static bool LivesOn(TimeInForce timeInForce) => timeInForce is TimeInForce.GoodTillCancel or TimeInForce.GoodTillDate;

    private static bool IsWorking(ParentStatus status) => status is ParentStatus.New or ParentStatus.PartiallyFilled;
}
