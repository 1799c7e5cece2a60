using MarginRouter.Core.Instruments;
using MarginRouter.Core.Ledger;
using MarginRouter.Core.Orders;
using MarginRouter.Venues.Connectivity;

namespace MarginRouter.Venues.Trading;

/// <summary>Turns what a private stream or a status answer says of our orders into the events of their children.</summary>
internal sealed class AccountEvents(OpenChildren children, InstrumentTable instruments, VenueClock clock, Action accountChanged)
{
    private readonly ExecutionTotals totals = new();
    private readonly OrderSuccession orders = new();
    private long lastExecution = long.MinValue;

    /// <summary>Venue time of the latest execution that was reported; null before the first.</summary>
    public Instant? LastExecution => Volatile.Read(ref lastExecution) is var time and > long.MinValue ? new Instant(time) : null;

    /// <summary>A child is about to be sent.</summary>
    public void Expect(ChildOrderTerms terms) => totals.Expect(terms);

    /// <summary>The size of a child that stands becomes another.</summary>
    public void Resize(ChildOrderId child, long difference) => totals.Resize(child, difference);

    /// <summary>The venue holds an order; told again with every report, reported once.</summary>
    public void Accepted(ChildOrderId child, string venueOrderId) => children.Accepted(child, venueOrderId, clock.Now);

    /// <summary>An execution. Throws <see cref="VenueProtocolException"/> for one that cannot be booked.</summary>
    public void Executed(ChildOrderId child, string symbol, OwnExecution execution)
    {
        QuantityLots quantity = instruments.Lots(symbol, execution.Quantity);
        Fill fill = new(child, execution.TradeId, quantity, execution.Price, execution.Fee, new Asset(execution.FeeAsset), execution.Time);
        if (execution.Time.Nanoseconds > Volatile.Read(ref lastExecution))
            Volatile.Write(ref lastExecution, execution.Time.Nanoseconds);
        children.Filled(fill, totals.Add(child, execution.TradeId, quantity));
        accountChanged();
    }

    /// <summary>An order ended with a remainder.</summary>
    public void Ended(ChildOrderId child, string symbol, decimal executed, string reason)
    {
        totals.Forget(child);
        children.Ended(child, instruments.Lots(symbol, executed), reason);
    }

    /// <summary>The orders of children at a venue that follows an order that is changed with another.</summary>
    public OrderSuccession Orders => orders;

    /// <summary>An order ended with a remainder at such a venue; the child ends when no other follows it.</summary>
    public void Ended(ChildOrderId child, OrderEnd end)
    {
        if (!orders.Keeps(child, end))
            Ended(child, end.Symbol, orders.Before(child) + end.Executed, end.Reason);
    }

    /// <summary>An order was refused after all.</summary>
    public void Refused(ChildOrderId child, string code, string message)
    {
        totals.Forget(child);
        children.Refused(child, code, message);
    }

    /// <summary>An order certainly did not leave.</summary>
    public void Dropped(ChildOrderId child, string reason)
    {
        totals.Forget(child);
        children.Dropped(child, reason);
    }

    /// <summary>An order that was accepted was refused after all, for certain: a transaction reverted.</summary>
    public void Reverted(ChildOrderId child, string code, string message)
    {
        totals.Forget(child);
        children.Reverted(child, code, message);
        accountChanged();
    }

    /// <summary>The venue no longer knows an order that it had accepted, and what became of it is not decided.</summary>
    public void Lost(ChildOrderId child, string reason) => children.Lost(child, reason);

    /// <summary>Balances, positions or settings changed.</summary>
    public void AccountChanged() => accountChanged();
}
