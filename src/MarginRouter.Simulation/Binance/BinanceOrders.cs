using MarginRouter.Core.Orders;
using MarginRouter.Simulation.Accounts;
using MarginRouter.Simulation.Markets;
using MarginRouter.Simulation.Matching;

namespace MarginRouter.Simulation.Binance;

/// <summary>
/// What clients can do about orders, whichever way they ask. Commands take effect at once; their tasks give the answer when it may be sent,
/// null when there is to be none.
/// </summary>
internal sealed class BinanceOrders(SimulatedExchange exchange, IBinanceDialect dialect)
{
    private const int LongestClientOrderId = 36;
    private const int DefaultListed = 500;
    private long generatedIds;

    public Task<byte[]?> PlaceAsync(SimulatedAccount account, BinanceParameters parameters, CancellationToken cancellation)
    {
        string? responseType = parameters.Text("newOrderRespType");
        return AnswerAsync(exchange.Place(account, Request(parameters)), order => dialect.Placed(order, responseType), cancellation);
    }

    public Task<byte[]?> CancelAsync(SimulatedAccount account, BinanceParameters parameters, CancellationToken cancellation) =>
        AnswerAsync(exchange.Cancel(account, Find(account, parameters)), dialect.Cancelled, cancellation);

    /// <summary>Cancels every open order of a symbol.</summary>
    public byte[] CancelAll(SimulatedAccount account, BinanceParameters parameters)
    {
        IReadOnlyList<SimulatedOrder> ended = exchange.CancelAll(account, Market(parameters).Instrument.Symbol);
        return ended.Count > 0 || dialect is not BinanceSpotDialect
            ? dialect.AllCancelled(ended)
            : throw new BinanceRequestException(BinanceError.UnknownOrder);
    }

    /// <summary>USD-M: changes price and size; the order keeps its ids.</summary>
    public Task<byte[]?> ModifyAsync(SimulatedAccount account, BinanceParameters parameters, CancellationToken cancellation)
    {
        SimulatedOrder order = Find(account, parameters) ?? throw new BinanceRequestException(BinanceError.NoSuchOrder);
        OrderAnswer answer = exchange.Replace(account, order, parameters.RequiredDecimal("price"), parameters.RequiredDecimal("quantity"));
        return AnswerAsync(answer, dialect.Status, cancellation);
    }

    /// <summary>Spot: cancels one order and places another; with STOP_ON_FAILURE nothing is placed when there is nothing to cancel.</summary>
    public async Task<byte[]?> CancelReplaceAsync(SimulatedAccount account, BinanceParameters parameters, CancellationToken cancellation)
    {
        string symbol = Market(parameters).Instrument.Symbol;
        OrderRequest request = Request(parameters);
        SimulatedOrder? order = parameters.Number("cancelOrderId") is { } id
            ? exchange.FindOrder(account, id)
            : exchange.FindOrder(account, parameters.RequiredText("cancelOrigClientOrderId"));
        if (order is { IsEnded: false } && order.Symbol == symbol && order.ClientOrderId == request.ClientOrderId)
            return await InSteadAsync(account, order, parameters, cancellation).ConfigureAwait(false);
        OrderAnswer cancelled = exchange.Cancel(account, order?.Symbol == symbol ? order : null);
        if (cancelled.Order is null && parameters.RequiredText("cancelReplaceMode") == "STOP_ON_FAILURE")
            throw new BinanceRequestException(new BinanceError(-2022, "Order cancel-replace failed."));
        OrderAnswer placed = exchange.Place(account, request);
        if (await ReleasedAsync(placed, cancellation).ConfigureAwait(false) is false)
            return null;
        if (placed.Order is not { } working)
            throw new BinanceRequestException(new BinanceError(cancelled.Order is null ? -2022 : -2021, $"Order cancel-replace failed: {dialect.Refusal(placed.Rejection!).Message}"));
        return Replaced(cancelled.Order, working, parameters);
    }

