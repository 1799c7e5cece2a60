using System.Collections.Immutable;
using MarginRouter.Core.Engine.Commands;
using MarginRouter.Core.Engine.Events;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Orders;
using MarginRouter.Fix.Session;
using MarginRouter.Fix.Store;
using MarginRouter.Fix.Transport;
using MarginRouter.Venues.Connectivity;
using MarginRouter.Venues.FixVenue.Market;
using MarginRouter.Venues.FixVenue.Trading;
using Microsoft.Extensions.Logging;

namespace MarginRouter.Venues.FixVenue;

/// <summary>
/// A venue that speaks FIX 4.4: market data by V, W and X, orders by D, F and H, reports by 8, 9 and j, positions and balances by AN and
/// AP. Accounts and market data may share a session or have their own.
/// </summary>
public sealed class FixVenueAdapter : IVenueAdapter
{
    private readonly FixVenueOptions options;
    private readonly IVenueEventSink sink;
    private readonly ClientOrderIdFormat ids;
    private readonly FixVenueServices services;
    private readonly SymbolTable symbols;
    private readonly VenueReadiness readiness;
    private readonly ImmutableArray<(FixVenueSessionOptions Session, VenueLink Link)> links;
    private readonly Dictionary<SubaccountId, (VenueLink Link, string Account)> bySubaccount = [];

    /// <summary>Makes the adapter; throws <see cref="VenueConfigurationException"/> with everything that is wrong in the options.</summary>
    public FixVenueAdapter(FixVenueOptions options, IVenueEventSink sink, ClientOrderIdFormat ids, FixVenueServices services)
    {
        IReadOnlyList<string> faults = options.Validate();
        if (faults.Count > 0)
            throw new VenueConfigurationException("FIX venue: " + string.Join("; ", faults));
        this.options = options;
        this.sink = sink;
        this.ids = ids;
        this.services = services;
        symbols = new SymbolTable(options.Instruments);
        readiness = new VenueReadiness(options.Venue, options.Accounts.Length, sink);
        links = [.. options.Accounts.Select(account => account.Session).Append(options.MarketData).Distinct().Select(session => (session, MakeLink(session)))];
    }

    /// <inheritdoc />
    public VenueId Venue => options.Venue;

    /// <inheritdoc />
    public async Task RunAsync(CancellationToken cancellation)
    {
        List<(FixInitiator Initiator, IFixMessageStore Store)> running = [];
        try
        {
            foreach ((FixVenueSessionOptions session, VenueLink link) in links)
                running.Add(Start(session, link));
            using PeriodicTimer timer = new(options.TickInterval, services.Time);
            while (await timer.WaitForNextTickAsync(cancellation).ConfigureAwait(false))
            {
                foreach ((_, VenueLink link) in links)
                    link.Tick();
            }
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            await LogoutAsync(running).ConfigureAwait(false);
        }
        finally
        {
            foreach ((FixInitiator initiator, IFixMessageStore store) in running)
            {
                initiator.Dispose();
                store.Dispose();
            }
        }
    }

    /// <inheritdoc />
    public void Send(SendChild command)
    {
        if (bySubaccount.TryGetValue(command.Terms.Subaccount, out (VenueLink Link, string Account) account) && symbols.Find(command.Terms.Instrument) is { } instrument)
            account.Link.Send(command, instrument, account.Account);
        else
            sink.OnEvent(new ChildDropped(command.Terms.Id, "the adapter has no session for its subaccount and instrument"));
    }

    /// <inheritdoc />
    public void Cancel(CancelChild command)
    {
        if (bySubaccount.TryGetValue(command.Terms.Subaccount, out (VenueLink Link, string Account) account) && symbols.Find(command.Terms.Instrument) is { } instrument)
            account.Link.Cancel(command, instrument);
    }

    /// <inheritdoc />
    public void Query(QueryChild command)
    {
        if (!bySubaccount.TryGetValue(command.Terms.Subaccount, out (VenueLink Link, string Account) account) || symbols.Find(command.Terms.Instrument) is null)
            throw new InvalidOperationException($"child {command.Terms.Id}: no account or instrument of this adapter can answer for it");
        account.Link.Query(command);
    }

    /// <summary>Nothing is left to release: <see cref="RunAsync"/> ends its sessions itself.</summary>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private VenueLink MakeLink(FixVenueSessionOptions session)
    {
        ILogger logger = services.Loggers.CreateLogger<FixVenueAdapter>();
        VenueLinkParts parts = new(session.ToString(), options, sink, symbols, ids, new VenueClock(services.Time), logger);
        MarketDataFeed? market = session == options.MarketData ? new MarketDataFeed(options, sink, readiness, symbols, logger) : null;
        ImmutableArray<AccountLink>.Builder accounts = ImmutableArray.CreateBuilder<AccountLink>();
        for (int i = 0; i < options.Accounts.Length; i++)
        {
            if (options.Accounts[i].Session == session)
                accounts.Add(new AccountLink(i, options, sink, readiness, symbols));
        }

        VenueLink link = new(parts, market, accounts.ToImmutable());
        foreach (AccountLink account in link.Accounts)
            bySubaccount.Add(account.Subaccount, (link, account.Account));
        return link;
    }

    private (FixInitiator Initiator, IFixMessageStore Store) Start(FixVenueSessionOptions session, VenueLink link)
    {
        FixSessionId id = new(session.SenderCompId, session.TargetCompId);
        IFixMessageStore store = services.OpenStore(id);
        FixInitiatorOptions connection = new()
        {
            Host = session.Host,
            Port = session.Port,
            ReconnectDelay = options.Reconnect.FirstDelay,
            MaximumReconnectDelay = options.Reconnect.LongestDelay,
            TickInterval = options.TickInterval,
        };
        FixSessionOptions behaviour = new()
        {
            Id = id,
            Role = FixRole.Initiator,
            HeartbeatInterval = session.HeartbeatInterval,
            Username = session.Username,
            Password = session.Password,
            ResetOnLogon = session.ResetOnLogon,
            StoreWhenDisconnected = false,
            TimestampPrecision = Fix.Codec.FixTimestampPrecision.Microseconds,
        };
        FixInitiator initiator = new(connection, behaviour, (store, link), services.Time, services.Loggers.CreateLogger<FixInitiator>());
        initiator.Start();
        return (initiator, store);
    }

    /// <summary>An orderly end where the venue answers in time; the sessions are cut afterwards in any case.</summary>
    private async Task LogoutAsync(List<(FixInitiator Initiator, IFixMessageStore Store)> running)
    {
        foreach ((FixInitiator initiator, _) in running)
            initiator.Session.Logout("the router stops");
        Task all = Task.WhenAll(links.Select(link => link.Link.Ended));
        await Task.WhenAny(all, Task.Delay(TimeSpan.FromSeconds(2), services.Time)).ConfigureAwait(false);
    }
}
