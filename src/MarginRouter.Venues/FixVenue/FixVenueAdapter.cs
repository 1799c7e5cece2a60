using System.Collections.Immutable;
using MarginRouter.Core.Engine.Commands;
using MarginRouter.Core.Engine.Events;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Orders;
using MarginRouter.Core.Orders.Quotes;
using MarginRouter.Venues.Connectivity;
using MarginRouter.Venues.FixVenue.Dialects;
using MarginRouter.Venues.FixVenue.Market;
using MarginRouter.Venues.FixVenue.Trading;
using MarginRouter.Venues.Trading;
using Microsoft.Extensions.Logging;

namespace MarginRouter.Venues.FixVenue;

/// <summary>
/// A venue that speaks FIX 4.4 or 5.0 SP2 in a dialect that is data: market data by V, W and X, orders by D, F, G, H and q, reports by 8, 9
/// and j, quotes of makers by R, S and AJ, positions and balances by AN and AP or by a reader of the venue. Accounts and market data may share
/// a session or have their own.
/// </summary>
public sealed class FixVenueAdapter : IStandingOrders, IQuotingAdapter
{
    private readonly FixVenueOptions options;
    private readonly IVenueEventSink sink;
    private readonly ClientOrderIdFormat ids;
    private readonly FixVenueServices services;
    private readonly SymbolTable symbols;
    private readonly VenueReadiness readiness;
    private readonly OrderBudget budget;
    private readonly ImmutableArray<(FixVenueSessionOptions Session, VenueLink Link)> links;
    private readonly ImmutableArray<(FixVenueSessionOptions Session, DropCopyLink Link)> copies;
    private readonly Dictionary<SubaccountId, (VenueLink Link, string Account)> bySubaccount = [];

    /// <summary>Makes the adapter; throws <see cref="VenueConfigurationException"/> with everything that is wrong in the options.</summary>
    public FixVenueAdapter(FixVenueOptions options, IVenueEventSink sink, ClientOrderIdFormat ids, FixVenueServices services)
    {
        List<string> faults = [.. options.Validate()];
        if (faults.Count == 0 && options.Dialect.Statements == FixStatementSource.Reader && options.Accounts.Length > 0 && services.OpenReader is null)
            faults.Add("its FIX states no balances and nothing else was given that does: its accounts cannot be routed");
        if (faults.Count > 0)
            throw new VenueConfigurationException("FIX venue: " + string.Join("; ", faults));
        this.options = options;
        this.sink = sink;
        this.ids = ids;
        this.services = services;
        symbols = new SymbolTable(options.Instruments);
        readiness = new VenueReadiness(options.Venue, options.Accounts.Length, sink);
        budget = new OrderBudget(options.OrdersPerWindow, options.OrderWindow, services.Time);
        links = [.. options.Accounts.Select(account => account.Session).Append(options.MarketData).Distinct().Select(session => (session, MakeLink(session)))];
        copies = [.. options.Accounts.Where(account => account.DropCopy is not null).Select(account => (account.DropCopy!, MakeCopy(account)))];
    }

    /// <inheritdoc />
    public VenueId Venue => options.Venue;

    /// <inheritdoc />
    public async Task RunAsync(CancellationToken cancellation)
    {
        List<RunningSession> running = [];
        try
        {
            foreach ((FixVenueSessionOptions session, VenueLink link) in links)
                running.Add(RunningSession.Start(options, session, link, services));
            foreach ((FixVenueSessionOptions session, DropCopyLink link) in copies)
                running.Add(RunningSession.Start(options, session, link, services));
            await TaskGroup.RunAsync(
                cancellation,
                [TickAsync, .. links.Select(link => link.Link.Companion).OfType<Func<CancellationToken, Task>>()]).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            await LogoutAsync(running).ConfigureAwait(false);
        }
        finally
        {
            foreach (RunningSession session in running)
                session.Dispose();
        }
    }

    /// <inheritdoc />
    public void Send(SendChild command) => Send(command, new FixStanding(FixTimeInForce.ImmediateOrCancel));

    /// <inheritdoc />
    public void Send(SendChild command, OrderStanding standing) => Send(command, FixStanding.Of(standing));

