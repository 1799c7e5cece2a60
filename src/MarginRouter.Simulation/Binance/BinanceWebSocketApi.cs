using System.Text.Json;
using MarginRouter.Simulation.Accounts;
using MarginRouter.Simulation.Matching;

namespace MarginRouter.Simulation.Binance;

/// <summary>
/// The request side of the WebSocket API: {id, method, params} in, {id, status, result | error, rateLimits} out. Requests of one
/// connection take effect in the order in which they arrive; answers that a fault holds back do not hold back others.
/// </summary>
internal sealed class BinanceWebSocketApi(
    SimulatedExchange exchange,
    BinanceOperations operations,
    BinanceSignature signature,
    BinanceStreamHub hub,
    BinanceUsage usage,
    BinanceDefects defects)
{
    public void Receive(BinanceSocket socket, ReadOnlyMemory<byte> message, CancellationToken cancellation)
    {
        JsonElement request;
        try
        {
            using JsonDocument document = JsonDocument.Parse(message);
            request = document.RootElement.Clone();
        }
        catch (JsonException)
        {
            socket.Send(Failure(default, new BinanceError(-1100, "Illegal characters found in a parameter."), false));
            return;
        }

        JsonElement id = request.TryGetProperty("id", out JsonElement given) ? given : default;
        string method = request.TryGetProperty("method", out JsonElement name) ? name.GetString() ?? "" : "";
        BinanceParameters parameters = BinanceParameters.FromJson(request.TryGetProperty("params", out JsonElement found) ? found : default);
        _ = AnswerAsync(socket, id, method, parameters, cancellation);
    }

    private async Task AnswerAsync(BinanceSocket socket, JsonElement id, string method, BinanceParameters parameters, CancellationToken cancellation)
    {
        bool isOrder = method is "order.place" or "order.cancelReplace" or "order.modify";
        usage.Count(exchange.Clock.Now, isOrder);
        try
        {
            byte[]? result = await RunAsync(socket, method, parameters, cancellation).ConfigureAwait(false);
            if (result is not null)
                socket.Send(Success(id, result, isOrder));
        }
        catch (BinanceRequestException refused)
        {
            socket.Send(Failure(id, refused.Error, isOrder));
        }
        catch (OperationCanceledException)
        {
            // The simulator is stopping while a fault holds the answer back: the client gets none, as from a venue that died.
            socket.Abort();
        }
        catch (Exception defect) when (defect is not OutOfMemoryException)
        {
            socket.Send(Failure(id, defects.Note(defect), isOrder));
        }
    }

    private Task<byte[]?> RunAsync(BinanceSocket socket, string method, BinanceParameters parameters, CancellationToken cancellation) => method switch
    {
        "order.place" => operations.Orders.PlaceAsync(Signed(parameters), parameters, cancellation),
        "order.cancel" => operations.Orders.CancelAsync(Signed(parameters), parameters, cancellation),
        "order.cancelReplace" when operations.IsSpot => operations.Orders.CancelReplaceAsync(Signed(parameters), parameters, cancellation),
        "order.amend.keepPriority" when operations.IsSpot => operations.Orders.AmendAsync(Signed(parameters), parameters, cancellation),
        "order.modify" when !operations.IsSpot => operations.Orders.ModifyAsync(Signed(parameters), parameters, cancellation),
        _ => Task.FromResult<byte[]?>(Answer(socket, method, parameters)),
    };

    private byte[] Answer(BinanceSocket socket, string method, BinanceParameters parameters) => method switch
    {
        "ping" => BinanceJson.Object(_ => { }),
        "time" => operations.Time(),
        "exchangeInfo" => operations.ExchangeInfo(parameters),
        "depth" => operations.Depth(parameters),
        "openOrders.cancelAll" => operations.Orders.CancelAll(Signed(parameters), parameters),
        "openOrders.status" => operations.Orders.Open(Signed(parameters), parameters),
        "allOrders" => operations.Orders.All(Signed(parameters), parameters),
        "order.status" => operations.Orders.Status(Signed(parameters), parameters),
        "myTrades" => operations.Trades(Signed(parameters), parameters),
        "account.status" or "v2/account.status" => operations.Account(Signed(parameters)),
        "account.position" or "v2/account.position" => operations.PositionRisk(Signed(parameters), parameters),
        "userDataStream.subscribe.signature" => Subscribe(socket, Signed(parameters)),
        _ => throw new BinanceRequestException(BinanceError.Unsupported(method)),
    };

    private byte[] Subscribe(BinanceSocket socket, SimulatedAccount account)
    {
        int id = hub.SubscribeUser(socket, account);
        return BinanceJson.Object(writer => writer.WriteNumber("subscriptionId", id));
    }

    private SimulatedAccount Signed(BinanceParameters parameters) => signature.Verify(parameters, parameters.Text("apiKey"));

    private byte[] Success(JsonElement id, byte[] result, bool isOrder) => BinanceJson.Object(writer =>
    {
        WriteId(writer, id);
        writer.WriteNumber("status", 200);
        writer.Raw("result", result);
        usage.Write(writer, isOrder);
    });

    private byte[] Failure(JsonElement id, BinanceError error, bool isOrder) => BinanceJson.Object(writer =>
    {
        WriteId(writer, id);
        writer.WriteNumber("status", error.Status);
        writer.WriteStartObject("error");
        writer.WriteNumber("code", error.Code);
        writer.WriteString("msg", error.Message);
        writer.WriteEndObject();
        usage.Write(writer, isOrder);
    });

    private static void WriteId(Utf8JsonWriter writer, JsonElement id)
    {
        writer.WritePropertyName("id");
        if (id.ValueKind == JsonValueKind.Undefined)
            writer.WriteNullValue();
        else
            id.WriteTo(writer);
    }
}
