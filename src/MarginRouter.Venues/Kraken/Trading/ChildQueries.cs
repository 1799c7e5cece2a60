using System.Text.Json;
using MarginRouter.Core.Engine.Commands;
using MarginRouter.Core.Engine.Events;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Ledger;
using MarginRouter.Core.Orders;
using MarginRouter.Venues.Connectivity;
using MarginRouter.Venues.Kraken.Rest;
using Microsoft.Extensions.Logging;

namespace MarginRouter.Venues.Kraken.Trading;

/// <summary>
/// Finds out over REST what became of a child: by the venue's id where it is known, else by ours among closed and open orders. Its
/// trades are delivered first. "Not found" is answered only when the order's deadline at the venue has passed.
/// </summary>
internal sealed partial class ChildQueries
{
    // Beyond the deadline, for an order that was taken just before it and is not yet listed.
    private static readonly TimeSpan ListingDelay = TimeSpan.FromSeconds(1);

    private readonly KrakenRest rest;
    private readonly OpenChildren children;
    private readonly OrderDirectory orders;
    private readonly QuerySettings settings;
    private readonly ILogger logger;
    private readonly HashSet<ChildOrderId> running = [];
    private readonly Lock gate = new();

    public ChildQueries(KrakenRest rest, OpenChildren children, OrderDirectory orders, QuerySettings settings, ILogger logger)
    {
        this.rest = rest;
        this.children = children;
        this.orders = orders;
        this.settings = settings;
        this.logger = logger;
    }

    /// <summary>Asks until the answer is final (an immediate-or-cancel order that still works ends in a moment, one that may rest does not); returns at once when the child is being asked about already.</summary>
    public async Task RunAsync(QueryChild command, Instrument instrument, string clientOrderId, CancellationToken cancellation)
    {
        lock (gate)
        {
            if (!running.Add(command.Terms.Id))
                return;
        }

        try
        {
            TimeSpan delay = settings.Reconnect.FirstDelay;
            while (!await TryOnceAsync(command, instrument, clientOrderId, delay, cancellation).ConfigureAwait(false))
            {
                await Task.Delay(delay, settings.Time, cancellation).ConfigureAwait(false);
                delay = delay * 2 < settings.Reconnect.LongestDelay ? delay * 2 : settings.Reconnect.LongestDelay;
            }
        }
        finally
        {
            lock (gate)
                running.Remove(command.Terms.Id);
        }
    }

    private async Task<bool> TryOnceAsync(
        QueryChild command, Instrument instrument, string clientOrderId, TimeSpan delay, CancellationToken cancellation)
    {
        try
        {
            // Read before asking: the answer may only say "not found" of an order that could not arrive any more when it was given.
            bool certain = CanNoLongerArrive(command.Terms.Id);
            bool stands = children.Stands(command.Terms.Id);
            if (await FindAsync(command, clientOrderId, cancellation).ConfigureAwait(false) is { } order)
            {
                await ReportAsync(command.Terms.Id, instrument, order, cancellation).ConfigureAwait(false);
                return order.State != VenueOrderState.Working || stands;
            }

            if (certain)
                children.StatusReported(new ChildStatusReported(command.Terms.Id, VenueOrderState.NotFound, QuantityLots.Zero, null, null, settings.Clock.VenueNow));
            return certain;
        }
        catch (Exception fault) when (ConnectionFault.IsTransient(fault, cancellation))
        {
            LogFailed(logger, clientOrderId, delay, fault.Message);
            return false;
        }
    }

    private bool CanNoLongerArrive(ChildOrderId child)
    {
        Instant latest = children.LatestArrival(child) ?? settings.EarlierChildrenArriveUntil;
        return settings.Clock.VenueNow > new Instant(latest.Nanoseconds + (ListingDelay.Ticks * 100));
    }

    private async Task<OrderRecord?> FindAsync(QueryChild command, string clientOrderId, CancellationToken cancellation)
    {
        string? orderId = command.VenueOrderId ?? orders.OrderId(command.Terms.Id);
        if (orderId is not null)
        {
            JsonElement named = await rest.PrivateAsync("QueryOrders", [new("txid", orderId)], cancellation).ConfigureAwait(false);
            return OrderRecord.First(named);
        }

        // Open first: an order that ends between the two questions is then found by the second.
        List<KeyValuePair<string, string>> filter = [new("cl_ord_id", clientOrderId)];
        JsonElement open = await rest.PrivateAsync("OpenOrders", filter, cancellation).ConfigureAwait(false);
        if (OrderRecord.First(open.GetProperty("open")) is { } working)
            return working;
        JsonElement closed = await rest.PrivateAsync("ClosedOrders", filter, cancellation).ConfigureAwait(false);
        return OrderRecord.First(closed.GetProperty("closed"));
    }

    private async Task ReportAsync(ChildOrderId child, Instrument instrument, OrderRecord order, CancellationToken cancellation)
    {
        orders.Named(child, order.Id);
        Asset feeAsset = order.FeeInBase ? instrument.Base : instrument.Quote;
        if (order.Filled > 0)
        {
            foreach (TradeRecord trade in await settings.Statements.TradesSinceAsync(order.OpenedAt, cancellation).ConfigureAwait(false))
            {
                if (trade.OrderId == order.Id)
                    children.Filled(new Fill(child, trade.Id, Lots(instrument, trade.Quantity), trade.Price, trade.Fee, feeAsset, trade.Time), complete: false);
            }
        }

        children.StatusReported(new ChildStatusReported(
            child,
            order.State,
            Lots(instrument, order.Filled),
            order.AveragePrice,
            order.FeeInBase ? null : order.Fee,
            order.ChangedAt));
    }

    private static QuantityLots Lots(Instrument instrument, decimal quantity) =>
        instrument.TryQuantity(quantity, out QuantityLots lots)
            ? lots
            : throw new VenueProtocolException($"Kraken {instrument.Symbol}: {quantity} is no whole number of lots");
}
