using MarginRouter.Simulation.Accounts;
using Microsoft.AspNetCore.Http;

namespace MarginRouter.Simulation.Binance;

/// <summary>Decides by its path what a WebSocket connection is for, and serves it until it ends.</summary>
internal sealed class BinanceSockets(
    BinanceMarketKind kind,
    BinanceStreamHub hub,
    BinanceWebSocketApi api,
    BinanceListenKeys listenKeys)
{
    // USD-M serves single trades beside the books, aggregates beside the marks.
    private static readonly string[] SpotChannels = ["@depth", "@trade", "@aggTrade"];
    private static readonly string[] BookChannels = ["@depth", "@trade"];
    private static readonly string[] MarketChannels = ["@markPrice", "@aggTrade"];

    public async Task HandleAsync(HttpContext context, CancellationToken cancellation)
    {
        string path = context.Request.Path.Value ?? "";
        Func<HttpContext, CancellationToken, Task>? serve = kind switch
        {
            BinanceMarketKind.Spot => Spot(path),
            BinanceMarketKind.UsdMargined => Futures(path),
            BinanceMarketKind.CoinMargined => Streams(path, [.. BookChannels, .. MarketChannels]),
        };
        if (serve is null)
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        await serve(context, cancellation).ConfigureAwait(false);
    }

    private Func<HttpContext, CancellationToken, Task>? Spot(string path) => path switch
    {
        "/ws-api/v3" => ServeApiAsync,
        _ => Streams(path, SpotChannels),
    };

    // Book streams, market streams and private streams have had hosts' paths of their own since 2026.
    private Func<HttpContext, CancellationToken, Task>? Futures(string path)
    {
        if (path == "/ws-fapi/v1")
            return ServeApiAsync;
        if (path.StartsWith("/private/", StringComparison.Ordinal))
            return ServeUserAsync;
        if (path.StartsWith("/public/", StringComparison.Ordinal))
            return Streams(path["/public".Length..], BookChannels);
        return path.StartsWith("/market/", StringComparison.Ordinal) ? Streams(path["/market".Length..], MarketChannels) : null;
    }

    private Func<HttpContext, CancellationToken, Task>? Streams(string path, string[] channels)
    {
        if (path == "/stream")
            return (context, cancellation) => ServeStreamsAsync(context, true, Split(context.Request.Query["streams"], '/'), channels, cancellation);
        if (path == "/ws")
            return (context, cancellation) => ServeStreamsAsync(context, false, [], channels, cancellation);
        return path.StartsWith("/ws/", StringComparison.Ordinal)
            ? (context, cancellation) => ServeStreamsAsync(context, false, Split(path["/ws/".Length..], '/'), channels, cancellation)
            : null;
    }

    private async Task ServeStreamsAsync(HttpContext context, bool isCombined, string[] names, string[] channels, CancellationToken cancellation)
    {
        bool IsOffered(string name) => channels.Any(channel => name.Contains(channel, StringComparison.Ordinal));
        using System.Net.WebSockets.WebSocket accepted = await context.WebSockets.AcceptWebSocketAsync().ConfigureAwait(false);
        BinanceSocket socket = new(accepted, isCombined);
        BinanceStreamCommands commands = new(hub, IsOffered);
        hub.AddPublic(socket, names.Where(IsOffered));
        try
        {
            await socket.RunAsync(message => commands.Receive(socket, message), cancellation).ConfigureAwait(false);
        }
        finally
        {
            hub.Remove(socket);
        }
    }

    private async Task ServeApiAsync(HttpContext context, CancellationToken cancellation)
    {
        using System.Net.WebSockets.WebSocket accepted = await context.WebSockets.AcceptWebSocketAsync().ConfigureAwait(false);
        BinanceSocket socket = new(accepted, false);
        hub.AddPrivate(socket);
        try
        {
            await socket.RunAsync(message => api.Receive(socket, message, cancellation), cancellation).ConfigureAwait(false);
        }
        finally
        {
            hub.Remove(socket);
        }
    }

    private async Task ServeUserAsync(HttpContext context, CancellationToken cancellation)
    {
        string path = context.Request.Path.Value ?? "";
        bool isCombined = path.StartsWith("/private/stream", StringComparison.Ordinal);
        string key = path.StartsWith("/private/ws/", StringComparison.Ordinal)
            ? path["/private/ws/".Length..]
            : (string?)context.Request.Query["listenKey"] ?? (string?)context.Request.Query["streams"] ?? "";
        if (listenKeys.Find(key) is not { } account)
        {
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
            return;
        }

        await ServeUserAsync(context, account, isCombined ? key : null, cancellation).ConfigureAwait(false);
    }

    private async Task ServeUserAsync(HttpContext context, SimulatedAccount account, string? streamName, CancellationToken cancellation)
    {
        using System.Net.WebSockets.WebSocket accepted = await context.WebSockets.AcceptWebSocketAsync().ConfigureAwait(false);
        BinanceSocket socket = new(accepted, streamName is not null);
        hub.AddPrivate(socket);
        hub.SubscribeUser(socket, account, streamName);
        try
        {
            await socket.RunAsync(_ => { }, cancellation).ConfigureAwait(false);
        }
        finally
        {
            hub.Remove(socket);
        }
    }

    private static string[] Split(string? text, char separator) => text?.Split(separator, StringSplitOptions.RemoveEmptyEntries) ?? [];
}
