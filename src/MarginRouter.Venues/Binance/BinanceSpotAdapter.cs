using MarginRouter.Core.Engine.Commands;
using MarginRouter.Core.Instruments;
using Microsoft.Extensions.Logging;

namespace MarginRouter.Venues.Binance;

/// <summary>Binance spot: depth diffs spliced to REST snapshots, orders and account over the WebSocket API, mid prices as marks.</summary>
public sealed class BinanceSpotAdapter : IVenueAdapter
{
    private readonly BinanceConnections connections;

    /// <summary>Makes the adapter; throws <see cref="Connectivity.VenueConfigurationException"/> for options that can never work.</summary>
    public BinanceSpotAdapter(BinanceOptions options, IVenueEventSink sink, TimeProvider time, ILogger<BinanceSpotAdapter> logger)
    {
        Venue = options.Venue;
        connections = new BinanceConnections(options, BinanceMarket.Spot, sink, time, logger);
    }

    /// <inheritdoc />
    public VenueId Venue { get; }

    /// <inheritdoc />
    public Task RunAsync(CancellationToken cancellation) => connections.RunAsync(cancellation);

    /// <inheritdoc />
    public void Send(SendChild command) => connections.Post(command.Terms, command);

    /// <inheritdoc />
    public void Cancel(CancelChild command) => connections.Post(command.Terms, command);

    /// <inheritdoc />
    public void Query(QueryChild command) => connections.Post(command.Terms, command);

    /// <inheritdoc />
    public ValueTask DisposeAsync()
    {
        connections.Dispose();
        return ValueTask.CompletedTask;
    }
}
