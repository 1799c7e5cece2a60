using MarginRouter.Core.Instruments;
using MarginRouter.Core.Orders;
using MarginRouter.Fix.Codec;
using MarginRouter.Fix.Session;
using MarginRouter.Simulation.Kraken.Private;
using MarginRouter.Simulation.Kraken.Wire;
using MarginRouter.Simulation.Markets;
using MarginRouter.Simulation.Matching;

namespace MarginRouter.Simulation.Kraken.Fix;

/// <summary>
/// NewOrderSingle (D), OrderCancelRequest (F), OrderCancelReplaceRequest (G), OrderStatusRequest (H) and OrderMassCancelRequest (q) of
/// docs.kraken.com, unified-fix: limit orders (40=2) with 59=1, 3 or 4. A session sees, cancels and replaces its own orders only; they end with its
/// connection unless its Logon said 8674=1. Used under the venue's gate.
/// </summary>
internal sealed class KrakenFixOrders(SimulatedExchange exchange)
{
    private readonly KrakenFixReports reports = new();
    private readonly Dictionary<(string Account, string Id), KrakenFixClient> pending = [];
    private readonly Dictionary<long, KrakenFixOrder> orders = [];
    private string? requestId;

    /// <summary>Takes a NewOrderSingle (D).</summary>
    public FixRefusal? Order(KrakenFixClient client, FixMessage message)
    {
        foreach (int tag in (ReadOnlySpan<int>)[FixTag.ClOrdID, FixTag.OrdType, FixTag.Side, FixTag.Symbol, FixTag.TimeInForce, FixTag.TransactTime])
        {
            if (!message.Contains(tag))
                return FixRefusal.MissingOrMalformed(message, tag);
        }

        if (!message.TryGetDecimal(FixTag.OrderQty, out decimal quantity))
            return FixRefusal.MissingOrMalformed(message, FixTag.OrderQty);
        if (!message.TryGetChar(FixTag.Side, out char side) || side is not ('1' or '2'))
            return FixRefusal.Session(FixRejectReason.ValueIncorrect, FixTag.Side);
        if (!message.Equals(FixTag.OrdType, "2"u8) || Force(message) is not { } force)
            return FixRefusal.Session(FixRejectReason.ValueIncorrect, message.Equals(FixTag.OrdType, "2"u8) ? FixTag.TimeInForce : FixTag.OrdType, "only limit orders with 59=1, 3 or 4 are simulated");
        if (!message.TryGetDecimal(FixTag.Price, out decimal price))
            return FixRefusal.MissingOrMalformed(message, FixTag.Price);
        string id = message.GetText(FixTag.ClOrdID)!;
        pending.TryAdd((client.Account!.Name, id), client);
        string instructions = message.GetText(FixTag.ExecInst) ?? "";
        OrderAnswer answer = exchange.Place(client.Account, new OrderRequest
        {
            ClientOrderId = id,
            Symbol = message.GetText(FixTag.Symbol)!,
            Side = side == '1' ? Side.Buy : Side.Sell,
            Quantity = quantity,
            LimitPrice = price,
            TimeInForce = force,
            PostOnly = instructions.Contains('P', StringComparison.Ordinal),
            Margined = message.Equals(KrakenFixTag.Leverage, "1"u8),
            SelfMatch = message.GetText(KrakenFixTag.SelfTradePrevention) switch
            {
                "0" => SelfMatchPrevention.CancelBoth,
                "2" => SelfMatchPrevention.CancelResting,
                _ => SelfMatchPrevention.CancelIncoming,
            },
        });
        return Refuse(client, message, answer);
    }

    /// <summary>Takes an OrderCancelRequest (F).</summary>
    public FixRefusal? Cancel(KrakenFixClient client, FixMessage message)
    {
        if (Incomplete(message) is { } incomplete)
            return incomplete;
        requestId = message.GetText(FixTag.ClOrdID);
        OrderAnswer answer = exchange.Cancel(client.Account!, Find(client, message));
        requestId = null;
        return Refuse(client, message, answer);
    }

    /// <summary>Takes an OrderCancelReplaceRequest (G): the order keeps its OrderID (37) and has the ClOrdID (11) of the request from then on.</summary>
    public FixRefusal? Replace(KrakenFixClient client, FixMessage message)
    {
        if (Incomplete(message) is { } incomplete)
            return incomplete;
        decimal? price = message.TryGetDecimal(FixTag.Price, out decimal named) ? named : null;
        decimal? quantity = message.TryGetDecimal(FixTag.OrderQty, out decimal size) ? size : null;
        requestId = message.GetText(FixTag.ClOrdID);
        OrderAnswer answer = exchange.Replace(client.Account!, Find(client, message), price, quantity);
        requestId = null;
        return Refuse(client, message, answer);
    }

