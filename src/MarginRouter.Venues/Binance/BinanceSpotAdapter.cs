using MarginRouter.Core.Engine.Commands;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Orders;
using MarginRouter.Venues.Trading;
using Microsoft.Extensions.Logging;

namespace MarginRouter.Venues.Binance;

/// <summary>Binance spot: depth diffs spliced to REST snapshots, orders and account over the WebSocket API, mid prices as marks.</summary>
public sealed class BinanceSpotAdapter : IStandingOrders
{
    private readonly BinanceConnections connections;

    /// <summary>Makes the adapter; throws <see cref="Connectivity.VenueConfigurationException"/> for options that can never work.</summary>
    public BinanceSpotAdapter(BinanceOptions options, IVenueEventSink sink, TimeProvider time, ILogger<BinanceSpotAdapter> logger)
    {
        Venue = options.Venue;
        if (options.CancelAfter is not null)
            throw new Connectivity.VenueConfigurationException($"{options.Name}: spot has no dead man's switch outside FIX");
        connections = new BinanceConnections(options, BinanceMarket.Spot, sink, time, logger);
    }

    /// <inheritdoc />
    public VenueId Venue { get; }

    /// <inheritdoc />
    public int? OrdersLeft => connections.Accounts.OrdersLeft;

    /// <inheritdoc />
    public Task RunAsync(CancellationToken cancellation) => connections.RunAsync(cancellation);

    /// <inheritdoc />
    public void Send(SendChild command) => connections.Accounts.Post(command.Terms, command);

    /// <inheritdoc />
    public void Send(SendChild command, OrderStanding standing) => connections.Accounts.Post(command.Terms, command, standing);

    /// <inheritdoc />
    public Task<PlaceAnswer> ReplaceAsync(ChildOrderTerms terms, OrderChange change, CancellationToken cancellation) =>
        connections.Accounts.Of(terms.Subaccount).ReplaceAsync(terms, change, cancellation);

    /// <inheritdoc />
    public Task<bool> CancelAllAsync(SubaccountId subaccount, Instrument instrument, CancellationToken cancellation) =>
        connections.Accounts.Of(subaccount).Protocol.CancelAllAsync(instrument, cancellation);

    /// <inheritdoc />
    public Task<IReadOnlyList<OpenOrder>> OpenOrdersAsync(SubaccountId subaccount, Instrument instrument, CancellationToken cancellation) =>
        connections.Accounts.Of(subaccount).Protocol.OpenOrdersAsync(instrument, cancellation);

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
