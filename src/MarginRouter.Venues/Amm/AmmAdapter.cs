using MarginRouter.Core.Engine.Commands;
using MarginRouter.Core.Engine.Events;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Orders;
using MarginRouter.Venues.Amm.Chain;
using MarginRouter.Venues.Amm.Market;
using MarginRouter.Venues.Amm.Trading;
using MarginRouter.Venues.Connectivity;
using MarginRouter.Venues.Feeds;
using MarginRouter.Venues.Trading;

namespace MarginRouter.Venues.Amm;

/// <summary>
/// Pools of a chain as a venue: their curves as books, orders as transactions through router contracts, balances as accounts. An order fills
/// whole or not at all, at an average within its limit. Without accounts it shows prices and takes no part in routing.
/// </summary>
public sealed class AmmAdapter : IVenueAdapter
{
    private readonly IVenueEventSink sink;
    private readonly HttpClient client;
    private readonly PoolFeed feed;
    private readonly Dictionary<SubaccountId, TradingAccount> accounts = [];
    private readonly List<AmmAccount> protocols = [];

    /// <summary>Makes the adapter; throws <see cref="VenueConfigurationException"/> for options that can never work.</summary>
    public AmmAdapter(AmmOptions options, AdapterServices services)
    {
        options.Check();
        sink = services.Sink;
        Venue = options.Venue;
        VenueClock clock = new(services.Time);
        client = new HttpClient(new SocketsHttpHandler { PooledConnectionLifetime = TimeSpan.FromMinutes(5) });
        VenueHttp http = new(client, options.AnswerTimeout, services.Time, new VenueBreaker(services.Time));
        VenueReadiness readiness = new(Venue, options.Accounts.Length, sink);
        EthereumNode node = new(http, options.Node);
        ChainState chain = new();
        PoolView[] pools = [.. options.Pools.Select(pool => new PoolView(pool, options.Levels, options.BandBasisPoints))];
        feed = new PoolFeed(options, node, chain, new PoolFeedParts(pools, sink, clock, services.Time, services.Logger, readiness.MarketData));
        FeedParts parts = new(sink, http, clock, services.Time, services.Logger);
        TradingOptions trading = Trading(options);
        TradingContext context = new(trading, new InstrumentTable(options.Instruments), parts, http, readiness, clock.Now);
        Dictionary<InstrumentId, PoolView> byInstrument = pools.ToDictionary(pool => pool.Options.Instrument.Id);
        for (int i = 0; i < options.Accounts.Length; i++)
        {
            AmmAccount protocol = new(options, options.Accounts[i], context, (node, chain, id => byInstrument[id]));
            protocols.Add(protocol);
            accounts.Add(options.Accounts[i].Subaccount, new TradingAccount(i, options.Accounts[i].Subaccount, protocol, context));
        }
    }

    /// <inheritdoc />
    public VenueId Venue { get; }

    /// <inheritdoc />
    public async Task RunAsync(CancellationToken cancellation)
    {
        try
        {
            await TaskGroup.RunAsync(
                cancellation,
                [feed.RunAsync, .. accounts.Values.Select(account => (Func<CancellationToken, Task>)account.RunAsync)]).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            return;
        }
    }

    /// <inheritdoc />
    public void Send(SendChild command) => Post(command.Terms, command);

    /// <inheritdoc />
    public void Cancel(CancelChild command) => Post(command.Terms, command);

    /// <inheritdoc />
    public void Query(QueryChild command) => Post(command.Terms, command);

    /// <inheritdoc />
    public ValueTask DisposeAsync()
    {
        foreach (TradingAccount account in accounts.Values)
            account.Dispose();
        protocols.ForEach(protocol => protocol.Dispose());
        client.Dispose();
        return ValueTask.CompletedTask;
    }

    /// <summary>A swap that was sent can be mined until its deadline, and its fill is told some blocks later.</summary>
    private static TradingOptions Trading(AmmOptions options) => new()
    {
        Feed = new FeedOptions
        {
            Venue = options.Venue,
            Name = options.Name,
            Socket = options.Socket ?? options.Node,
            Rest = options.Node,
            Instruments = options.Instruments,
            Reconnect = options.Reconnect,
        },
        PrivateSocket = options.Socket ?? options.Node,
        Accounts = options.Accounts,
        ClientOrderIds = options.ClientOrderIds,
        ReceiveWindow = options.SwapLifetime,
        ArrivalSlack = options.ArrivalSlack,
        AnswerTimeout = options.AnswerTimeout,
        EndTimeout = options.SwapLifetime + options.ArrivalSlack + options.LivenessLimit,
        QueryInterval = options.QueryInterval,
        StatementSpacing = options.StatementSpacing,
        OrdersPerWindow = 1_000,
    };

    private void Post(ChildOrderTerms terms, OutboundCommand command)
    {
        if (accounts.TryGetValue(terms.Subaccount, out TradingAccount? account))
        {
            account.Post(command);
        }
        else if (command is SendChild)
        {
            ThreadPool.UnsafeQueueUserWorkItem(
                static drop => drop.sink.OnEvent(new ChildDropped(drop.Id, "the adapter has no key for its subaccount")),
                (sink, terms.Id),
                preferLocal: false);
        }
    }
}
