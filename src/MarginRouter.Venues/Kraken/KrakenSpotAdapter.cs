using System.Text.Json;
using MarginRouter.Core.Engine.Commands;
using MarginRouter.Core.Engine.Events;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Orders;
using MarginRouter.Venues.Connectivity;
using MarginRouter.Venues.Kraken.Market;
using MarginRouter.Venues.Kraken.Rest;
using MarginRouter.Venues.Kraken.Trading;
using MarginRouter.Venues.Reference;
using MarginRouter.Venues.Trading;
using Microsoft.Extensions.Logging;

namespace MarginRouter.Venues.Kraken;

/// <summary>
/// Kraken spot, with and without margin: books and marks from the public v2 socket, orders and their fate over the private one, account
/// statements over REST and the balances channel (docs.kraken.com, spot-websocket-v2 and REST).
/// </summary>
public sealed class KrakenSpotAdapter : IStandingOrders
{
    private readonly KrakenSpotOptions options;
    private readonly IVenueEventSink sink;
    private readonly ClientOrderIdFormat ids;
    private readonly TimeProvider time;
    private readonly ILogger logger;
    private readonly HttpClient client;
    private readonly VenueHttp http;
    private readonly TradingGate gate;
    private readonly InstrumentTable instruments;
    private readonly MarketDataSession marketData;
    private readonly Instant startedAt;
    private readonly CancellationTokenSource stopping = new();
    private readonly TaskCompletionSource fault = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile IReadOnlyDictionary<SubaccountId, KrakenAccount>? accounts;

    /// <summary>Makes the adapter; throws <see cref="VenueConfigurationException"/> with everything that is wrong in the options.</summary>
    public KrakenSpotAdapter(KrakenSpotOptions options, IVenueEventSink sink, ClientOrderIdFormat ids, TimeProvider time, ILoggerFactory loggers)
    {
        IReadOnlyList<string> faults = options.Validate();
        if (faults.Count > 0)
            throw new VenueConfigurationException("Kraken: " + string.Join("; ", faults));
        this.options = options;
        this.sink = sink;
        this.ids = ids;
        this.time = time;
        logger = loggers.CreateLogger<KrakenSpotAdapter>();
        client = new HttpClient(new SocketsHttpHandler { PooledConnectionLifetime = TimeSpan.FromMinutes(5) });
        http = new VenueHttp(client, options.AnswerTimeout, time, new VenueBreaker(time));
        gate = new TradingGate(new VenueReadiness(options.Venue, options.Accounts.Length, sink), options.Accounts.Length);
        instruments = new InstrumentTable(options.Instruments);
        marketData = new MarketDataSession(options, sink, gate, time, logger);
        startedAt = new VenueClock(time).Now;
    }

    /// <inheritdoc />
    public VenueId Venue => options.Venue;

    /// <inheritdoc />
    public async Task RunAsync(CancellationToken cancellation)
    {
        using CancellationTokenSource ending = CancellationTokenSource.CreateLinkedTokenSource(cancellation, stopping.Token);
        IReadOnlyDictionary<string, PairRules> pairs = await ReadPairsAsync(ending.Token).ConfigureAwait(false);
        if (ending.IsCancellationRequested)
            return;
        Dictionary<SubaccountId, KrakenAccount> made = MakeAccounts(pairs);
        accounts = made;
        List<Task> running = [marketData.RunAsync(ending.Token)];
        running.AddRange(made.Values.Select(account => account.RunAsync(ending.Token)));
        using KrakenRest rest = new(http, options.Rest, "", [], time);
        if (options.Reference is { } wanted)
            running.Add(Poll(wanted, made.Values, rest).RunAsync(ending.Token));
        Task all = Task.WhenAll(running);
        Task first = await Task.WhenAny([.. running, fault.Task]).ConfigureAwait(false);
        await stopping.CancelAsync().ConfigureAwait(false);
        await all.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await first.ConfigureAwait(false);
    }

    /// <inheritdoc />
    public void Send(SendChild command) => Send(command, OrderStanding.Immediate);

    /// <inheritdoc />
    public void Send(SendChild command, OrderStanding standing)
    {
        if (Find(command.Terms) is { } account)
            Watch(account.SendAsync(command, standing, stopping.Token));
        else
            sink.OnEvent(new ChildDropped(command.Terms.Id, "the adapter has no connection for its subaccount and instrument"));
    }

    /// <inheritdoc />
    public async Task<PlaceAnswer> ReplaceAsync(ChildOrderTerms terms, OrderChange change, CancellationToken cancellation)
    {
        PlaceAnswer answer = await AccountOf(terms.Subaccount).ReplaceAsync(terms, change, cancellation).ConfigureAwait(false);
        if (answer.Outcome == PlaceOutcome.Unknown)
            Query(new QueryChild(terms, null));
        return answer;
    }

    /// <inheritdoc />
    public Task<bool> CancelAllAsync(SubaccountId subaccount, Instrument instrument, CancellationToken cancellation) =>
        AccountOf(subaccount).CancelAllAsync(instrument, cancellation);

    /// <inheritdoc />
    public Task<IReadOnlyList<OpenOrder>> OpenOrdersAsync(SubaccountId subaccount, Instrument instrument, CancellationToken cancellation) =>
        AccountOf(subaccount).OpenOrdersAsync(instrument, cancellation);

