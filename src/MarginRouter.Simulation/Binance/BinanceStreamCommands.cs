using System.Text.Json;

namespace MarginRouter.Simulation.Binance;

/// <summary>SUBSCRIBE, UNSUBSCRIBE and LIST_SUBSCRIPTIONS on a market data connection.</summary>
internal sealed class BinanceStreamCommands(BinanceStreamHub hub, Func<string, bool> isOffered)
{
    public void Receive(BinanceSocket socket, ReadOnlyMemory<byte> message)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(message);
            Run(socket, document.RootElement);
        }
        catch (JsonException)
        {
            socket.Send(Error(2, "Invalid request: invalid JSON"));
        }
    }

    private void Run(BinanceSocket socket, JsonElement request)
    {
        long? id = request.TryGetProperty("id", out JsonElement given) && given.TryGetInt64(out long number) ? number : null;
        string method = request.TryGetProperty("method", out JsonElement name) ? name.GetString() ?? "" : "";
        if (method == "LIST_SUBSCRIPTIONS")
        {
            socket.Send(Result(id, hub.StreamsOf(socket)));
            return;
        }

        if (method is not ("SUBSCRIBE" or "UNSUBSCRIBE") || !request.TryGetProperty("params", out JsonElement parameters))
        {
            socket.Send(Error(2, $"Invalid request: unknown variant `{method}`"));
            return;
        }

        IEnumerable<string> names = parameters.EnumerateArray().Select(stream => stream.GetString() ?? "").Where(isOffered);
        hub.ChangeStreams(socket, [.. names], method == "SUBSCRIBE");
        socket.Send(Result(id, null));
    }

    private static byte[] Result(long? id, IReadOnlyList<string>? streams) => BinanceJson.Object(writer =>
    {
        writer.WritePropertyName("result");
        if (streams is null)
        {
            writer.WriteNullValue();
        }
        else
        {
            writer.WriteStartArray();
            foreach (string stream in streams)
                writer.WriteStringValue(stream);
            writer.WriteEndArray();
        }

        if (id is long number)
            writer.WriteNumber("id", number);
        else
            writer.WriteNull("id");
    });

    private static byte[] Error(int code, string message) => BinanceJson.Object(writer =>
    {
        writer.WriteStartObject("error");
        writer.WriteNumber("code", code);
        writer.WriteString("msg", message);
        writer.WriteEndObject();
    });
}
