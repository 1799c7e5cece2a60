using System.Globalization;
using MarginRouter.Simulation.Accounts;
using MarginRouter.Simulation.Matching;
using Microsoft.AspNetCore.Http;

namespace MarginRouter.Simulation.Binance;

/// <summary>The REST side: path and parameters in, JSON out, errors as {code, msg} with the venue's HTTP status.</summary>
internal sealed class BinanceRestApi(
    SimulatedExchange exchange,
    BinanceOperations operations,
    BinanceSignature signature,
    BinanceListenKeys listenKeys,
    BinanceUsage usage,
    BinanceDefects defects)
{
    public async Task HandleAsync(HttpContext context, BinanceMarketKind kind, CancellationToken cancellation)
    {
        string body = await ReadBodyAsync(context.Request, cancellation).ConfigureAwait(false);
        BinanceParameters parameters = BinanceParameters.FromQuery(context.Request.QueryString.Value?.TrimStart('?') ?? "", body);
        usage.Count(exchange.Clock.Now, false);
        context.Response.ContentType = "application/json;charset=UTF-8";
        context.Response.Headers["X-MBX-USED-WEIGHT-1M"] = usage.Weight.ToString(CultureInfo.InvariantCulture);
        Call call = new(context.Request.Method + " " + context.Request.Path.Value, parameters, context.Request.Headers["X-MBX-APIKEY"]);
        byte[] answer = await AnswerAsync(context.Response, kind, call, cancellation).ConfigureAwait(false);
        await context.Response.Body.WriteAsync(answer, cancellation).ConfigureAwait(false);
    }

    private async Task<byte[]> AnswerAsync(HttpResponse response, BinanceMarketKind kind, Call call, CancellationToken cancellation)
    {
        try
        {
            if (exchange.Faults.IsUnderMaintenance)
                return Failure(response, BinanceError.Unavailable);
            if (call.Target.StartsWith("GET ", StringComparison.Ordinal) && exchange.Faults.TakeRequestLimit())
                return Failure(response, BinanceError.TooManyRequests);
            if (Command(kind, call, cancellation) is { } command)
            {
                // A request that a fault has swallowed is never answered: the client gives up.
                if (await command.ConfigureAwait(false) is { } done)
                    return done;
                await Task.Delay(Timeout.InfiniteTimeSpan, cancellation).ConfigureAwait(false);
            }

            byte[]? found = kind switch
            {
                BinanceMarketKind.Spot => Spot(call),
                BinanceMarketKind.UsdMargined => Futures(call),
                BinanceMarketKind.CoinMargined => Coin(call),
            };
            if (found is null)
                response.StatusCode = StatusCodes.Status404NotFound;
            return found ?? [];
        }
        catch (BinanceRequestException refused)
        {
            return Failure(response, refused.Error);
        }
        catch (Exception defect) when (defect is not (OutOfMemoryException or OperationCanceledException))
        {
            return Failure(response, defects.Note(defect));
        }
    }

    private static byte[] Failure(HttpResponse response, BinanceError error)
    {
        response.StatusCode = error.Status;
        return BinanceJson.Object(writer =>
        {
            writer.WriteNumber("code", error.Code);
            writer.WriteString("msg", error.Message);
        });
    }

    private Task<byte[]?>? Command(BinanceMarketKind kind, Call call, CancellationToken cancellation)
    {
        BinanceOrders orders = operations.Orders;
        return (kind, call.Target) switch
        {
            (BinanceMarketKind.Spot, "POST /api/v3/order") or (BinanceMarketKind.UsdMargined, "POST /fapi/v1/order") =>
                orders.PlaceAsync(SignedOrder(call), call.Parameters, cancellation),
            (BinanceMarketKind.Spot, "DELETE /api/v3/order") or (BinanceMarketKind.UsdMargined, "DELETE /fapi/v1/order") =>
                orders.CancelAsync(Signed(call), call.Parameters, cancellation),
            (BinanceMarketKind.Spot, "POST /api/v3/order/cancelReplace") => orders.CancelReplaceAsync(SignedOrder(call), call.Parameters, cancellation),
            (BinanceMarketKind.Spot, "PUT /api/v3/order/amend/keepPriority") => orders.AmendAsync(SignedOrder(call), call.Parameters, cancellation),
            (BinanceMarketKind.UsdMargined, "PUT /fapi/v1/order") => orders.ModifyAsync(SignedOrder(call), call.Parameters, cancellation),
            _ => null,
        };
    }

    private byte[]? Spot(Call call) => call.Target switch
    {
        "GET /api/v3/ping" => BinanceJson.Object(_ => { }),
        "GET /api/v3/time" => operations.Time(),
        "GET /api/v3/exchangeInfo" => operations.ExchangeInfo(call.Parameters),
        "GET /api/v3/depth" => operations.Depth(call.Parameters),
        "GET /api/v3/account" => operations.Account(Signed(call)),
        "GET /api/v3/account/commission" => Commission(call),
        "GET /api/v3/order" => operations.Orders.Status(Signed(call), call.Parameters),
        "GET /api/v3/openOrders" => operations.Orders.Open(Signed(call), call.Parameters),
        "DELETE /api/v3/openOrders" => operations.Orders.CancelAll(Signed(call), call.Parameters),
        "GET /api/v3/allOrders" => operations.Orders.All(Signed(call), call.Parameters),
        "GET /api/v3/myTrades" => operations.Trades(Signed(call), call.Parameters),
        "GET /sapi/v1/margin/allPairs" or "GET /sapi/v1/margin/isolated/allPairs" => NoMarginPairs(call),
        "GET /sapi/v1/capital/config/getall" => BinanceWallet.Coins(exchange, exchange.Statement(Signed(call))),
        _ => null,
    };

    private byte[]? Coin(Call call) => call.Target switch
    {
        "GET /dapi/v1/ping" => BinanceJson.Object(_ => { }),
        "GET /dapi/v1/time" => operations.Time(),
        "GET /dapi/v1/exchangeInfo" => operations.ExchangeInfo(call.Parameters),
        "GET /dapi/v1/depth" => operations.Depth(call.Parameters),
        _ => null,
    };

    private byte[]? Futures(Call call) => call.Target switch
    {
        "GET /fapi/v1/ping" => BinanceJson.Object(_ => { }),
        "GET /fapi/v1/time" => operations.Time(),
        "GET /fapi/v1/exchangeInfo" => operations.ExchangeInfo(call.Parameters),
        "GET /fapi/v1/depth" => operations.Depth(call.Parameters),
        "GET /fapi/v1/insuranceBalance" => operations.InsuranceBalance(call.Parameters),
        "GET /fapi/v1/premiumIndex" => operations.PremiumIndex(call.Parameters),
        "GET /fapi/v3/account" => operations.Account(Signed(call)),
        "GET /fapi/v3/positionRisk" => operations.PositionRisk(Signed(call), call.Parameters),
        "GET /fapi/v1/commissionRate" => Commission(call),
        "GET /fapi/v1/order" => operations.Orders.Status(Signed(call), call.Parameters),
        "GET /fapi/v1/openOrders" => operations.Orders.Open(Signed(call), call.Parameters),
        "DELETE /fapi/v1/allOpenOrders" => operations.Orders.CancelAll(Signed(call), call.Parameters),
        "POST /fapi/v1/countdownCancelAll" => operations.Orders.CountDown(Signed(call), call.Parameters),
        "GET /fapi/v1/allOrders" => operations.Orders.All(Signed(call), call.Parameters),
        "GET /fapi/v1/userTrades" => operations.Trades(Signed(call), call.Parameters),
        "GET /fapi/v1/symbolConfig" => operations.SymbolConfig(Signed(call), call.Parameters),
        "GET /fapi/v1/adlQuantile" => operations.AdlQuantile(Signed(call), call.Parameters),
        "GET /fapi/v1/leverageBracket" => Bracket(call),
        "POST /fapi/v1/listenKey" => ListenKey(listenKeys.Open(signature.Known(call.ApiKey))),
        "PUT /fapi/v1/listenKey" => RenewListenKey(signature.Known(call.ApiKey)),
        "DELETE /fapi/v1/listenKey" => CloseListenKey(signature.Known(call.ApiKey)),
        _ => null,
    };

    /// <summary>Spot here lends nothing.</summary>
    private byte[] NoMarginPairs(Call call)
    {
        _ = signature.Known(call.ApiKey);
        return "[]"u8.ToArray();
    }

    private byte[] Commission(Call call)
    {
        _ = Signed(call);
        return operations.Commission(call.Parameters);
    }

    private byte[] Bracket(Call call)
    {
        _ = Signed(call);
        return operations.LeverageBracket(call.Parameters);
    }

    private byte[] RenewListenKey(SimulatedAccount account) => listenKeys.IsOpen(account)
        ? ListenKey(listenKeys.Open(account))
        : throw new BinanceRequestException(BinanceError.InvalidListenKey);

    private byte[] CloseListenKey(SimulatedAccount account)
    {
        listenKeys.Close(account);
        return BinanceJson.Object(_ => { });
    }

    private static byte[] ListenKey(string key) => BinanceJson.Object(writer => writer.WriteString("listenKey", key));

    private SimulatedAccount SignedOrder(Call call)
    {
        usage.Count(exchange.Clock.Now, true);
        return Signed(call);
    }

    private SimulatedAccount Signed(Call call) => signature.Verify(call.Parameters, call.ApiKey);

    private static async Task<string> ReadBodyAsync(HttpRequest request, CancellationToken cancellation)
    {
        using StreamReader reader = new(request.Body);
        return await reader.ReadToEndAsync(cancellation).ConfigureAwait(false);
    }

    private sealed record Call(string Target, BinanceParameters Parameters, string? ApiKey);
}
