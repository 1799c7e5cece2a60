using System.Net.WebSockets;
using System.Text.Json;
using MarginRouter.Core.Instruments;
using MarginRouter.Simulation.Accounts;
using MarginRouter.Simulation.Faults;
using MarginRouter.Simulation.Markets;
using MarginRouter.Simulation.Matching;
using Microsoft.AspNetCore.Http;

namespace MarginRouter.Simulation.Streams;

/// <summary>The protocol side of a venue with plain streams and REST. Everything happens under the venue's gate.</summary>
internal abstract class StreamServer : IExchangeListener
{
    private readonly List<StreamConnection> connections = [];
    private readonly FrameDisorder disorder;
    private readonly CancellationToken stopping;
    private Exception? failure;

    /// <summary>Makes the server of a venue; <paramref name="stopping"/> ends every session.</summary>
    protected StreamServer(SimulatedExchange exchange, CancellationToken stopping)
    {
        Exchange = exchange;
        disorder = new FrameDisorder(exchange.Faults);
        this.stopping = stopping;
    }

    /// <summary>The first fault of the simulator's own in a session; null while there was none.</summary>
    public Exception? Failure => failure;

    /// <summary>The venue behind the protocol.</summary>
    protected SimulatedExchange Exchange { get; }

    /// <summary>Serves one HTTP request: a WebSocket or a REST question.</summary>
    public async Task ServeAsync(HttpContext context)
    {
        if (Exchange.Faults.IsUnderMaintenance)
        {
            await WriteAsync(context, Unavailable);
            return;
        }

        if (context.WebSockets.IsWebSocketRequest && ServesSocket(context.Request))
        {
            using WebSocket socket = await context.WebSockets.AcceptWebSocketAsync();
            try
            {
                await ServeSocketAsync(new StreamConnection(socket, context.Request.Path.Value ?? "", context.Request.Query["token"].ToString()));
            }
            catch (InvalidOperationException exception)
            {
                Interlocked.CompareExchange(ref failure, exception, null);
            }

            return;
        }

        await AnswerAsync(context);
    }

