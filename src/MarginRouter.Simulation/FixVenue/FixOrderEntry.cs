using System.Collections.Immutable;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Orders;
using MarginRouter.Fix.Codec;
using MarginRouter.Fix.Session;
using MarginRouter.Simulation.Accounts;
using MarginRouter.Simulation.Matching;

namespace MarginRouter.Simulation.FixVenue;

/// <summary>
/// Orders (D), changes (G), cancels (F, q) and status requests (H, AF). Reports of an order go to the client that sent it and carry the id of
/// its last change. Used under the venue's gate.
/// </summary>
internal sealed class FixOrderEntry(SimulatedExchange exchange)
{
    private const int UnsupportedOrder = 11;
    private const int UnknownAccount = 15;
    private readonly FixOrderReports reports = new();
    private readonly Dictionary<(string Account, string ClientOrderId), FixOrderOwner> owners = [];
    private readonly Dictionary<(string Account, string ClientOrderId), string> changedFrom = [];

    /// <summary>Takes a NewOrderSingle (D).</summary>
    public FixRefusal? Order(FixVenueClient client, FixMessage message)
    {
        foreach (int tag in (ReadOnlySpan<int>)[FixTag.ClOrdID, FixTag.Symbol, FixTag.OrdType, FixTag.TimeInForce, FixTag.TransactTime])
        {
            if (!message.Contains(tag))
                return FixRefusal.MissingOrMalformed(message, tag);
        }

        if (!message.TryGetDecimal(FixTag.OrderQty, out decimal quantity))
            return FixRefusal.MissingOrMalformed(message, FixTag.OrderQty);
        if (!message.TryGetChar(FixTag.Side, out char side) || side is not ('1' or '2'))
            return FixRefusal.Session(message.Contains(FixTag.Side) ? FixRejectReason.ValueIncorrect : FixRejectReason.RequiredTagMissing, FixTag.Side);
        if (client.AccountOf(message) is not SimulatedAccount account)
            return Refuse(client, message, UnknownAccount, "unknown account");
        if (!message.Equals(FixTag.OrdType, "2"u8) || Force(message) is not { } force)
            return Refuse(client, message, UnsupportedOrder, "only limit orders (40=2) with 59=0, 1, 3 or 4 are taken");
        if (!message.TryGetDecimal(FixTag.Price, out decimal price))
            return FixRefusal.MissingOrMalformed(message, FixTag.Price);
        string[] instructions = message.GetText(FixTag.ExecInst)?.Split(' ') ?? [];
        Own(client, account, message);
        Answer(client, message, exchange.Place(account, new OrderRequest
        {
            ClientOrderId = message.GetText(FixTag.ClOrdID)!,
            Symbol = message.GetText(FixTag.Symbol)!,
            Side = side == '1' ? Side.Buy : Side.Sell,
            Quantity = quantity,
            LimitPrice = price,
            TimeInForce = force,
            PostOnly = instructions.Contains("6"),
            ReduceOnly = instructions.Contains("E"),
        }));
        return null;
    }

    private static TimeInForce? Force(FixMessage message) =>
        message.Equals(FixTag.TimeInForce, "0"u8) ? TimeInForce.Day
        : message.Equals(FixTag.TimeInForce, "1"u8) ? TimeInForce.GoodTillCancel
        : message.Equals(FixTag.TimeInForce, "3"u8) ? TimeInForce.ImmediateOrCancel
        : message.Equals(FixTag.TimeInForce, "4"u8) ? TimeInForce.FillOrKill
        : null;

    /// <summary>Takes an OrderCancelRequest (F): the report of the end is the answer, or an OrderCancelReject.</summary>
    public FixRefusal? Cancel(FixVenueClient client, FixMessage message)
    {
        foreach (int tag in (ReadOnlySpan<int>)[FixTag.ClOrdID, FixTag.OrigClOrdID])
        {
            if (!message.Contains(tag))
                return FixRefusal.MissingOrMalformed(message, tag);
        }

        SimulatedOrder? order = Find(client, message, message.GetText(FixTag.OrigClOrdID)!);
        if (order is null || exchange.Cancel(exchange.Account(order.Account), order).Order is null)
            client.Send(reports.CancelRejected(message, order, exchange.Clock.Now));
        return null;
    }

    /// <summary>Takes an OrderCancelReplaceRequest (G): the report of the change is the answer, or an OrderCancelReject.</summary>
    public FixRefusal? Replace(FixVenueClient client, FixMessage message)
    {
        foreach (int tag in (ReadOnlySpan<int>)[FixTag.ClOrdID, FixTag.OrigClOrdID, FixTag.Symbol, FixTag.Side, FixTag.OrdType, FixTag.TransactTime])
        {
            if (!message.Contains(tag))
                return FixRefusal.MissingOrMalformed(message, tag);
        }

        if (!message.TryGetDecimal(FixTag.OrderQty, out decimal quantity))
            return FixRefusal.MissingOrMalformed(message, FixTag.OrderQty);
        if (!message.TryGetDecimal(FixTag.Price, out decimal price))
            return FixRefusal.MissingOrMalformed(message, FixTag.Price);
        SimulatedOrder? order = Find(client, message, message.GetText(FixTag.OrigClOrdID)!);
        if (order is null)
        {
            client.Send(reports.ChangeRejected(message, null, "unknown order", exchange.Clock.Now));
            return null;
        }

        string id = message.GetText(FixTag.ClOrdID)!;
        string before = reports.CurrentId(order);
        changedFrom[(order.Account, id)] = order.ClientOrderId;
        reports.Rename(order, id, before);
        OrderAnswer answer = exchange.Replace(exchange.Account(order.Account), order, price, quantity);
        if (answer.Order is not null)
            return null;
        reports.Rename(order, before, before);
        client.Send(reports.ChangeRejected(message, order, answer.Rejection?.Text ?? "refused", exchange.Clock.Now));
        return null;
    }

