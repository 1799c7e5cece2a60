using MarginRouter.Core.Engine.Commands;
using MarginRouter.Core.Engine.Events;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Orders;
using MarginRouter.Venues.Binance.MarketData;
using MarginRouter.Venues.Binance.Trading;
using MarginRouter.Venues.Connectivity;
using Microsoft.Extensions.Logging;

namespace MarginRouter.Venues.Binance;

/// <summary>Everything that the adapters of both markets have in common: one market data connection, one private connection per account.</summary>
internal sealed class BinanceConnections : IDisposable
{
    private readonly HttpClient client;
    private readonly IVenueEventSink sink;
    private readonly Dictionary<SubaccountId, AccountConnection> accounts = [];

    public BinanceConnections(BinanceOptions options, BinanceMarket market, IVenueEventSink sink, TimeProvider time, ILogger logger)
    {
        if (options.Instruments.IsDefaultOrEmpty)
            throw new VenueConfigurationException($"{options.Name}: no instruments are configured");
        this.sink = sink;
        client = new HttpClient(new SocketsHttpHandler { PooledConnectionLifetime = TimeSpan.FromMinutes(5) }, disposeHandler: true);
        Context = new FeedContext(
            sink,
            new VenueHttp(client, options.ConnectTimeout, time),
            new VenueClock(time),
            new VenueReadiness(options.Venue, options.Accounts.Length, sink),
            time,
            logger);
        Depth = new DepthFeed(options, market.Depth, Context);
        for (int i = 0; i < options.Accounts.Length; i++)
        {
            BinanceAccount account = options.Accounts[i];
            AccountSession session = new(options, account, identity => market.Protocol(options, identity, Context), Context);
            if (!accounts.TryAdd(account.Subaccount, new AccountConnection(i, session)))
                throw new VenueConfigurationException($"{options.Name}: subaccount {account.Subaccount.Value} is configured twice");
        }
    }

    public FeedContext Context { get; }

    public DepthFeed Depth { get; }

    /// <summary>Runs everything, and further feeds of the market, until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellation, params IEnumerable<Func<CancellationToken, Task>> more)
    {
        try
        {
            await TaskGroup.RunAsync(
                cancellation,
                [Depth.RunAsync, .. accounts.Values.Select(account => (Func<CancellationToken, Task>)account.RunAsync), .. more])
                .ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            return;
        }
    }

    /// <summary>Hands a command to the account that it is about.</summary>
    public void Post(ChildOrderTerms terms, OutboundCommand command)
    {
        if (accounts.TryGetValue(terms.Subaccount, out AccountConnection? account))
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

    public void Dispose()
    {
        foreach (AccountConnection account in accounts.Values)
            account.Dispose();
        Depth.Dispose();
        client.Dispose();
    }
}
