using System.Text.Json;
using MarginRouter.Venues.Connectivity;

namespace MarginRouter.Venues.Kraken.Trading;

/// <summary>One life of an account's private socket: its token and the requests that wait for an answer.</summary>
internal sealed class PrivateConnection(SocketConnection socket, string token, TimeSpan answerTimeout, TimeProvider time)
{
    private const int MostOpenRequests = 512;

    private readonly PendingRequests<JsonElement> pending = new(MostOpenRequests, time);

    /// <summary>The token that every private request carries.</summary>
    public string Token { get; } = token;

    /// <summary>The socket; its one reader is the session.</summary>
    public SocketConnection Socket { get; } = socket;

    /// <summary>Takes an id for a request; false when nothing can be sent.</summary>
    public bool TryBegin(out long id) => pending.TryBegin(out id);

    /// <summary>
    /// Writes a request and waits for its answer. Throws <see cref="TimeoutException"/> or <see cref="SocketClosedException"/> when there
    /// is none; the venue may have the request all the same.
    /// </summary>
    public async Task<JsonElement> AskAsync(long id, byte[] frame, CancellationToken cancellation)
    {
        try
        {
            await Socket.SendAsync(frame, cancellation).ConfigureAwait(false);
        }
        catch
        {
            pending.Abandon(id);
            throw;
        }

        return await pending.WaitAsync(id, answerTimeout, cancellation).ConfigureAwait(false);
    }

    /// <summary>Writes a request of the session itself and returns its answer; a refusal is thrown.</summary>
    public async Task<JsonElement> RequireAsync(Func<long, byte[]> frame, CancellationToken cancellation)
    {
        if (!TryBegin(out long id))
            throw new SocketClosedException("too many open requests");
        JsonElement answer = await AskAsync(id, frame(id), cancellation).ConfigureAwait(false);
        return Answers.Error(answer) is { } error ? throw Answers.Fault(error) : answer;
    }

    /// <summary>Hands an answer to the request it belongs to; nothing happens when none waits any more.</summary>
    public void Answered(JsonElement answer)
    {
        if (answer.TryGetProperty("req_id", out JsonElement id) && id.TryGetInt64(out long request))
            pending.TryComplete(request, answer);
    }

    /// <summary>The socket ended: whatever still waits fails.</summary>
    public void Fail(Exception reason) => pending.FailAll(reason);
}
