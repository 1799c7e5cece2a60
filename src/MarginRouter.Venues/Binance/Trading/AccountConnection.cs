using System.Collections.Immutable;
using MarginRouter.Core.Engine.Commands;
using MarginRouter.Core.Engine.Events;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Margin.Live;
using MarginRouter.Venues.Connectivity;

namespace MarginRouter.Venues.Binance.Trading;

/// <summary>
/// One account: its API connection, its user stream and its statement come up together, go down together, and are built anew with back-off.
/// The account is ready when events flow and the first whole statement has been reported.
/// </summary>
internal sealed partial class AccountConnection : IDisposable
{
    private static readonly TimeSpan SweepInterval = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan LeastClockSpacing = TimeSpan.FromMilliseconds(500);
    private readonly int place;
    private readonly AccountSession session;
    private readonly AccountState account;
    private readonly OrderQueries queries;
    private readonly OrderEntry entry;
    private readonly UserEvents events;
    private readonly SemaphoreSlim accountChanged = new(0, 1);
    private readonly ClockKeeper clockKeeper;

    /// <param name="place">The account's place among the adapter's accounts.</param>
    /// <param name="session">What its parts share.</param>
    public AccountConnection(int place, AccountSession session)
    {
        this.place = place;
        this.session = session;
        account = new AccountState(session.Account.Subaccount, session.Context.Sink);
        queries = new OrderQueries(session);
        clockKeeper = new ClockKeeper(RemeasureClockAsync, session.Options.ClockInterval, LeastClockSpacing, session.Context.Time);
        entry = new OrderEntry(session, queries, clockKeeper);
        events = new UserEvents(session, account, SignalAccount);
    }

    /// <summary>Whose account it is.</summary>
    public SubaccountId Subaccount => session.Account.Subaccount;

    private string Name => $"{session.Options.Name} account {Subaccount.Value}";

    /// <summary>Takes a command without blocking.</summary>
    public void Post(OutboundCommand command)
    {
        if (command is QueryChild query)
            queries.Post(query);
        else
            entry.Post(command);
    }

    /// <summary>Keeps the account connected until cancelled.</summary>
    public Task RunAsync(CancellationToken cancellation)
    {
        ReconnectLoop loop = new(Name, session.Options.Reconnect, session.Context.Time, session.Context.Logger);
        return TaskGroup.RunAsync(cancellation, entry.RunAsync, queries.RunAsync, token => loop.RunAsync(RunSessionAsync, token));
    }

    public void Dispose()
    {
        accountChanged.Dispose();
        clockKeeper.Dispose();
        queries.Dispose();
    }

    private async Task RunSessionAsync(Action healthy, CancellationToken cancellation)
    {
        Uri address = new(session.Options.Endpoints.Api, session.Protocol.ApiPath);
        await SynchroniseClockAsync(cancellation).ConfigureAwait(false);
        SocketConnection socket = await SocketConnection
            .ConnectAsync(address, session.Options.PrivateSocket, session.Context.Time, cancellation).ConfigureAwait(false);
        await using ApiConnection api = new(socket, session.Identity, session.Options, session.Context.Clock, session.Context.Time);
        TaskCompletionSource opened = new(TaskCreationOptions.RunContinuationsAsynchronously);
        string reason = "the adapter stops";
        try
        {
            await TaskGroup.RunAsync(
                cancellation,
                token => api.ReadAsync(events.OnEvent, token),
                token => session.Protocol.RunUserStreamAsync(api, opened.SetResult, events.OnEvent, token),
                token => StartAsync(api, opened.Task, healthy, token)).ConfigureAwait(false);
        }
        catch (Exception fault) when (ConnectionFault.IsTransient(fault, cancellation))
        {
            reason = fault.Message;
            throw;
        }
        finally
        {
            session.Current = null;
            api.Fail(reason);
            session.Children.LoseAll(reason);
            session.Context.Readiness.Account(place, false, $"{Name}: {reason}");
            account.Forget();
        }
    }

    private async Task StartAsync(ApiConnection api, Task opened, Action healthy, CancellationToken cancellation)
    {
        await opened.WaitAsync(session.Options.ConnectTimeout, session.Context.Time, cancellation).ConfigureAwait(false);
        account.Replace(await session.Protocol.ReadAccountAsync(api, cancellation).ConfigureAwait(false));
        account.Report();
        await ReportTablesAsync(cancellation).ConfigureAwait(false);
        session.Current = api;
        session.Context.Readiness.Account(place, true, Name);
        healthy();
        await TaskGroup.RunAsync(cancellation, ReportChangesAsync, SweepAsync, RefreshTablesAsync, clockKeeper.RunAsync, token => RefreshAsync(api, token)).ConfigureAwait(false);
    }

