using MarginRouter.Core.Engine.Commands;
using MarginRouter.Core.Instruments;
using MarginRouter.Venues.Binance.MarketData;
using Microsoft.Extensions.Logging;

namespace MarginRouter.Venues.Binance;

/// <summary>Binance COIN-M futures: books and mark prices alone; an order is dropped by name, accounts are refused.</summary>
public sealed class BinanceCoinmAdapter : IVenueAdapter
{
    private readonly BinanceConnections connections;
    private readonly MarkPriceFeed marks;

    /// <summary>Makes the adapter; throws <see cref="Connectivity.VenueConfigurationException"/> for options that can never work, accounts among them.</summary>
    public BinanceCoinmAdapter(BinanceOptions options, IVenueEventSink sink, TimeProvider time, ILogger<BinanceCoinmAdapter> logger)
    {
        Venue = options.Venue;
        connections = new BinanceConnections(options, BinanceMarket.Coinm, sink, time, logger);
        marks = new MarkPriceFeed(options, BinanceMarket.Coinm.Depth.MarkPath, connections.Context);
    }

    /// <inheritdoc />
    public VenueId Venue { get; }

    /// <inheritdoc />
    public Task RunAsync(CancellationToken cancellation) => connections.RunAsync(cancellation, marks.RunAsync);

    /// <inheritdoc />
    public void Send(SendChild command) => connections.Accounts.Post(command.Terms, command);

    /// <inheritdoc />
    public void Cancel(CancelChild command) => connections.Accounts.Post(command.Terms, command);

    /// <inheritdoc />
    public void Query(QueryChild command) => connections.Accounts.Post(command.Terms, command);

    /// <inheritdoc />
    public void Follow(FollowTick command) => connections.Follow(command);

    /// <inheritdoc />
    public ValueTask DisposeAsync()
    {
        connections.Dispose();
        return ValueTask.CompletedTask;
    }
}
