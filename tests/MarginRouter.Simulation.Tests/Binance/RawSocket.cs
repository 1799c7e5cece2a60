using System.Net.WebSockets;
using System.Text;
using System.Text.Json;

namespace MarginRouter.Simulation.Tests.Binance;

/// <summary>A WebSocket client that sends texts and waits for JSON messages, with a limit on every wait.</summary>
internal sealed class RawSocket : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly ClientWebSocket socket = new();

    public static async Task<RawSocket> ConnectAsync(Uri baseUri, string pathAndQuery)
    {
        RawSocket raw = new();
        using CancellationTokenSource limit = new(Patience);
        await raw.socket.ConnectAsync(new Uri(baseUri, pathAndQuery), limit.Token);
        return raw;
    }

    public async Task SendAsync(string text)
    {
        using CancellationTokenSource limit = new(Patience);
        await socket.SendAsync(Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text, true, limit.Token);
    }

    /// <summary>The next message; throws when the connection ends or nothing comes in time.</summary>
    public async Task<JsonElement> ReceiveAsync()
    {
        using CancellationTokenSource limit = new(Patience);
        byte[] buffer = new byte[1 << 20];
        int length = 0;
        while (true)
        {
            ValueWebSocketReceiveResult part = await socket.ReceiveAsync(buffer.AsMemory(length), limit.Token);
            if (part.MessageType == WebSocketMessageType.Close)
                throw new WebSocketException("closed by the server");
            length += part.Count;
            if (part.EndOfMessage)
                return JsonDocument.Parse(buffer.AsMemory(0, length)).RootElement.Clone();
        }
    }

    /// <summary>Sends a request and returns the first message that carries its id; messages before it are kept in <paramref name="others"/>.</summary>
    public async Task<JsonElement> AskAsync(string request, long id, List<JsonElement>? others = null)
    {
        await SendAsync(request);
        while (true)
        {
            JsonElement message = await ReceiveAsync();
            if (message.TryGetProperty("id", out JsonElement given) && given.ValueKind == JsonValueKind.Number && given.GetInt64() == id)
                return message;
            others?.Add(message);
        }
    }

    public ValueTask DisposeAsync()
    {
        socket.Abort();
        socket.Dispose();
        return ValueTask.CompletedTask;
    }
}
