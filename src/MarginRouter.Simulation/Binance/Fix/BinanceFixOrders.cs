using MarginRouter.Core.Instruments;
using MarginRouter.Core.Orders;
using MarginRouter.Fix.Codec;
using MarginRouter.Fix.Session;
using MarginRouter.Simulation.Markets;
using MarginRouter.Simulation.Matching;

namespace MarginRouter.Simulation.Binance.Fix;

/// <summary>
/// NewOrderSingle (D), OrderCancelRequest (F), OrderCancelRequestAndNewOrderSingle (XCN) and OrderMassCancelRequest (q) of fix-api.md: limit and
/// limit-maker orders (40=2, 18=6). Reports of all orders of an account go to all its order-entry sessions, unless a session asked for the
/// answers to its own requests alone; drop copies get them later. Used under the venue's gate.
/// </summary>
internal sealed class BinanceFixOrders(SimulatedExchange exchange, IBinanceDialect dialect, IReadOnlyCollection<BinanceFixClient> clients, Action<Action> later)
{
    private readonly BinanceFixReports reports = new();
    private long lastExecution;
    private (BinanceFixClient Client, string? CancelId)? asking;

    /// <summary>Takes a NewOrderSingle (D).</summary>
    public FixRefusal? Order(BinanceFixClient client, FixMessage message) => Missing(message) ?? Place(client, message);

    /// <summary>Takes an OrderCancelRequest (F).</summary>
    public FixRefusal? Cancel(BinanceFixClient client, FixMessage message)
    {
        if (message.GetText(FixTag.ClOrdID) is not { } id)
            return FixRefusal.MissingOrMalformed(message, FixTag.ClOrdID);
        if (!message.Contains(FixTag.OrderID) && !message.Contains(FixTag.OrigClOrdID))
            return FixRefusal.MissingOrMalformed(message, FixTag.OrigClOrdID);
        if (!Cancel(client, Find(client, message), id))
            client.Send(reports.CancelRejected(message, FixTag.ClOrdID, BinanceError.UnknownOrder));
        return null;
    }

    /// <summary>Takes an OrderCancelRequestAndNewOrderSingle (XCN): cancels first; by 25033=1 a failure stops it.</summary>
    public FixRefusal? Replace(BinanceFixClient client, FixMessage message)
    {
        if (!message.TryGetInt(BinanceFixTag.CancelAndNewMode, out int mode) || mode is not (1 or 2))
            return FixRefusal.MissingOrMalformed(message, BinanceFixTag.CancelAndNewMode);
        if (Missing(message) is { } missing)
            return missing;
        string id = message.GetText(BinanceFixTag.CancelClientOrderId) ?? message.GetText(FixTag.ClOrdID)!;
        if (!Cancel(client, Find(client, message), id))
        {
            client.Send(reports.CancelRejected(message, BinanceFixTag.CancelClientOrderId, BinanceError.UnknownOrder));
            if (mode == 1)
                return null;
        }

        return Place(client, message);
    }

    /// <summary>Takes an OrderMassCancelRequest (q) for all orders of a symbol (530=1).</summary>
    public FixRefusal? CancelAll(BinanceFixClient client, FixMessage message)
    {
        foreach (int tag in (ReadOnlySpan<int>)[FixTag.ClOrdID, FixTag.Symbol])
        {
            if (!message.Contains(tag))
                return FixRefusal.MissingOrMalformed(message, tag);
        }

        if (!message.Equals(BinanceFixTag.MassCancelRequestType, "1"u8))
            return FixRefusal.MissingOrMalformed(message, BinanceFixTag.MassCancelRequestType);
        asking = (client, message.GetText(FixTag.ClOrdID));
        int count = exchange.CancelAll(client.Account, message.GetText(FixTag.Symbol)).Length;
        asking = null;
        client.Send(reports.MassCancelled(message, count));
        return null;
    }

    /// <summary>Reports what happened to an order to those who want to know.</summary>
    public void Report(ExecutionUpdate update)
    {
        string? cancelId = update.Kind == ExecutionUpdateKind.Cancelled ? asking?.CancelId : null;
        long executionId = ++lastExecution;
        foreach (BinanceFixClient client in clients.Where(client => client.Account == update.Account))
        {
            bool isAnswer = asking?.Client == client && update.Kind is ExecutionUpdateKind.Accepted or ExecutionUpdateKind.Cancelled;
            if (client.Service == BinanceFixService.OrderEntry && (isAnswer || !client.OnlyAcknowledgements))
                client.Send(reports.Executed(update, cancelId, executionId));
            else if (client.Service == BinanceFixService.DropCopy)
                later(() => client.Send(reports.Executed(update, cancelId, executionId)));
        }
    }

