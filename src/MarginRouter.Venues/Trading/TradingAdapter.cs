using MarginRouter.Core.Engine.Commands;
using MarginRouter.Core.Engine.Events;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Orders;
using MarginRouter.Venues.Connectivity;
using MarginRouter.Venues.Feeds;
using MarginRouter.Venues.Funds;
using MarginRouter.Venues.Reference;

namespace MarginRouter.Venues.Trading;

/// <summary>
/// Books, marks, orders and accounts of a venue whose protocol is given by a <see cref="FeedProtocol"/> and an <see cref="AccountProtocol"/>
/// for each account. Instruments of different kinds have connections of their own.
/// </summary>
public sealed class TradingAdapter : IStandingOrders, IQuotingAdapter
{
    private const int ConnectionsPerServer = 64;
    private readonly IVenueEventSink sink;
    private readonly HttpClient client;
    private readonly FeedSession[] sessions;
    private readonly TradingAccounts accounts;
    private readonly VenueReadiness readiness;
    private readonly FundPoll? fund;
    private readonly ReferencePoll? reference;
    private readonly InstrumentTable instruments;
    private int completeSessions;

    internal TradingAdapter(
        TradingOptions options,
        FeedProtocol protocol,
        Func<TradingAccountOptions, TradingContext, AccountProtocol> accountProtocol,
        AdapterServices services)
    {
        options.Check();
        sink = services.Sink;
        Venue = options.Feed.Venue;
        VenueClock clock = new(services.Time);
        VenueBreaker breaker = new(services.Time);
        client = new HttpClient(new SocketsHttpHandler
        {
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
            MaxConnectionsPerServer = ConnectionsPerServer,
        });
        readiness = new VenueReadiness(Venue, options.Accounts.Length, sink);
        FeedParts parts = new(sink, new VenueHttp(client, options.Feed.AnswerTimeout, services.Time, breaker), clock, services.Time, services.Logger);
        sessions =
        [
            .. options.Feed.Instruments.GroupBy(instrument => instrument.Kind)
                .SelectMany(kind => kind.Chunk(options.Feed.InstrumentsPerConnection))
                .Select(instruments => new FeedSession(options.Feed, protocol, instruments, parts, Note)),
        ];
        if (options.Fund is { } wanted && options.Feed.Instruments.Any(protocol.PublishesFund))
            fund = new FundPoll((Venue, options.Feed.Name), wanted, cancellation => protocol.ReadFundsAsync(parts, cancellation), services);
        instruments = new InstrumentTable(options.Feed.Instruments);
        TradingContext context = new(
            options,
            instruments,
            parts,
            new VenueHttp(client, options.AnswerTimeout, services.Time, breaker),
            readiness,
            clock.Now);
        accounts = new TradingAccounts(context, accountProtocol);
        if (options.Reference is { } asked)
            reference = Poll(options, asked, (protocol, parts), services);
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
            await TaskGroup.RunAsync(
                cancellation,
                [
                    .. sessions.Select(session => (Func<CancellationToken, Task>)session.RunAsync),
                    .. accounts.Runs,
                    .. fund is null ? [] : (Func<CancellationToken, Task>[])[fund.RunAsync],
                    .. reference is null ? [] : (Func<CancellationToken, Task>[])[reference.RunAsync],
                ]).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            return;
        }
    }

    /// <inheritdoc />
    public void Send(SendChild command) => accounts.Post(command.Terms, command);

    /// <inheritdoc />
    public void Send(SendChild command, OrderStanding standing) => accounts.Post(command.Terms, command, standing);

    /// <inheritdoc />
    public Task<PlaceAnswer> ReplaceAsync(ChildOrderTerms terms, OrderChange change, CancellationToken cancellation) =>
        accounts.Of(terms.Subaccount).ReplaceAsync(terms, change, cancellation);

    /// <inheritdoc />
    public Task<bool> CancelAllAsync(SubaccountId subaccount, Instrument instrument, CancellationToken cancellation) =>
        accounts.Of(subaccount).Protocol.CancelAllAsync(instrument, cancellation);

    /// <inheritdoc />
    public Task<IReadOnlyList<OpenOrder>> OpenOrdersAsync(SubaccountId subaccount, Instrument instrument, CancellationToken cancellation) =>
        accounts.Of(subaccount).Protocol.OpenOrdersAsync(instrument, cancellation);

    /// <inheritdoc />
    public void RequestQuotes(RequestQuotes command) => accounts.Post(command);

    /// <inheritdoc />
    public void EndQuotes(EndQuoteRequest command) => accounts.Post(command);

    /// <inheritdoc />
    public void Cancel(CancelChild command) => accounts.Post(command.Terms, command);

    /// <inheritdoc />
    public void Query(QueryChild command) => accounts.Post(command.Terms, command);

    /// <inheritdoc />
    public int? OrdersLeft => accounts.OrdersLeft;

    /// <inheritdoc />
    public void Follow(FollowTick command) =>
        ThreadPool.UnsafeQueueUserWorkItem(static call => call.Adapter.Change(call.Command), (Adapter: this, Command: command), preferLocal: false);

    /// <inheritdoc />
    public ValueTask DisposeAsync()
    {
        accounts.Dispose();
        client.Dispose();
        return ValueTask.CompletedTask;
    }

    private ReferencePoll Poll(TradingOptions options, ReferenceOptions asked, (FeedProtocol Protocol, FeedParts Parts) feed, AdapterServices services)
    {
        ReferencePoll poll = new(options.Feed.Name, asked, services);
        if (feed.Protocol.StatesTerms)
        {
            poll.AddInstruments(
                [.. options.Feed.Instruments.Where(instrument => instrument.Kind != InstrumentKind.Option)],
                cancellation => feed.Protocol.ReadTermsAsync(feed.Parts, cancellation));
        }

        accounts.AddFees(poll);
        return poll;
    }

    /// <summary>The book first: nothing of the old step may be published once the change has been reported.</summary>
    private void Change(FollowTick command)
    {
        if (instruments.Find(command.Instrument) is not { } before)
            throw new VenueConfigurationException($"instrument {command.Instrument.Value} is not configured");
        Instrument changed = before with { TickSize = command.TickSize };
        instruments.Replace(changed);
        foreach (FeedSession session in sessions)
            session.Change(changed);
        sink.OnEvent(new TickFollowed(changed.Id, changed.TickSize));

        // A book that was complete again before that event was not taken for one of the new step.
        foreach (FeedSession session in sessions)
            session.Publish(changed.Id);
    }

    private void Note(bool complete)
    {
        if (Interlocked.Add(ref completeSessions, complete ? 1 : -1) == sessions.Length)
            readiness.MarketData(true);
        else if (!complete)
            readiness.MarketData(false);
    }
}
