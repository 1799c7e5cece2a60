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
            case "subscribe" or "unsubscribe" or "add_order" or "cancel_order":
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
            default:
                // Every order is immediate-or-cancel and has ended before a cancel can name it.
                int named = request.Texts("order_id").Count + request.Texts("cl_ord_id").Count;
                for (int index = 0; index < Math.Max(1, named); index++)
                    Refuse(request, named == 0 ? KrakenErrors.InvalidArgument("order_id") : KrakenErrors.UnknownOrder);
                break;
        }
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
        executions.Open(json =>
        {
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

        // The venue answers first and then reports, so the reports of this order wait for the answer unless a fault withholds it.
        connection.Hold();
        OrderAnswer answer = desk.Place(account, order);
        TimeSpan delay = desk.AnswerDelay;
        if (answer.Release.IsCompleted && delay == TimeSpan.Zero)
        {
            SendAnswer(request, answer);
            connection.Unhold();
        }
        else
        {
            connection.Unhold();
            desk.Later(connection, answer.Release, delay, () => SendAnswer(request, answer));
        }
    }

    private void SendAnswer(KrakenRequest request, OrderAnswer answer)
    {
        if (answer.IsSwallowed)
            return;
        if (answer.Rejection is OrderRejection rejection)
            Refuse(request, KrakenErrors.Of(rejection), ahead: true);
        else
            connection.SendAhead(KrakenPrivateAnswers.OrderAdded(request, answer.Order!, desk.Now));
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
