using MarginRouter.Core.Engine.Commands;
using MarginRouter.Core.Instruments;
using MarginRouter.Venues.Binance.MarketData;
using Microsoft.Extensions.Logging;

namespace MarginRouter.Venues.Binance;

/// <summary>Binance USD-M futures: depth and mark price streams, orders over the WebSocket API, account over REST and the user stream.</summary>
public sealed class BinanceUsdmAdapter : IVenueAdapter
{
    private readonly BinanceConnections connections;
    private readonly MarkPriceFeed marks;

    /// <summary>Makes the adapter; throws <see cref="Connectivity.VenueConfigurationException"/> for options that can never work.</summary>
    public BinanceUsdmAdapter(BinanceOptions options, IVenueEventSink sink, TimeProvider time, ILogger<BinanceUsdmAdapter> logger)
    {
        Venue = options.Venue;
        connections = new BinanceConnections(options, BinanceMarket.Usdm, sink, time, logger);
        marks = new MarkPriceFeed(options, connections.Context);
    }

    /// <inheritdoc />
    public VenueId Venue { get; }

    /// <inheritdoc />
    public Task RunAsync(CancellationToken cancellation) => connections.RunAsync(cancellation, marks.RunAsync);

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
