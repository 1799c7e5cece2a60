using System.Net.WebSockets;
using System.Text;
using System.Text.Json;

namespace MarginRouter.Simulation.Tests.Kraken;

/// <summary>A raw WebSocket client that keeps the frames it skipped in a log, so that a failure shows what came instead.</summary>
internal sealed class KrakenTestSocket : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private readonly ClientWebSocket socket = new();
    private readonly List<string> seen = [];

    public static async Task<KrakenTestSocket> ConnectAsync(Uri address)
    {
        KrakenTestSocket client = new();
        using CancellationTokenSource limit = new(Patience);
        await client.socket.ConnectAsync(address, limit.Token);
        return client;
    }

    public async Task SendAsync(string frame)
    {
        using CancellationTokenSource limit = new(Patience);
        await socket.SendAsync(Encoding.UTF8.GetBytes(frame), WebSocketMessageType.Text, true, limit.Token);
    }

    /// <summary>The next frame; null when the server closed or cut the connection.</summary>
    public async Task<JsonElement?> NextAsync()
    {
        using CancellationTokenSource limit = new(Patience);
        byte[] buffer = new byte[1 << 20];
        int length = 0;
        try
        {
            while (true)
            {
                ValueWebSocketReceiveResult result = await socket.ReceiveAsync(buffer.AsMemory(length), limit.Token);
                if (result.MessageType == WebSocketMessageType.Close)
                    return null;
                length += result.Count;
                if (!result.EndOfMessage)
                    continue;
                seen.Add(Encoding.UTF8.GetString(buffer, 0, length));
                return JsonElement.Parse(buffer.AsSpan(0, length));
            }
        }
        catch (WebSocketException)
        {
            return null;
        }
    }

    /// <summary>The next frame that fits; fails with everything seen when none comes in time.</summary>
    public async Task<JsonElement> UntilAsync(Func<JsonElement, bool> fits)
    {
        seen.Clear();
        try
        {
            while (await NextAsync() is JsonElement frame)
            {
                if (fits(frame))
                    return frame;
            }
        }
        catch (OperationCanceledException)
        {
            Assert.Fail($"no such frame within {Patience}; seen: {string.Join('\n', seen)}");
        }

        Assert.Fail($"the connection ended; seen: {string.Join('\n', seen)}");
        return default;
    }

    /// <summary>Sends a request and waits for its answer.</summary>
    public async Task<JsonElement> AskAsync(string frame, long requestId)
    {
        await SendAsync(frame);
        return await UntilAsync(answer => answer.TryGetProperty("req_id", out JsonElement id) && id.GetInt64() == requestId);
    }

    /// <summary>The next frame of a channel.</summary>
    public Task<JsonElement> ChannelAsync(string channel, string type = "update") => UntilAsync(
        frame => Is(frame, "channel", channel) && (channel == "heartbeat" || Is(frame, "type", type)));

    public async ValueTask DisposeAsync()
    {
        socket.Abort();
        socket.Dispose();
        await ValueTask.CompletedTask;
    }

    private static bool Is(JsonElement frame, string name, string value) =>
        frame.TryGetProperty(name, out JsonElement element) && element.GetString() == value;
}