    /// <summary>Takes an OrderMassCancelRequest (q) of one symbol (530=1) or of all (530=7); an OrderMassCancelReport (r) follows the ends.</summary>
    public FixRefusal? MassCancel(FixVenueClient client, FixMessage message)
    {
        if (!message.Contains(FixTag.ClOrdID))
            return FixRefusal.MissingOrMalformed(message, FixTag.ClOrdID);
        if (!message.TryGetChar(FixTag.MassCancelRequestType, out char type))
            return FixRefusal.MissingOrMalformed(message, FixTag.MassCancelRequestType);
        string? symbol = type == '1' ? message.GetText(FixTag.Symbol) : null;
        bool granted = client.AccountOf(message) is SimulatedAccount && (type == '7' || (symbol is not null && exchange.Markets.ContainsKey(symbol)));
        int ended = granted ? exchange.CancelAll(client.AccountOf(message)!, symbol).Length : 0;
        client.Send(reports.MassCancelled(message, granted ? type : '0', ended));
        return null;
    }

    /// <summary>Takes an OrderMassStatusRequest (AF) of one symbol (585=1) or of all (585=7): a report for each order that stands.</summary>
    public FixRefusal? MassStatus(FixVenueClient client, FixMessage message)
    {
        if (message.GetText(FixTag.MassStatusReqID) is not string id)
            return FixRefusal.MissingOrMalformed(message, FixTag.MassStatusReqID);
        ImmutableArray<SimulatedOrder> open = client.AccountOf(message) is SimulatedAccount account
            ? exchange.OpenOrders(account, message.GetText(FixTag.Symbol))
            : [];
        if (open.IsEmpty)
            client.Send(reports.NothingStands(id, message, exchange.Clock.Now));
        for (int index = 0; index < open.Length; index++)
            client.Send(reports.Listed(open[index], (id, open.Length, index == open.Length - 1), exchange.Clock.Now));
        return null;
    }

    /// <summary>Sends a report about an order that no execution caused to the client that sent it.</summary>
    public void Tell(SimulatedOrder order, Func<FixOrderReports, FixMessageWriter> report)
    {
        if (owners.TryGetValue((order.Account, order.ClientOrderId), out FixOrderOwner? owner))
            owner.Client.Send(report(reports));
    }

    /// <summary>Takes an OrderStatusRequest (H).</summary>
    public FixRefusal? Status(FixVenueClient client, FixMessage message)
    {
        if (message.GetText(FixTag.ClOrdID) is not string id)
            return FixRefusal.MissingOrMalformed(message, FixTag.ClOrdID);
        Instant now = exchange.Clock.Now;
        client.Send(Find(client, message, id) is SimulatedOrder order ? reports.Status(order, now) : reports.StatusUnknown(message, now));
        return null;
    }

    /// <summary>Reports what happened to an order to the client that sent it.</summary>
    public void Report(ExecutionUpdate update)
    {
        if (owners.TryGetValue((update.Account.Name, update.Order.ClientOrderId), out FixOrderOwner? owner))
            owner.Client.Send(reports.Executed(update, owner.ResponseId));
    }

    /// <summary>Makes the order of a message known as the client's before anything is reported of it.</summary>
    /// <param name="client">Who sent it.</param>
    /// <param name="account">Whose order.</param>
    /// <param name="message">The message; its ClOrdID (11) is the order's.</param>
    /// <param name="responseId">QuoteRespID (693), when the order takes a quote.</param>
    public void Own(FixVenueClient client, SimulatedAccount account, FixMessage message, string? responseId = null) =>
        owners.TryAdd((account.Name, message.GetText(FixTag.ClOrdID)!), new FixOrderOwner(client, responseId));

    /// <summary>Reports the refusal of an order, when a fault lets it pass; what was accepted has been reported.</summary>
    public void Answer(FixVenueClient client, FixMessage message, OrderAnswer answer)
    {
        if (answer.Rejection is not OrderRejection rejection)
            return;
        if (answer.Release.IsCompleted)
            client.Send(reports.Rejected(message, rejection, exchange.Clock.Now));
        else
            _ = RejectLaterAsync(client, message.Copy(), rejection, answer.Release);
    }

    private async Task RejectLaterAsync(FixVenueClient client, FixMessage message, OrderRejection rejection, Task release)
    {
        await release;
        exchange.Locked(() =>
        {
            client.Send(reports.Rejected(message, rejection, exchange.Clock.Now));
            return true;
        });
    }

    /// <summary>Reports the refusal of an order with OrdRejReason (103) and words.</summary>
    public FixRefusal? Refuse(FixVenueClient client, FixMessage message, int reason, string text)
    {
        client.Send(reports.Rejected(message, reason, text, exchange.Clock.Now));
        return null;
    }

    /// <summary>The order with a client id: of the account that the message names, else of any account of the client.</summary>
    private SimulatedOrder? Find(FixVenueClient client, FixMessage message, string clientOrderId)
    {
        if (message.Contains(FixTag.Account))
            return client.AccountOf(message) is SimulatedAccount named ? Find(named, clientOrderId) : null;
        foreach (SimulatedAccount account in client.Accounts)
        {
            if (Find(account, clientOrderId) is SimulatedOrder order)
                return order;
        }

        return null;
    }

    private SimulatedOrder? Find(SimulatedAccount account, string clientOrderId) =>
        exchange.FindOrder(account, changedFrom.GetValueOrDefault((account.Name, clientOrderId), clientOrderId));
}
