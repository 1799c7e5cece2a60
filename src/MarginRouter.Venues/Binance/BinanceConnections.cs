using MarginRouter.Core.Engine.Commands;
using MarginRouter.Core.Engine.Events;
using MarginRouter.Core.Instruments;
using MarginRouter.Venues.Binance.MarketData;
using MarginRouter.Venues.Binance.Trading;
using MarginRouter.Venues.Connectivity;
using MarginRouter.Venues.Feeds;
using MarginRouter.Venues.Reference;
using MarginRouter.Venues.Trading;
using Microsoft.Extensions.Logging;

namespace MarginRouter.Venues.Binance;

/// <summary>Everything that the adapters of both markets have in common: one market data connection, one private connection per account.</summary>
internal sealed class BinanceConnections : IDisposable
{
    private readonly HttpClient client;
    private readonly InstrumentTable instruments;
    private readonly ReferencePoll? reference;

    public BinanceConnections(BinanceOptions options, BinanceMarket market, IVenueEventSink sink, TimeProvider time, ILogger logger)
    {
        if (options.Instruments.IsDefaultOrEmpty)
            throw new VenueConfigurationException($"{options.Name}: no instruments are configured");
        client = new HttpClient(new SocketsHttpHandler { PooledConnectionLifetime = TimeSpan.FromMinutes(5) }, disposeHandler: true);
        VenueBreaker breaker = new(time);
        Context = new FeedContext(
            sink,
            new VenueHttp(client, options.ConnectTimeout, time, breaker),
            new VenueClock(time),
            new VenueReadiness(options.Venue, options.Accounts.Length, sink),
            time,
            logger);
        Depth = new DepthFeed(options, market.Depth, Context);
        TradingOptions trading = options.Trading(market.OrdersInTenSeconds);
        trading.Check();
        if (market.Protocol is not { } protocol)
            protocol = options.Accounts.IsEmpty ? (_, _, _) => throw new InvalidOperationException("no accounts") : throw new VenueConfigurationException($"{options.Name}: the market has market data alone");
        instruments = new InstrumentTable(options.Instruments);
        TradingContext shared = new(
            trading,
            instruments,
            new FeedParts(sink, Context.Http, Context.Clock, time, logger),
            new VenueHttp(client, options.AnswerTimeout, time, breaker),
            Context.Readiness,
            Context.Clock.Now);
        Accounts = new TradingAccounts(shared, (account, _) => new BinanceAccountProtocol(options, protocol, account, Context));
        if (options.Reference is not { } wanted)
            return;
        reference = new ReferencePoll(options.Name, wanted, new AdapterServices(sink, time, logger));
        reference.AddInstruments(options.Instruments, cancellation => SymbolRules.ReadAsync(market, options, Context.Http, cancellation));
        Accounts.AddFees(reference);
    }

    public FeedContext Context { get; }

    public DepthFeed Depth { get; }

    /// <summary>The accounts.</summary>
    public TradingAccounts Accounts { get; }

    /// <summary>Runs everything, and further feeds of the market, until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellation, params IEnumerable<Func<CancellationToken, Task>> more)
    {
        try
        {
            await TaskGroup.RunAsync(
                cancellation,
                [Depth.RunAsync, .. Accounts.Runs, .. reference is null ? [] : (Func<CancellationToken, Task>[])[reference.RunAsync], .. more])
                .ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            return;
        }
    }

    /// <summary>Counts the prices of an instrument in another step, without blocking.</summary>
    public void Follow(FollowTick command) =>
        ThreadPool.UnsafeQueueUserWorkItem(static call => call.Connections.Change(call.Command), (Connections: this, Command: command), preferLocal: false);

    public void Dispose()
    {
        Accounts.Dispose();
        Depth.Dispose();
        client.Dispose();
    }

    /// <summary>The book first: nothing of the old step may be published once the change has been reported.</summary>
    private void Change(FollowTick command)
    {
        if (instruments.Find(command.Instrument) is not { } before)
            throw new VenueConfigurationException($"instrument {command.Instrument.Value} is not configured");
        Instrument changed = before with { TickSize = command.TickSize };
        instruments.Replace(changed);
        Depth.Change(changed);
        Context.Sink.OnEvent(new TickFollowed(changed.Id, changed.TickSize));

        // A book that was complete again before that event was not taken for one of the new step.
        Depth.Publish(changed);
    }
}