    /// <summary>Reports the account's margin tables, where they are wanted and the market has any.</summary>
    private async Task ReportTablesAsync(CancellationToken cancellation)
    {
        if (!session.Options.ReadsMarginTables)
            return;
        ImmutableArray<InstrumentTiers> tables = await session.Protocol.ReadTablesAsync(cancellation).ConfigureAwait(false);
        if (!tables.IsEmpty)
            session.Context.Sink.OnEvent(new MarginTablesReceived(session.Account.Subaccount, tables));
    }

    private async Task RefreshTablesAsync(CancellationToken cancellation)
    {
        while (true)
        {
            await Task.Delay(session.Options.MarginTableRefresh, session.Context.Time, cancellation).ConfigureAwait(false);
            try
            {
                await ReportTablesAsync(cancellation).ConfigureAwait(false);
            }
            catch (Exception fault) when (fault is RequestNotSentException || ConnectionFault.IsTransient(fault, cancellation))
            {
                LogRefreshFailed(session.Context.Logger, Name, fault.Message);
            }
        }
    }

    /// <summary>Reports pushed changes once they have been quiet for a moment.</summary>
    private async Task ReportChangesAsync(CancellationToken cancellation)
    {
        while (true)
        {
            await accountChanged.WaitAsync(cancellation).ConfigureAwait(false);
            await Task.Delay(session.Options.AccountQuietTime, session.Context.Time, cancellation).ConfigureAwait(false);
            account.Report();
        }
    }

    /// <summary>Children whose end is overdue are lost, so that the engine asks about them.</summary>
    private async Task SweepAsync(CancellationToken cancellation)
    {
        while (true)
        {
            await Task.Delay(SweepInterval, session.Context.Time, cancellation).ConfigureAwait(false);
            Instant limit = new(session.Context.Clock.Now.Nanoseconds - (session.Options.EndTimeout.Ticks * 100));
            session.Children.LoseAcceptedBefore(limit, "the end of an immediate-or-cancel order was not reported in time");
        }
    }

    /// <summary>Reads the account again now and then: interest and transfers do not reach every stream.</summary>
    private async Task RefreshAsync(ApiConnection api, CancellationToken cancellation)
    {
        while (true)
        {
            await Task.Delay(session.Options.AccountRefresh, session.Context.Time, cancellation).ConfigureAwait(false);
            try
            {
                account.Replace(await session.Protocol.ReadAccountAsync(api, cancellation).ConfigureAwait(false));
                account.Report();
            }
            catch (Exception fault) when (fault is RequestNotSentException || ConnectionFault.IsTransient(fault, cancellation))
            {
                clockKeeper.Doubt();
                LogRefreshFailed(session.Context.Logger, Name, fault.Message);
            }
        }
    }

    /// <summary>Measures the venue's clock. Without an answer our own clock has to do; the venue refuses requests that are too far off.</summary>
    private async Task SynchroniseClockAsync(CancellationToken cancellation)
    {
        try
        {
            Instant asked = session.Context.Clock.Now;
            byte[] body = await session.Context.Http
                .GetAsync(new Uri(session.Options.Endpoints.Rest, session.Protocol.TimePath), cancellation).ConfigureAwait(false);
            using System.Text.Json.JsonDocument answer = System.Text.Json.JsonDocument.Parse(body);
            session.Context.Clock.Synchronise(asked, answer.RootElement.Milliseconds("serverTime"), session.Context.Clock.Now);
        }
        catch (VenueHttpException fault)
        {
            LogClockUnknown(session.Context.Logger, Name, fault.Message);
        }
    }

    private async Task RemeasureClockAsync(CancellationToken cancellation)
    {
        try
        {
            await SynchroniseClockAsync(cancellation).ConfigureAwait(false);
        }
        catch (Exception fault) when (ConnectionFault.IsTransient(fault, cancellation))
        {
            LogClockUnknown(session.Context.Logger, Name, fault.Message);
        }
    }

    private void SignalAccount()
    {
        lock (accountChanged)
        {
            if (accountChanged.CurrentCount == 0)
                accountChanged.Release();
        }
    }
}