    /// <summary>The new order keeps the client id: filters are judged before the first ends, which stands when they refuse.</summary>
    private async Task<byte[]?> InSteadAsync(
        SimulatedAccount account, SimulatedOrder order, BinanceParameters parameters, CancellationToken cancellation)
    {
        OrderAnswer answer = exchange.Reissue(account, order, parameters.RequiredDecimal("price"), parameters.RequiredDecimal("quantity"));
        return await AnswerAsync(answer, working => Replaced(exchange.FindOrder(account, order.OrderId), working, parameters), cancellation).ConfigureAwait(false);
    }

    private byte[] Replaced(SimulatedOrder? ended, SimulatedOrder working, BinanceParameters parameters) => BinanceJson.Object(writer =>
    {
        writer.WriteString("cancelResult", ended is null ? "FAILURE" : "SUCCESS");
        writer.WriteString("newOrderResult", "SUCCESS");
        if (ended is not null)
            writer.Raw("cancelResponse", dialect.Cancelled(ended));
        writer.Raw("newOrderResponse", dialect.Placed(working, parameters.Text("newOrderRespType")));
    });

    /// <summary>Spot: makes an order smaller, which keeps its ids and its place.</summary>
    public Task<byte[]?> AmendAsync(SimulatedAccount account, BinanceParameters parameters, CancellationToken cancellation)
    {
        SimulatedOrder order = Find(account, parameters) ?? throw new BinanceRequestException(BinanceError.NoSuchOrder);
        decimal quantity = parameters.RequiredDecimal("newQty");
        if (quantity >= order.Terms.Quantity || quantity <= order.CumulativeQuantity)
            throw new BinanceRequestException(new BinanceError(-2038, "The requested action would not make the order smaller."));
        return AnswerAsync(exchange.Replace(account, order, null, quantity), Amended, cancellation);
    }

    private byte[] Amended(SimulatedOrder order) => BinanceJson.Object(writer =>
    {
        writer.WriteNumber("transactTime", order.UpdatedAt.ToMilliseconds());
        writer.WriteNumber("executionId", order.OrderId);
        writer.Raw("amendedOrder", dialect.Status(order));
    });

    /// <summary>USD-M: the dead man's switch of a symbol in milliseconds; zero takes it away.</summary>
    public byte[] CountDown(SimulatedAccount account, BinanceParameters parameters)
    {
        string symbol = Market(parameters).Instrument.Symbol;
        long milliseconds = parameters.Number("countdownTime") ?? throw new BinanceRequestException(BinanceError.Missing("countdownTime"));
        exchange.CancelAfter(account, milliseconds == 0 ? null : TimeSpan.FromMilliseconds(milliseconds), symbol);
        return BinanceJson.Object(writer =>
        {
            writer.WriteString("symbol", symbol);
            writer.WriteString("countdownTime", milliseconds.ToString(System.Globalization.CultureInfo.InvariantCulture));
        });
    }

    public byte[] Status(SimulatedAccount account, BinanceParameters parameters)
    {
        _ = Market(parameters);
        return dialect.Status(Find(account, parameters) ?? throw new BinanceRequestException(BinanceError.NoSuchOrder));
    }

    /// <summary>Open orders, of one symbol or of all.</summary>
    public byte[] Open(SimulatedAccount account, BinanceParameters parameters)
    {
        string? symbol = parameters.Text("symbol") is null ? null : Market(parameters).Instrument.Symbol;
        return BinanceJson.Values(exchange.OpenOrders(account, symbol).Select(dialect.Status));
    }

    /// <summary>All orders of a symbol, the newest last.</summary>
    public byte[] All(SimulatedAccount account, BinanceParameters parameters)
    {
        string symbol = Market(parameters).Instrument.Symbol;
        int limit = (int)Math.Clamp(parameters.Number("limit") ?? DefaultListed, 1, 1_000);
        return BinanceJson.Values(exchange.Orders(account).Where(order => order.Symbol == symbol).TakeLast(limit).Select(dialect.Status));
    }

