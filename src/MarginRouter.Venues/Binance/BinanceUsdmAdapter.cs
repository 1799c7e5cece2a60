using System.Text.Json;
using MarginRouter.Core.Engine.Commands;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Orders;
using MarginRouter.Venues.Binance.MarketData;
using MarginRouter.Venues.Funds;
using MarginRouter.Venues.Trading;
using Microsoft.Extensions.Logging;

namespace MarginRouter.Venues.Binance;

/// <summary>Binance USD-M futures: depth and mark price streams, orders over the WebSocket API, account over REST and the user stream.</summary>
public sealed class BinanceUsdmAdapter : IStandingOrders
{
    private readonly BinanceConnections connections;
    private readonly MarkPriceFeed marks;
    private readonly BinanceOptions options;
    private readonly FundPoll? fund;

    /// <summary>Makes the adapter; throws <see cref="Connectivity.VenueConfigurationException"/> for options that can never work.</summary>
    public BinanceUsdmAdapter(BinanceOptions options, IVenueEventSink sink, TimeProvider time, ILogger<BinanceUsdmAdapter> logger)
    {
        options.Fund?.Check(options.Name);
        this.options = options;
        Venue = options.Venue;
        connections = new BinanceConnections(options, BinanceMarket.Usdm, sink, time, logger);
        marks = new MarkPriceFeed(options, BinanceMarket.Usdm.Depth.MarkPath, connections.Context);
        if (options.Fund is { } wanted)
            fund = new FundPoll((Venue, options.Name), wanted, ReadFundsAsync, new AdapterServices(sink, time, logger));
    }

    /// <inheritdoc />
    public VenueId Venue { get; }

    /// <inheritdoc />
    public int? OrdersLeft => connections.Accounts.OrdersLeft;

    /// <inheritdoc />
    public Task RunAsync(CancellationToken cancellation) => fund is null
        ? connections.RunAsync(cancellation, marks.RunAsync)
        : connections.RunAsync(cancellation, marks.RunAsync, fund.RunAsync);

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

    private async Task<IReadOnlyList<FundReading>> ReadFundsAsync(CancellationToken cancellation)
    {
        byte[] answer = await connections.Context.Http.GetAsync(new Uri(options.Endpoints.Rest, InsuranceBalances.Path), cancellation).ConfigureAwait(false);
        return InsuranceBalances.Decode(JsonElement.Parse(answer), options.Instruments);
    }
}