    /// <summary>Sends an order that stands as FIX words say; a venue that has no such word drops it by name.</summary>
    public void Send(SendChild command, FixStanding standing)
    {
        if (bySubaccount.TryGetValue(command.Terms.Subaccount, out (VenueLink Link, string Account) account) && symbols.Find(command.Terms.Instrument) is { } instrument)
            account.Link.Send(command, instrument, account.Account, standing);
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

    /// <inheritdoc />
    public void RequestQuotes(RequestQuotes command)
    {
        if (!bySubaccount.TryGetValue(command.Subaccounts[0], out (VenueLink Link, string Account) account) || symbols.Find(command.Instrument) is not { } instrument)
        {
            sink.OnEvent(new QuoteRequestEnded(command.Id, null, QuoteRequestEnding.Lost, "the adapter has no session for its subaccount and instrument"));
            return;
        }

        // A quote stands on the session over which it was asked for.
        bool isShared = command.Subaccounts.All(other => bySubaccount.TryGetValue(other, out (VenueLink Link, string Account) its) && its.Link == account.Link);
        account.Link.RequestQuotes(command, instrument, account.Account, isShared ? null : command.Subaccounts[0]);
    }

    /// <inheritdoc />
    public void EndQuotes(EndQuoteRequest command)
    {
        if (bySubaccount.TryGetValue(command.Subaccounts[0], out (VenueLink Link, string Account) account))
            account.Link.EndQuotes(command);
    }

    /// <inheritdoc />
    public Task<PlaceAnswer> ReplaceAsync(ChildOrderTerms terms, OrderChange change, CancellationToken cancellation)
    {
        (VenueLink link, string account) = AccountOf(terms.Subaccount);
        return symbols.Find(terms.Instrument) is { } instrument
            ? link.Desk.ReplaceAsync(new AddressedOrder(terms, instrument, account), change, cancellation)
            : Task.FromResult(PlaceAnswer.Refused("unsent", "the instrument is unknown"));
    }

    /// <inheritdoc />
    public Task<bool> CancelAllAsync(SubaccountId subaccount, Instrument instrument, CancellationToken cancellation)
    {
        (VenueLink link, string account) = AccountOf(subaccount);
        return link.Desk.CancelAllAsync(instrument, account, cancellation);
    }

    /// <inheritdoc />
    public Task<IReadOnlyList<OpenOrder>> OpenOrdersAsync(SubaccountId subaccount, Instrument instrument, CancellationToken cancellation)
    {
        (VenueLink link, string account) = AccountOf(subaccount);
        return link.Desk.OpenOrdersAsync(instrument, account, cancellation);
    }

    /// <summary>Releases keys and readers; <see cref="RunAsync"/> ends its sessions itself.</summary>
    public ValueTask DisposeAsync()
    {
        foreach ((_, VenueLink link) in links)
            link.Dispose();
        foreach ((_, DropCopyLink link) in copies)
            link.Dispose();
        return ValueTask.CompletedTask;
    }

    private (VenueLink Link, string Account) AccountOf(SubaccountId subaccount) =>
        bySubaccount.TryGetValue(subaccount, out (VenueLink Link, string Account) account)
            ? account
            : throw new VenueConfigurationException($"subaccount {subaccount.Value} is not configured");

    private async Task TickAsync(CancellationToken cancellation)
    {
        using PeriodicTimer timer = new(options.TickInterval, services.Time);
        while (await timer.WaitForNextTickAsync(cancellation).ConfigureAwait(false))
        {
            foreach ((_, VenueLink link) in links)
                link.Tick();
        }
    }

    private VenueLink MakeLink(FixVenueSessionOptions session)
    {
        ILogger logger = services.Loggers.CreateLogger<FixVenueAdapter>();
        ImmutableArray<AccountLink>.Builder accounts = ImmutableArray.CreateBuilder<AccountLink>();
        for (int i = 0; i < options.Accounts.Length; i++)
        {
            if (options.Accounts[i].Session == session)
                accounts.Add(new AccountLink(i, options, sink, readiness, symbols));
        }

        FixSessionUse use = accounts.Count > 0 ? FixSessionUse.Orders : FixSessionUse.MarketData;
        VenueLinkParts parts = new()
        {
            Name = session.ToString(),
            Options = options,
            Sink = sink,
            Symbols = symbols,
            Ids = ids,
            Logon = new SessionLogon(options.Dialect.Logon, use, session, options.CancelOnDisconnect),
            Readiness = readiness,
            Budget = budget,
            Clock = new VenueClock(services.Time),
            Time = services.Time,
            Logger = logger,
        };
        MarketDataFeed? market = session == options.MarketData ? new MarketDataFeed(options, sink, readiness, symbols, logger) : null;
        IAccountReader? reader = use == FixSessionUse.Orders && options.Dialect.Statements == FixStatementSource.Reader
            ? services.OpenReader!(options.Accounts[accounts[0].Place])
            : null;
        VenueLink link = new(parts, market, accounts.ToImmutable(), reader);
        foreach (AccountLink account in link.Accounts)
            bySubaccount.Add(account.Subaccount, (link, account.Account));
        return link;
    }

    private DropCopyLink MakeCopy(FixVenueAccountOptions account) => new(
        new SessionLogon(options.Dialect.Logon, FixSessionUse.DropCopy, account.DropCopy!, null),
        bySubaccount[account.Subaccount].Link.Reports,
        new VenueClock(services.Time));

    /// <summary>An orderly end where the venue answers in time; the sessions are cut afterwards in any case.</summary>
    private async Task LogoutAsync(List<RunningSession> running)
    {
        foreach (RunningSession session in running)
            session.Logout("the router stops");
        Task all = Task.WhenAll(links.Select(link => link.Link.Ended));
        await Task.WhenAny(all, Task.Delay(TimeSpan.FromSeconds(2), services.Time)).ConfigureAwait(false);
    }
}