    /// <inheritdoc />
    public void Cancel(CancelChild command)
    {
        if (Find(command.Terms) is { } account)
            Watch(account.CancelAsync(command, stopping.Token));
    }

    /// <inheritdoc />
    public void Query(QueryChild command) => Watch(QueryAsync(command));

    /// <inheritdoc />
    public void Follow(FollowTick command) =>
        ThreadPool.UnsafeQueueUserWorkItem(static call => call.Adapter.Change(call.Command), (Adapter: this, Command: command), preferLocal: false);

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync().ConfigureAwait(false);
        foreach (KrakenAccount account in accounts?.Values ?? [])
            account.Dispose();
        client.Dispose();
    }

    private ReferencePoll Poll(ReferenceOptions wanted, IEnumerable<KrakenAccount> trading, KrakenRest rest)
    {
        ReferencePoll poll = new("Kraken", wanted, new AdapterServices(sink, time, logger));
        poll.AddInstruments(
            options.Instruments,
            async cancellation => PairTerms.Decode(await rest.PublicAsync("AssetPairs", cancellation).ConfigureAwait(false), options.Instruments));
        foreach (KrakenAccount account in trading)
            poll.AddFees(account.Subaccount, account.ReadFeesAsync);
        return poll;
    }

    /// <summary>The book first: nothing of the old step may be published once the change has been reported.</summary>
    private void Change(FollowTick command)
    {
        if (instruments.Find(command.Instrument) is not { } before)
            throw new VenueConfigurationException($"instrument {command.Instrument.Value} is not configured");
        Instrument changed = before with { TickSize = command.TickSize };
        instruments.Replace(changed);
        marketData.Change(changed);
        sink.OnEvent(new TickFollowed(changed.Id, changed.TickSize));

        // A book that was complete again before that event was not taken for one of the new step.
        marketData.Publish(changed);
    }

    private KrakenAccount AccountOf(SubaccountId subaccount)
    {
        if (!options.Accounts.Any(account => account.Subaccount == subaccount))
            throw new VenueConfigurationException($"Kraken: subaccount {subaccount.Value} is not configured");
        return accounts?.GetValueOrDefault(subaccount) ?? throw new SocketClosedException("the table of pairs has not been read yet");
    }

    private KrakenAccount? Find(ChildOrderTerms terms) =>
        accounts is { } known && known.TryGetValue(terms.Subaccount, out KrakenAccount? account) && Trades(terms.Instrument) ? account : null;

    private bool Trades(InstrumentId instrument) => options.Instruments.Any(one => one.Id == instrument);

    /// <summary>A question may come before the table of pairs has been read: it waits for its account.</summary>
    private async Task QueryAsync(QueryChild command)
    {
        try
        {
            while (accounts is null)
                await Task.Delay(options.Reconnect.FirstDelay, time, stopping.Token).ConfigureAwait(false);
            if (Find(command.Terms) is not { } account)
                throw new InvalidOperationException($"child {command.Terms.Id}: no account or instrument of this adapter can answer for it");
            await account.QueryAsync(command, stopping.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // The adapter stops; the next process asks again.
        }
    }

    /// <summary>A fault that nobody expected ends the adapter loudly instead of leaving a child without an outcome.</summary>
    private void Watch(Task task)
    {
        if (task.IsCompletedSuccessfully)
            return;
        task.ContinueWith(
            ended => fault.TrySetException(ended.Exception!.InnerExceptions),
            CancellationToken.None,
            TaskContinuationOptions.OnlyOnFaulted | TaskContinuationOptions.ExecuteSynchronously,
            TaskScheduler.Default);
    }

    private async Task<IReadOnlyDictionary<string, PairRules>> ReadPairsAsync(CancellationToken cancellation)
    {
        IReadOnlyDictionary<string, PairRules> pairs = new Dictionary<string, PairRules>();
        using KrakenRest rest = new(http, options.Rest, "", [], time);
        using CancellationTokenSource done = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        ReconnectLoop loop = new("Kraken table of pairs", options.Reconnect, time, logger);
        await loop.RunAsync(
            async (_, token) =>
            {
                JsonElement table = await rest.PublicAsync("AssetPairs", token).ConfigureAwait(false);
                pairs = PairRules.Read(table, options.Instruments, follows: options.Reference is not null);
                await done.CancelAsync().ConfigureAwait(false);
            },
            done.Token).ConfigureAwait(false);
        return pairs;
    }

    private Dictionary<SubaccountId, KrakenAccount> MakeAccounts(IReadOnlyDictionary<string, PairRules> pairs)
    {
        AccountParts parts = new()
        {
            Options = options,
            Instruments = instruments,
            Sink = sink,
            Gate = gate,
            Pairs = pairs,
            Ids = ids,
            Http = http,
            Time = time,
            StartedAt = startedAt,
            Logger = logger,
        };
        Dictionary<SubaccountId, KrakenAccount> made = [];
        for (int i = 0; i < options.Accounts.Length; i++)
            made.Add(options.Accounts[i].Subaccount, new KrakenAccount(i, options.Accounts[i], parts));
        return made;
    }
}