    /// <summary>Sends the marks of all markets to whoever has subscribed them, and the venue's sign of life where it has one.</summary>
    public void PublishMarks() => Exchange.Locked(() =>
    {
        foreach (SimulatedMarket market in Exchange.Markets.Values)
            SendMark(market);
        SendHeartbeat();
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

    /// <summary>An order changed: a venue without order entry has nothing to tell.</summary>
    public virtual void OnExecution(ExecutionUpdate update)
    {
    }

    /// <summary>An account changed without an order: a venue without order entry has nothing to tell.</summary>
    public virtual void OnAccountChange(AccountChange change)
    {
    }

    /// <inheritdoc />
    public void OnDisconnect(ConnectionKinds kinds) => connections
        .FindAll(connection => kinds.HasFlag(IsPrivate(connection) ? ConnectionKinds.Private : ConnectionKinds.Public))
        .ForEach(connection => connection.Abort());

    /// <summary>The frame that announces the end of a connection; null where there is none.</summary>
    protected virtual byte[]? Closing => null;

    /// <summary>The answer to requests that come too often.</summary>
    protected abstract StreamAnswer TooManyRequests { get; }

    /// <summary>The answer to everything during maintenance.</summary>
    protected abstract StreamAnswer Unavailable { get; }

    /// <summary>True when a WebSocket may be opened with this request.</summary>
    protected abstract bool ServesSocket(HttpRequest request);

    /// <summary>What a new connection is greeted with; nothing on most venues.</summary>
    protected virtual void Greet(StreamConnection connection)
    {
    }

    /// <summary>A connection has ended.</summary>
    protected virtual void Left(StreamConnection connection)
    {
    }

    /// <summary>The other connections of a connection's account.</summary>
    protected IEnumerable<StreamConnection> Others(StreamConnection connection) =>
        connections.Where(other => other != connection && other.Account == connection.Account);

    /// <summary>Takes a request of a client. What is no JSON object never comes here unless it is plain text.</summary>
    protected abstract void Receive(StreamConnection connection, JsonElement request);

    /// <summary>Takes a request that is plain text; most venues have none and cut the connection.</summary>
    protected virtual void ReceiveText(StreamConnection connection, string text) => connection.Abort();

    /// <summary>Answers a REST request; null when it is not known.</summary>
    protected virtual StreamAnswer? Answer(StreamRequest request) => null;

    /// <summary>True for a connection of an account.</summary>
    protected virtual bool IsPrivate(StreamConnection connection) => connection.Account is not null;

    /// <summary>Sends a frame to the connections of an account that have subscribed a topic.</summary>
    protected void SendToAccount(SimulatedAccount account, string topic, Func<byte[]> frame)
    {
        List<StreamConnection> wanted = connections.FindAll(connection => connection.Account == account && connection.Topics.Contains(topic));
        if (wanted.Count == 0)
            return;
        byte[] bytes = frame();
        wanted.ForEach(connection => connection.Send(bytes));
    }

    /// <summary>Sends the mark of a market to its subscribers.</summary>
    protected abstract void SendMark(SimulatedMarket market);

    /// <summary>Sends the venue's own sign of life; most venues have none.</summary>
    protected virtual void SendHeartbeat()
    {
    }

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
    protected void BroadcastBook(string topic, byte[] frame) =>
        disorder.Send(topic, Subscribers(topic), frame, one => Broadcast(topic, one));

    /// <summary>
    /// Answers a command over a WebSocket as it would be answered over REST, put into the socket's own words; with a fault later, or never.
    /// </summary>
    protected void SendLater(StreamConnection connection, StreamAnswer answer, Func<JsonElement, string> words)
    {
        if (answer.Body.Length == 0)
            return;
        byte[] frame = StreamText.Frame(words(JsonElement.Parse(answer.Body)));
        TimeSpan delay = answer.IsOrder ? Exchange.Faults.AnswerDelay : TimeSpan.Zero;
        if (answer.Release.IsCompleted && delay == TimeSpan.Zero)
            connection.Send(frame);
        else
            _ = SendWhenReleasedAsync(connection, answer.Release, delay, frame);
    }

    private async Task SendWhenReleasedAsync(StreamConnection connection, Task release, TimeSpan delay, byte[] frame)
    {
        try
        {
            await release.WaitAsync(stopping);
            await Task.Delay(delay, Exchange.Clock.Time, stopping);
            connection.Send(frame);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // The simulator stops while a fault holds the answer back.
            connection.Abort();
        }
    }

    /// <summary>A book for each market.</summary>
    protected Dictionary<string, StreamBook> Books(int depth) => Exchange.Markets.Values.ToDictionary(
        market => market.Instrument.Symbol, market => new StreamBook(market, depth), StringComparer.Ordinal);

    /// <summary>True when a symbol is listed.</summary>
    protected bool Lists(string symbol) => Exchange.Markets.ContainsKey(symbol);

    /// <summary>Venue time in milliseconds.</summary>
    protected static long Milliseconds(Instant time) => time.ToMilliseconds();

    private async Task AnswerAsync(HttpContext context)
    {
        using StreamReader reader = new(context.Request.Body);
        string body = await reader.ReadToEndAsync(context.RequestAborted);
        HttpRequest http = context.Request;
        StreamRequest request = new(http.Method, http.Path.Value ?? "", http.QueryString.Value?.TrimStart('?') ?? "", body, http.Headers);
        bool isQuestion = request.Method == "GET" || request.Path == "/info";
        StreamAnswer answer = isQuestion && Exchange.Faults.TakeRequestLimit()
            ? TooManyRequests
            : Exchange.Locked(() => Answer(request)) ?? new StreamAnswer([], StatusCodes.Status404NotFound);
        try
        {
            await answer.Release.WaitAsync(context.RequestAborted);
            if (answer.IsOrder && Exchange.Faults.AnswerDelay is { Ticks: > 0 } delay)
                await Task.Delay(delay, Exchange.Clock.Time, context.RequestAborted);
            await WriteAsync(context, answer);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // The client gave up: there is nobody left to answer.
            return;
        }
    }

    private static async Task WriteAsync(HttpContext context, StreamAnswer answer)
    {
        context.Response.StatusCode = answer.Status;
        context.Response.ContentType = "application/json";
        await context.Response.Body.WriteAsync(answer.Body, context.RequestAborted);
    }

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
            Exchange.Locked(() =>
            {
                connections.Remove(connection);
                Left(connection);
                return true;
            });
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
