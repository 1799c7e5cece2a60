using MarginRouter.Core.Engine.Commands;
using MarginRouter.Core.Engine.Events;
using MarginRouter.Core.Instruments;
using MarginRouter.Venues.Connectivity;
using Microsoft.Extensions.Logging;

namespace MarginRouter.Venues.Feeds;

/// <summary>
/// Books and marks of a venue without order entry. It never reports the venue as connected, because orders cannot go there: an order is
/// dropped by name, and a question about one is answered with what is certain, that it never left from here.
/// </summary>
public sealed class MarketDataAdapter : IVenueAdapter
{
    private readonly IVenueEventSink sink;
    private readonly HttpClient client;
    private readonly VenueClock clock;
    private readonly FeedSession[] sessions;
    private int completeSessions;

    internal MarketDataAdapter(FeedOptions options, FeedProtocol protocol, IVenueEventSink sink, TimeProvider time, ILogger logger)
    {
        options.Check();
        this.sink = sink;
        Venue = options.Venue;
        clock = new VenueClock(time);
        client = new HttpClient(new SocketsHttpHandler { PooledConnectionLifetime = TimeSpan.FromMinutes(5) });
        FeedParts parts = new(sink, new VenueHttp(client, options.AnswerTimeout, time), clock, time, logger);
        sessions =
        [
            .. options.Instruments.Chunk(options.InstrumentsPerConnection)
                .Select(instruments => new FeedSession(options, protocol, instruments, parts, Note)),
        ];
    }

    /// <inheritdoc />
    public VenueId Venue { get; }

    /// <summary>True while every book of every connection is complete.</summary>
    public bool IsComplete => Volatile.Read(ref completeSessions) == sessions.Length;

    /// <inheritdoc />
    public async Task RunAsync(CancellationToken cancellation)
    {
        try
        {
            await TaskGroup.RunAsync(cancellation, [.. sessions.Select(session => (Func<CancellationToken, Task>)session.RunAsync)]).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            return;
        }
    }

    /// <inheritdoc />
    public void Send(SendChild command) => Report(new ChildDropped(command.Terms.Id, "the venue's adapter has market data alone"));

    /// <inheritdoc />
    public void Cancel(CancelChild command)
    {
        // Nothing was ever sent, so there is nothing to cancel and its end was reported as dropped.
    }

    /// <inheritdoc />
    public void Query(QueryChild command) =>
        Report(new ChildStatusReported(command.Terms.Id, VenueOrderState.NotFound, QuantityLots.Zero, null, null, clock.VenueNow));

    /// <inheritdoc />
    public ValueTask DisposeAsync()
    {
        client.Dispose();
        return ValueTask.CompletedTask;
    }

    private void Note(bool complete) => Interlocked.Add(ref completeSessions, complete ? 1 : -1);

    /// <summary>The caller may be the engine itself, which must not wait for room in its own queue.</summary>
    private void Report(InboundEvent inbound) => ThreadPool.UnsafeQueueUserWorkItem(
        static report => report.sink.OnEvent(report.inbound), (sink, inbound), preferLocal: false);
}