    private static FixRefusal? Missing(FixMessage message)
    {
        foreach (int tag in (ReadOnlySpan<int>)[FixTag.ClOrdID, FixTag.OrdType, FixTag.Side, FixTag.Symbol])
        {
            if (!message.Contains(tag))
                return FixRefusal.MissingOrMalformed(message, tag);
        }

        if (!message.TryGetChar(FixTag.Side, out char side) || side is not ('1' or '2'))
            return FixRefusal.Session(FixRejectReason.ValueIncorrect, FixTag.Side);
        if (!message.Equals(FixTag.OrdType, "2"u8))
            return null;
        foreach (int tag in (ReadOnlySpan<int>)[FixTag.OrderQty, FixTag.Price])
        {
            if (!message.TryGetDecimal(tag, out _))
                return FixRefusal.MissingOrMalformed(message, tag);
        }

        return message.Contains(FixTag.TimeInForce) || message.Equals(FixTag.ExecInst, "6"u8)
            ? null
            : FixRefusal.MissingOrMalformed(message, FixTag.TimeInForce);
    }

    private FixRefusal? Place(BinanceFixClient client, FixMessage message)
    {
        if (!message.Equals(FixTag.OrdType, "2"u8))
        {
            client.Send(reports.Rejected(message, BinanceError.Unsupported("only limit orders are simulated"), exchange.Clock.Now));
            return null;
        }

        asking = (client, null);
        OrderAnswer answer = exchange.Place(client.Account, Request(message));
        asking = null;
        if (answer.Rejection is not { } rejection)
            return null;
        if (answer.Release.IsCompleted)
            client.Send(reports.Rejected(message, dialect.Refusal(rejection), exchange.Clock.Now));
        else
            _ = RejectLaterAsync(client, message.Copy(), rejection, answer.Release);
        return null;
    }

    private static OrderRequest Request(FixMessage message)
    {
        message.TryGetDecimal(FixTag.OrderQty, out decimal quantity);
        message.TryGetDecimal(FixTag.Price, out decimal price);
        return new OrderRequest
        {
            ClientOrderId = message.GetText(FixTag.ClOrdID)!,
            Symbol = message.GetText(FixTag.Symbol)!,
            Side = message.Equals(FixTag.Side, "1"u8) ? Side.Buy : Side.Sell,
            Quantity = quantity,
            LimitPrice = price,
            TimeInForce = message.Equals(FixTag.TimeInForce, "3"u8) ? TimeInForce.ImmediateOrCancel
                : message.Equals(FixTag.TimeInForce, "4"u8) ? TimeInForce.FillOrKill
                : TimeInForce.GoodTillCancel,
            PostOnly = message.Equals(FixTag.ExecInst, "6"u8),
            SelfMatch = message.GetText(BinanceFixTag.SelfTradePrevention) switch
            {
                "2" => SelfMatchPrevention.CancelIncoming,
                "3" => SelfMatchPrevention.CancelResting,
                "4" => SelfMatchPrevention.CancelBoth,
                _ => SelfMatchPrevention.Allow,
            },
        };
    }

    private async Task RejectLaterAsync(BinanceFixClient client, FixMessage message, OrderRejection rejection, Task release)
    {
        await release;
        exchange.Locked(() =>
        {
            client.Send(reports.Rejected(message, dialect.Refusal(rejection), exchange.Clock.Now));
            return true;
        });
    }

    private bool Cancel(BinanceFixClient client, SimulatedOrder? order, string cancelId)
    {
        asking = (client, cancelId);
        bool cancelled = exchange.Cancel(client.Account, order).Order is not null;
        asking = null;
        return cancelled;
    }

    /// <summary>By OrderID (37) first; an OrigClOrdID (41) beside it must fit.</summary>
    private SimulatedOrder? Find(BinanceFixClient client, FixMessage message)
    {
        string? original = message.GetText(FixTag.OrigClOrdID);
        SimulatedOrder? order = message.TryGetLong(FixTag.OrderID, out long number) ? exchange.FindOrder(client.Account, number)
            : original is not null ? exchange.FindOrder(client.Account, original)
            : null;
        bool fits = order is not null && (original is null || order.ClientOrderId == original) && order.Symbol == message.GetText(FixTag.Symbol);
        return fits ? order : null;
    }
}
