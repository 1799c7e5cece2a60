using System.Buffers;
using System.Text.Json;
using MarginRouter.Venues.Connectivity;

namespace MarginRouter.Venues.Binance.Trading;

/// <summary>A connection to the WebSocket API of one account: signed requests, their answers, and user events where the market sends them here.</summary>
internal sealed class ApiConnection : IAsyncDisposable
{
    private const int RequestLimit = 4096;
    private readonly SocketConnection socket;
    private readonly ApiIdentity identity;
    private readonly BinanceOptions options;
    private readonly VenueClock clock;
    private readonly PendingRequests<ApiAnswer> pending;

    public ApiConnection(SocketConnection socket, ApiIdentity identity, BinanceOptions options, VenueClock clock, TimeProvider time)
    {
        this.socket = socket;
        this.identity = identity;
        this.options = options;
        this.clock = clock;
        pending = new PendingRequests<ApiAnswer>(RequestLimit, time);
    }

    /// <summary>Reads until the connection ends. User events are handed over as the bytes of their object, valid during the call.</summary>
    public async Task ReadAsync(Action<ReadOnlyMemory<byte>> onEvent, CancellationToken cancellation)
    {
        try
        {
            while (true)
            {
                ReadOnlyMemory<byte> message = await socket.ReadAsync(cancellation).ConfigureAwait(false);
                if (UserEventSlice.TryFind(message, out ReadOnlyMemory<byte> userEvent))
                    onEvent(userEvent);
                else if (ApiAnswer.Parse(message) is var (id, answer))
                    pending.TryComplete(id, answer);
            }
        }
        catch (Exception fault)
        {
            pending.FailAll(new SocketClosedException(fault.Message, fault));
            throw;
        }
    }

    /// <summary>Stamps and signs a request; throws <see cref="SocketClosedException"/> when it could not be sent now.</summary>
    public ApiRequest Prepare(string method, ApiParameters parameters)
    {
        if (!socket.IsOpen || !pending.TryBegin(out long id))
            throw new SocketClosedException("the order connection is down, or too many requests wait for an answer");
        parameters.Stamp(clock.VenueNow, options.ReceiveWindow);
        parameters.SignForApi(identity);
        ArrayBufferWriter<byte> message = new(512);
        using (Utf8JsonWriter writer = new(message))
        {
            writer.WriteStartObject();
            writer.WriteNumber("id", id);
            writer.WriteString("method", method);
            writer.WriteStartObject("params");
            parameters.WriteTo(writer);
            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        TimeSpan reach = options.ReceiveWindow + options.ArrivalSlack;
        return new ApiRequest(id, message.WrittenMemory, clock.Now.PlusMilliseconds((long)reach.TotalMilliseconds));
    }

    /// <summary>Writes a request. What it throws says nothing about how much of it arrived.</summary>
    public async Task WriteAsync(ApiRequest request, CancellationToken cancellation)
    {
        try
        {
            await socket.SendAsync(request.Message, cancellation).ConfigureAwait(false);
        }
        catch
        {
            pending.Abandon(request.Id);
            throw;
        }
    }

    /// <summary>Waits for the answer; throws <see cref="TimeoutException"/> or <see cref="SocketClosedException"/> without one.</summary>
    public Task<ApiAnswer> AnswerAsync(ApiRequest request, CancellationToken cancellation) =>
        pending.WaitAsync(request.Id, options.AnswerTimeout, cancellation);

    /// <summary>Prepares, writes and waits.</summary>
    public async Task<ApiAnswer> AskAsync(string method, ApiParameters parameters, CancellationToken cancellation)
    {
        ApiRequest request = Prepare(method, parameters);
        await WriteAsync(request, cancellation).ConfigureAwait(false);
        return await AnswerAsync(request, cancellation).ConfigureAwait(false);
    }

    /// <summary>The same for requests whose failure makes the session useless; throws <see cref="VenueProtocolException"/> then.</summary>
    public async Task<JsonElement> DemandAsync(string method, ApiParameters parameters, CancellationToken cancellation)
    {
        ApiAnswer answer = await AskAsync(method, parameters, cancellation).ConfigureAwait(false);
        return answer.IsSuccess
            ? answer.Result
            : throw new VenueProtocolException($"{method}: {answer.Code} {answer.ErrorMessage}");
    }

    /// <summary>The session ended: nobody waits any longer.</summary>
    public void Fail(string reason) => pending.FailAll(new SocketClosedException(reason));

    public ValueTask DisposeAsync() => socket.DisposeAsync();
}
