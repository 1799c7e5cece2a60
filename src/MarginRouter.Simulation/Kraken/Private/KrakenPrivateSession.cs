using MarginRouter.Core.Instruments;
using MarginRouter.Simulation.Accounts;
using MarginRouter.Simulation.Kraken.Market;
using MarginRouter.Simulation.Kraken.Wire;
using MarginRouter.Simulation.Matching;

namespace MarginRouter.Simulation.Kraken.Private;

/// <summary>
/// One client's private WebSocket: order entry and the account channels. The first valid token decides whose account it is; a
/// token that was accepted once holds for the life of the connection.
/// </summary>
internal sealed class KrakenPrivateSession(KrakenConnection connection, KrakenPrivateDesk desk)
{
    private readonly HashSet<string> acceptedTokens = new(StringComparer.Ordinal);
    private readonly KrakenAccountChannel executions = new("executions", connection);
    private readonly KrakenAccountChannel balances = new("balances", connection);

    /// <summary>Whose session it is; null before the first valid token.</summary>
    public SimulatedAccount? Account { get; private set; }

    /// <summary>The connection.</summary>
    public KrakenConnection Connection => connection;

    /// <summary>Takes one frame of the client.</summary>
    public void Receive(ReadOnlyMemory<byte> frame)
    {
        Instant received = desk.Now;
        KrakenRequest? request = KrakenRequest.TryParse(frame, received);
        switch (request?.Method)
        {
            case null:
                connection.Send(KrakenAnswers.Malformed(received, desk.Now));
                break;
            case "ping":
                connection.Send(KrakenMarketFrames.Pong(request.RequestId, received, desk.Now));
                break;
            case "subscribe" or "unsubscribe" or "add_order" or "amend_order" or "cancel_order" or "cancel_all" or "cancel_all_orders_after":
                if (Authenticate(request) is SimulatedAccount account)
                    Dispatch(request, account);
                else
                    Refuse(request, KrakenErrors.InvalidSession);
                break;
            default:
                Refuse(request, "Unsupported method");
                break;
        }
    }

    /// <summary>Sends what an order of this account did; the venue calls it under its gate.</summary>
    public void OnExecution(ExecutionUpdate update)
    {
        KrakenPair pair = desk.Pair(update.Order.Symbol);
        foreach (KrakenExecution execution in KrakenExecution.From(update))
            executions.Update(json => KrakenAccountFrames.WriteExecution(json, pair, execution));
        if (update.Fill is not SimulatedFill fill)
            return;
        balances.Update(json =>
        {
            foreach (KrakenLedgerEntry entry in KrakenLedgerEntry.From(update, fill))
                KrakenAccountFrames.WriteLedgerEntry(json, entry);
        });
    }

    /// <summary>Sends a change of a balance that no order made; the venue calls it under its gate.</summary>
    public void OnAccountChange(AccountChange change) =>
        balances.Update(json => KrakenAccountFrames.WriteLedgerEntry(json, KrakenLedgerEntry.From(change, desk.NextLedgerId())));

    private SimulatedAccount? Authenticate(KrakenRequest request)
    {
        string token = request.Text("token") ?? string.Empty;
        if (acceptedTokens.Contains(token))
            return Account;
        SimulatedAccount? found = desk.FindByToken(token);
        if (found is null || (Account is not null && Account != found))
            return null;
        acceptedTokens.Add(token);
        Account = found;
        return found;
    }

    private void Dispatch(KrakenRequest request, SimulatedAccount account)
    {
        switch (request.Method)
        {
            case "subscribe":
                Subscribe(request, account);
                break;
            case "unsubscribe":
                Unsubscribe(request);
                break;
            case "add_order":
                AddOrder(request, account);
                break;
            case "amend_order":
                Act(() => desk.Amend(account, request), order => KrakenPrivateAnswers.OrderAmended(request, order, desk.Now), request);
                break;
            case "cancel_all_orders_after":
                CancelAfter(request, account);
                break;
            case "cancel_all":
                connection.Hold();
                connection.SendAhead(KrakenPrivateAnswers.AllCancelled(request, desk.CancelAll(account), desk.Now));
                connection.Unhold();
                break;
            default:
                Cancel(request, account);
                break;
        }
    }

    /// <summary>The dead man's switch in seconds; zero takes it away.</summary>
    private void CancelAfter(KrakenRequest request, SimulatedAccount account)
    {
        if (request.Number("timeout") is not { } seconds || seconds is < 0m or > KrakenPrivateDesk.LongestSilence)
            Refuse(request, KrakenErrors.InvalidArgument("timeout"));
        else
            connection.Send(KrakenPrivateAnswers.SwitchSet(request, desk.CancelAfter(account, seconds), desk.Now));
    }

