using System.Globalization;
using System.Text;
using System.Text.Json;
using MarginRouter.Venues.Connectivity;

namespace MarginRouter.Venues.Trading;

/// <summary>
/// Commands of one account over a WebSocket that answers each by its id. It lives with the private stream: without either the account is not
/// ready. What is open when it ends fails, so that its outcome is asked for.
/// </summary>
internal sealed class OrderSocket(TradingContext context, byte[] ping)
{
    private readonly PrivateStream stream = new(context, ping);
    private volatile PendingRequests<JsonElement>? requests;

    /// <summary>Runs one connection; throws what broke it.</summary>
    /// <param name="address">Where.</param>
    /// <param name="steps">How it is opened.</param>
    /// <param name="read">What a frame is, and the id and the answer when it answers a command; the id is zero otherwise.</param>
    /// <param name="opened">Called when commands may be sent.</param>
    /// <param name="cancellation">Ends it.</param>
    public async Task RunAsync(
        Uri address,
        IReadOnlyList<PrivateStep> steps,
        Func<JsonElement, (PrivateFrame Kind, long Id, JsonElement Answer)> read,
        Action opened,
        CancellationToken cancellation)
    {
        PendingRequests<JsonElement> own = new(context.Options.OrderQueueCapacity, context.Parts.Time);
        requests = own;
        try
        {
            await stream.RunAsync(address, steps, frame => Take(frame, own, read), opened, cancellation).ConfigureAwait(false);
        }
        finally
        {
            own.FailAll(new SocketClosedException("the order socket ended before the answer"));
        }
    }

    /// <summary>
    /// Sends a command and waits for its answer. Throws <see cref="SocketClosedException"/> when the socket is not open or ends first, and
    /// <see cref="TimeoutException"/> when there is no answer in time.
    /// </summary>
    /// <param name="command">The command, given its id.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public async Task<JsonElement> AskAsync(Func<string, string> command, CancellationToken cancellation)
    {
        if (requests is not { } own || !own.TryBegin(out long id))
            throw new SocketClosedException("the order socket is not open");
        try
        {
            await stream.SendAsync(Encoding.UTF8.GetBytes(command(id.ToString(CultureInfo.InvariantCulture))), cancellation).ConfigureAwait(false);
        }
        catch
        {
            own.Abandon(id);
            throw;
        }

        return await own.WaitAsync(id, context.Options.AnswerTimeout, cancellation).ConfigureAwait(false);
    }

    private static PrivateFrame Take(
        ReadOnlyMemory<byte> frame, PendingRequests<JsonElement> own, Func<JsonElement, (PrivateFrame Kind, long Id, JsonElement Answer)> read)
    {
        if (frame.Span is not [(byte)'{', ..])
            return PrivateFrame.Event;
        (PrivateFrame kind, long id, JsonElement answer) = read(JsonElement.Parse(frame.Span));

        // An answer that nobody waits for any more came after its time: the child was lost by then and is asked about.
        if (id > 0)
            own.TryComplete(id, answer);
        return kind;
    }
}
