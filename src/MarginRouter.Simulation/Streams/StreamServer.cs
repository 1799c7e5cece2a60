using System.Net.WebSockets;
using System.Text.Json;
using MarginRouter.Core.Instruments;
using MarginRouter.Simulation.Faults;
using MarginRouter.Simulation.Markets;
using MarginRouter.Simulation.Matching;
using Microsoft.AspNetCore.Http;

namespace MarginRouter.Simulation.Streams;

/// <summary>The protocol side of a venue that publishes books on plain streams. Everything happens under the venue's gate.</summary>
internal abstract class StreamServer : IExchangeListener
{
    private readonly List<StreamConnection> connections = [];
    private readonly Dictionary<string, byte[]> keptBack = new(StringComparer.Ordinal);
    private readonly CancellationToken stopping;
    private Exception? failure;

    /// <summary>Makes the server of a venue; <paramref name="stopping"/> ends every session.</summary>
    protected StreamServer(SimulatedExchange exchange, CancellationToken stopping)
    {
        Exchange = exchange;
        this.stopping = stopping;
    }

    /// <summary>The first fault of the simulator's own in a session; null while there was none.</summary>
    public Exception? Failure => failure;

    /// <summary>The venue behind the protocol.</summary>
    protected SimulatedExchange Exchange { get; }

    /// <summary>Serves one HTTP request: a WebSocket or a REST question.</summary>
    public async Task ServeAsync(HttpContext context)
    {
        if (context.WebSockets.IsWebSocketRequest && ServesSocket(context.Request))
        {
            using WebSocket socket = await context.WebSockets.AcceptWebSocketAsync();
            try
            {
                await ServeSocketAsync(new StreamConnection(socket));
            }
            catch (InvalidOperationException exception)
            {
                Interlocked.CompareExchange(ref failure, exception, null);
            }

            return;
        }

        byte[]? answer = Exchange.Locked(() => Answer(context.Request));
        context.Response.StatusCode = answer is null ? StatusCodes.Status404NotFound : StatusCodes.Status200OK;
        context.Response.ContentType = "application/json";
        await context.Response.Body.WriteAsync(answer ?? [], context.RequestAborted);
    }

    /// <summary>Sends the marks of all markets to whoever has subscribed them.</summary>
    public void PublishMarks() => Exchange.Locked(() =>
    {
        foreach (SimulatedMarket market in Exchange.Markets.Values)
            SendMark(market);
        return true;
    });

    /// <summary>Tells every client that its connection is about to be closed, where the venue's protocol has such a message.</summary>
    public void AnnounceClosing() => Exchange.Locked(() =>
    {
        if (Closing is { } frame)
            connections.ForEach(connection => connection.Send(frame));
        return true;
    });

    /// <inheritdoc />
    public abstract void OnTick(MarketTick tick);

    /// <summary>No order entry yet: there is nothing to tell.</summary>
    public void OnExecution(ExecutionUpdate update)
    {
    }

    /// <inheritdoc />
    public void OnDisconnect(ConnectionKinds kinds)
    {
        if (kinds.HasFlag(ConnectionKinds.Public))
            connections.ForEach(connection => connection.Abort());
    }

    /// <summary>The frame that announces the end of a connection; null where there is none.</summary>
    protected virtual byte[]? Closing => null;

    /// <summary>True when a WebSocket may be opened with this request.</summary>
    protected abstract bool ServesSocket(HttpRequest request);

    /// <summary>What a new connection is greeted with; nothing on most venues.</summary>
    protected virtual void Greet(StreamConnection connection)
    {
    }

    /// <summary>Takes a request of a client. What is no JSON object never comes here unless it is plain text.</summary>
    protected abstract void Receive(StreamConnection connection, JsonElement request);

    /// <summary>Takes a request that is plain text; most venues have none and cut the connection.</summary>
    protected virtual void ReceiveText(StreamConnection connection, string text) => connection.Abort();

    /// <summary>Answers a REST request; null when it is not known.</summary>
    protected virtual byte[]? Answer(HttpRequest request) => null;

    /// <summary>Sends the mark of a market to its subscribers.</summary>
    protected abstract void SendMark(SimulatedMarket market);

    /// <summary>Sends a frame to everybody who has subscribed a topic.</summary>
    protected void Broadcast(string topic, byte[] frame)
    {
        foreach (StreamConnection connection in connections)
        {
            if (connection.Topics.Contains(topic))
                connection.Send(frame);
        }
    }

    /// <summary>Sends a book frame, with the faults that were ordered: doubled, or after the frame that follows it.</summary>
    protected void BroadcastBook(string topic, byte[] frame)
    {
        if (keptBack.Remove(topic, out byte[]? earlier))
        {
            Broadcast(topic, frame);
            Broadcast(topic, earlier);
        }
        else if (Subscribers(topic) && Exchange.Faults.TakeExchangedFrame())
        {
            keptBack.Add(topic, frame);
        }
        else
        {
            Broadcast(topic, frame);
            if (Subscribers(topic) && Exchange.Faults.TakeDoubledFrame())
                Broadcast(topic, frame);
        }
    }

    /// <summary>A book for each market.</summary>
    protected Dictionary<string, StreamBook> Books(int depth) => Exchange.Markets.Values.ToDictionary(
        market => market.Instrument.Symbol, market => new StreamBook(market, depth), StringComparer.Ordinal);

    /// <summary>True when a symbol is listed.</summary>
    protected bool Lists(string symbol) => Exchange.Markets.ContainsKey(symbol);

    /// <summary>Venue time in milliseconds.</summary>
    protected static long Milliseconds(Instant time) => time.ToMilliseconds();

    private bool Subscribers(string topic) => connections.Exists(connection => connection.Topics.Contains(topic));

    private async Task ServeSocketAsync(StreamConnection connection)
    {
        Exchange.Locked(() =>
        {
            connections.Add(connection);
            Greet(connection);
            return true;
        });
        try
        {
            await connection.RunAsync(text => Take(connection, text), stopping);
        }
        finally
        {
            Exchange.Locked(() => connections.Remove(connection));
        }
    }

    private void Take(StreamConnection connection, ReadOnlyMemory<byte> text) => Exchange.Locked(() =>
    {
        if (text.Span is [(byte)'{', ..])
            Receive(connection, JsonElement.Parse(text.Span));
        else
            ReceiveText(connection, System.Text.Encoding.UTF8.GetString(text.Span));
        return true;
    });
}
