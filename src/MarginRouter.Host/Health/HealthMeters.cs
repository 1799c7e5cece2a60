using System.Diagnostics.Metrics;

namespace MarginRouter.Host.Health;

/// <summary>The health of venues as instruments of System.Diagnostics.Metrics, read when somebody listens; times are seconds, the tag is <c>venue</c>.</summary>
internal sealed class HealthMeters : IDisposable
{
    /// <summary>Name of the meter.</summary>
    public const string Name = "MarginRouter.Venues";

    private readonly HealthBoard board;
    private readonly Meter meter = new(Name);

    public HealthMeters(HealthBoard board)
    {
        this.board = board;
        Gauge("marginrouter.venue.connected", venue => venue.Connected ? 1 : 0);
        Gauge("marginrouter.venue.books.live", venue => venue.LiveBooks);
        Gauge("marginrouter.venue.books.missing", venue => venue.Books - venue.LiveBooks);
        Gauge("marginrouter.venue.book.age", venue => venue.OldestBook?.TotalSeconds);
        Gauge("marginrouter.venue.liveness.age", venue => venue.OldestSign?.TotalSeconds);
        Gauge("marginrouter.venue.acknowledgement.median", venue => venue.Median?.TotalSeconds);
        Gauge("marginrouter.venue.acknowledgement.p99", venue => venue.Slowest?.TotalSeconds);
        Gauge("marginrouter.venue.orders.left", venue => venue.OrdersLeft);
        Counter("marginrouter.venue.book.updates", venue => venue.Updates);
        Counter("marginrouter.venue.events", venue => venue.Events);
        Counter("marginrouter.venue.book.gaps", venue => venue.Gaps);
        Counter("marginrouter.venue.book.crossings", venue => venue.Crossings);
        Counter("marginrouter.venue.book.lost", venue => venue.Lost);
        Counter("marginrouter.venue.book.resyncs", venue => venue.Resyncs);
        Counter("marginrouter.venue.disconnects", venue => venue.Disconnects);
        Counter("marginrouter.venue.acknowledgements", venue => venue.Acknowledgements);
    }

    public void Dispose() => meter.Dispose();

    private void Gauge(string name, Func<HealthSnapshot, double?> figure) => meter.CreateObservableGauge(
        name,
        () => board.Snapshots().Where(venue => figure(venue) is not null).Select(venue => new Measurement<double>(figure(venue)!.Value, Tag(venue))));

    private void Counter(string name, Func<HealthSnapshot, long> figure) => meter.CreateObservableCounter(
        name, () => board.Snapshots().Select(venue => new Measurement<long>(figure(venue), Tag(venue))));

    private static KeyValuePair<string, object?> Tag(HealthSnapshot venue) => new("venue", venue.Venue);
}