    private async Task<byte[]?> AnswerAsync(OrderAnswer answer, Func<SimulatedOrder, byte[]> write, CancellationToken cancellation)
    {
        if (await ReleasedAsync(answer, cancellation).ConfigureAwait(false) is false)
            return null;
        return write(answer.Order ?? throw new BinanceRequestException(dialect.Refusal(
            answer.Rejection ?? throw new InvalidOperationException("an answer without order or refusal"))));
    }

    private async Task<bool> ReleasedAsync(OrderAnswer answer, CancellationToken cancellation)
    {
        if (answer.IsSwallowed)
            return false;
        await answer.Release.WaitAsync(cancellation).ConfigureAwait(false);
        if (exchange.Faults.AnswerDelay is { Ticks: > 0 } delay)
            await Task.Delay(delay, exchange.Clock.Time, cancellation).ConfigureAwait(false);
        return true;
    }

    private SimulatedMarket Market(BinanceParameters parameters) =>
        exchange.Markets.TryGetValue(parameters.RequiredText("symbol"), out SimulatedMarket? market)
            ? market
            : throw new BinanceRequestException(BinanceError.InvalidSymbol);

    private SimulatedOrder? Find(SimulatedAccount account, BinanceParameters parameters)
    {
        string symbol = Market(parameters).Instrument.Symbol;
        SimulatedOrder? found = parameters.Number("orderId") is { } orderId
            ? exchange.FindOrder(account, orderId)
            : exchange.FindOrder(account, parameters.RequiredText("origClientOrderId"));
        return found?.Symbol == symbol ? found : null;
    }

    private OrderRequest Request(BinanceParameters parameters)
    {
        string type = parameters.RequiredText("type");
        if (type is not "LIMIT" && (type is not "LIMIT_MAKER" || dialect is not BinanceSpotDialect))
            throw new BinanceRequestException(new BinanceError(-1116, "Invalid orderType."));
        string force = type == "LIMIT_MAKER" ? "GTC" : parameters.RequiredText("timeInForce");
        if (force is not ("GTC" or "IOC" or "FOK") && (force is not "GTX" || dialect is BinanceSpotDialect))
            throw new BinanceRequestException(new BinanceError(-1115, "Invalid timeInForce."));
        string clientOrderId = parameters.Text("newClientOrderId") ?? $"simulated-{Interlocked.Increment(ref generatedIds)}";
        if (clientOrderId.Length > LongestClientOrderId)
            throw new BinanceRequestException(new BinanceError(-4015, "Client order id length should be less than 36 chars"));
        return new OrderRequest
        {
            ClientOrderId = clientOrderId,
            Symbol = parameters.RequiredText("symbol"),
            Side = parameters.RequiredSide(),
            Quantity = parameters.RequiredDecimal("quantity"),
            LimitPrice = parameters.RequiredDecimal("price"),
            TimeInForce = force switch
            {
                "IOC" => TimeInForce.ImmediateOrCancel,
                "FOK" => TimeInForce.FillOrKill,
                _ => TimeInForce.GoodTillCancel,
            },
            PostOnly = type == "LIMIT_MAKER" || force == "GTX",
            SelfMatch = parameters.Text("selfTradePreventionMode") switch
            {
                null or "NONE" => SelfMatchPrevention.Allow,
                "EXPIRE_TAKER" => SelfMatchPrevention.CancelIncoming,
                "EXPIRE_MAKER" => SelfMatchPrevention.CancelResting,
                "EXPIRE_BOTH" => SelfMatchPrevention.CancelBoth,
                _ => throw new BinanceRequestException(new BinanceError(-1137, "Invalid selfTradePreventionMode.")),
            },
            ReduceOnly = parameters.Flag("reduceOnly"),
        };
    }
}