    /// <summary>Takes an OrderStatusRequest (H), by OrderID (37) or ClOrdID (11).</summary>
    public FixRefusal? Status(KrakenFixClient client, FixMessage message)
    {
        if (message.GetText(FixTag.ClOrdID) is not { } id)
            return FixRefusal.MissingOrMalformed(message, FixTag.ClOrdID);
        SimulatedOrder? order = message.Contains(FixTag.OrderID) ? Find(client, message) : Find(client, id);
        client.Send(order is null
            ? reports.Refused(message, RejectionReason.UnknownOrder, KrakenErrors.UnknownOrder)
            : reports.Status(order, orders[order.OrderId].Id, exchange.Clock.Now));
        return null;
    }

    /// <summary>Takes an OrderMassCancelRequest (q): 530=1 for a symbol, 7 for all.</summary>
    public FixRefusal? CancelAll(KrakenFixClient client, FixMessage message)
    {
        if (!message.Contains(FixTag.ClOrdID))
            return FixRefusal.MissingOrMalformed(message, FixTag.ClOrdID);
        if (!message.TryGetChar(KrakenFixTag.MassCancelRequestType, out char type) || type is not ('1' or '7'))
            return FixRefusal.MissingOrMalformed(message, KrakenFixTag.MassCancelRequestType);
        requestId = message.GetText(FixTag.ClOrdID);
        int count = exchange.CancelAll(client.Account!, type == '1' ? message.GetText(FixTag.Symbol) : null).Length;
        requestId = null;
        client.Send(reports.MassCancelled(message, count));
        return null;
    }

    /// <summary>A session has ended.</summary>
    public void End(KrakenFixClient client)
    {
        if (!client.CancelsOnDisconnect)
            return;
        foreach (long number in orders.Where(order => order.Value.Owner == client).Select(order => order.Key).ToArray())
            exchange.Cancel(client.Account!, exchange.FindOrder(client.Account!, number));
    }

    /// <summary>Reports what happened to an order to the session that placed it.</summary>
    public void Report(ExecutionUpdate update)
    {
        SimulatedOrder order = update.Order;
        if (!orders.TryGetValue(order.OrderId, out KrakenFixOrder? known))
        {
            if (!pending.Remove((order.Account, order.ClientOrderId), out KrakenFixClient? owner))
                return;
            known = new KrakenFixOrder(owner) { Id = order.ClientOrderId };
            orders.Add(order.OrderId, known);
        }

        bool isAnswer = requestId is not null && update.Kind is ExecutionUpdateKind.Cancelled or ExecutionUpdateKind.Replaced;
        string? originalId = isAnswer ? known.Id : null;
        string id = isAnswer ? requestId! : known.Id;
        if (update.Kind == ExecutionUpdateKind.Replaced)
            known.Id = id;
        known.Owner.Send(reports.Executed(update, id, originalId));
    }

    private static FixRefusal? Incomplete(FixMessage message)
    {
        foreach (int tag in (ReadOnlySpan<int>)[FixTag.ClOrdID, FixTag.Side, FixTag.Symbol, FixTag.TransactTime])
        {
            if (!message.Contains(tag))
                return FixRefusal.MissingOrMalformed(message, tag);
        }

        return message.Contains(FixTag.OrderID) || message.Contains(FixTag.OrigClOrdID) ? null : FixRefusal.MissingOrMalformed(message, FixTag.OrderID);
    }

    private FixRefusal? Refuse(KrakenFixClient client, FixMessage message, OrderAnswer answer)
    {
        if (answer.Rejection is not { } rejection)
            return null;
        if (message.MessageType == FixMsgType.NewOrderSingle)
            pending.Remove((client.Account!.Name, message.GetText(FixTag.ClOrdID)!));
        if (answer.Release.IsCompleted)
            client.Send(reports.Refused(message, rejection.Reason, KrakenErrors.Of(rejection)));
        else
            _ = RefuseLaterAsync(client, message.Copy(), rejection, answer.Release);
        return null;
    }

    private async Task RefuseLaterAsync(KrakenFixClient client, FixMessage message, OrderRejection rejection, Task release)
    {
        await release;
        exchange.Locked(() =>
        {
            client.Send(reports.Refused(message, rejection.Reason, KrakenErrors.Of(rejection)));
            return true;
        });
    }

    /// <summary>An order of the session: by OrderID (37) when it is there, else by OrigClOrdID (41).</summary>
    private SimulatedOrder? Find(KrakenFixClient client, FixMessage message)
    {
        if (message.GetText(FixTag.OrderID) is not { } number)
            return Find(client, message.GetText(FixTag.OrigClOrdID)!);
        long found = orders.FirstOrDefault(order => order.Value.Owner == client && KrakenIds.Order(order.Key) == number).Key;
        return found == 0 ? null : exchange.FindOrder(client.Account!, found);
    }

    private SimulatedOrder? Find(KrakenFixClient client, string id)
    {
        long found = orders.FirstOrDefault(order => order.Value.Owner == client && order.Value.Id == id).Key;
        return found == 0 ? null : exchange.FindOrder(client.Account!, found);
    }

    private static TimeInForce? Force(FixMessage message) => message.GetText(FixTag.TimeInForce) switch
    {
        "1" => TimeInForce.GoodTillCancel,
        "3" => TimeInForce.ImmediateOrCancel,
        "4" => TimeInForce.FillOrKill,
        _ => null,
    };
}