    /// <summary>Each named order has an answer of its own.</summary>
    private void Cancel(KrakenRequest request, SimulatedAccount account)
    {
        (string? Order, string? Client)[] named =
        [
            .. request.Texts("order_id").Select(id => ((string?)id, (string?)null)),
            .. request.Texts("cl_ord_id").Select(id => ((string?)null, (string?)id)),
        ];
        if (named.Length == 0)
            Refuse(request, KrakenErrors.InvalidArgument("order_id"));
        foreach ((string? order, string? client) in named)
            Act(() => desk.Cancel(account, order, client), cancelled => KrakenPrivateAnswers.OrderCancelled(request, cancelled, desk.Now), request);
    }

    private void Subscribe(KrakenRequest request, SimulatedAccount account)
    {
        switch (request.Text("channel"))
        {
            case "executions":
                desk.Locked(() => SubscribeExecutions(request, account));
                break;
            case "balances":
                desk.Locked(() => SubscribeBalances(request, account));
                break;
            default:
                Refuse(request, "Channel not supported");
                return;
        }

        connection.WantsHeartbeat = true;
    }

    private void SubscribeExecutions(KrakenRequest request, SimulatedAccount account)
    {
        bool withTrades = request.Flag("snap_trades", false);
        connection.Send(KrakenPrivateAnswers.ExecutionsSubscribed(request, desk.MaximumRateCount, withTrades, desk.Now));
        IReadOnlyList<(SimulatedOrder Order, SimulatedFill Fill)> trades = withTrades ? desk.LastTrades(account) : [];
        IReadOnlyList<SimulatedOrder> open = request.Flag("snap_orders", true) ? desk.OpenOrders(account) : [];
        executions.Open(json =>
        {
            foreach (SimulatedOrder order in open)
                KrakenAccountFrames.WriteExecution(json, desk.Pair(order.Symbol), new KrakenExecution("new", KrakenExecution.Status(order), order, null, order.UpdatedAt));
            foreach ((SimulatedOrder order, SimulatedFill fill) in trades)
                KrakenAccountFrames.WriteExecution(json, desk.Pair(order.Symbol), KrakenExecution.Trade(order, fill));
        });
    }

    private void SubscribeBalances(KrakenRequest request, SimulatedAccount account)
    {
        connection.Send(KrakenAnswers.Subscription(request, new KrakenSubscription("balances", null, null, true), desk.Now));
        AccountStatement statement = desk.Statement(account);
        balances.Open(json =>
        {
            foreach (StatementBalance balance in statement.Balances)
                KrakenAccountFrames.WriteBalance(json, balance);
        });
    }

    private void Unsubscribe(KrakenRequest request)
    {
        string channel = request.Text("channel") ?? string.Empty;
        bool closed = desk.Locked(() => channel switch
        {
            "executions" => executions.Close(),
            "balances" => balances.Close(),
            _ => false,
        });
        if (closed)
            connection.Send(KrakenAnswers.Subscription(request, new KrakenSubscription(channel, null, null, false), desk.Now));
        else
            Refuse(request, "Subscription Not Found");
    }

    private void AddOrder(KrakenRequest request, SimulatedAccount account)
    {
        string? error = desk.Admit(request, account, out OrderRequest? order);
        if (error is not null || order is null)
        {
            Refuse(request, error ?? KrakenErrors.InvalidArgument("params"));
            return;
        }

        if (request.Flag("validate", false))
        {
            connection.Send(KrakenPrivateAnswers.OrderValidated(request, desk.Now));
            return;
        }

        Act(() => desk.Place(account, order), placed => KrakenPrivateAnswers.OrderAdded(request, placed, desk.Now), request);
    }

    /// <summary>The venue answers first and then reports, so the reports of an order wait for the answer unless a fault withholds it.</summary>
    private void Act(Func<OrderAnswer> act, Func<SimulatedOrder, byte[]> granted, KrakenRequest request)
    {
        connection.Hold();
        OrderAnswer answer = act();
        TimeSpan delay = desk.AnswerDelay;
        if (answer.Release.IsCompleted && delay == TimeSpan.Zero)
        {
            SendAnswer(request, answer, granted);
            connection.Unhold();
        }
        else
        {
            connection.Unhold();
            desk.Later(connection, answer.Release, delay, () => SendAnswer(request, answer, granted));
        }
    }

    private void SendAnswer(KrakenRequest request, OrderAnswer answer, Func<SimulatedOrder, byte[]> granted)
    {
        if (answer.IsSwallowed)
            return;
        if (answer.Rejection is OrderRejection rejection)
            Refuse(request, KrakenErrors.Of(rejection), ahead: true);
        else
            connection.SendAhead(granted(answer.Order!));
    }

    private void Refuse(KrakenRequest request, string error, bool ahead = false)
    {
        byte[] frame = KrakenAnswers.Error(request, error, desk.Now);
        if (ahead)
            connection.SendAhead(frame);
        else
            connection.Send(frame);
    }
}
