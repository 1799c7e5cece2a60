using System.Collections.Immutable;
using System.Text.Json;
using MarginRouter.Core.Engine.Commands;
using MarginRouter.Core.Engine.Events;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Ledger;
using MarginRouter.Core.Orders;
using MarginRouter.Venues.Connectivity;
using MarginRouter.Venues.Kraken.Rest;
using MarginRouter.Venues.Kraken.Wire;
using MarginRouter.Venues.Trading;

namespace MarginRouter.Venues.Kraken.Trading;

/// <summary>
/// One account on the private socket: a token over REST, the channels executions and balances, orders and cancels, and full statements
/// over REST at the start, at intervals, and after fills on margin, which the balances channel does not show.
/// </summary>
internal sealed partial class KrakenAccount : IDisposable
{
    private const int RenewalsInTime = 3;
    private static readonly TimeSpan LongestUsefulRoundTrip = TimeSpan.FromSeconds(1);

    private readonly int place;
    private readonly KrakenAccountOptions account;
    private readonly AccountParts parts;
    private readonly VenueClock clock;
    private readonly OpenChildren children;
    private readonly OrderEntry entry;
    private readonly KrakenRest rest;
    private readonly StatementReader statements;
    private readonly ChildQueries queries;
    private readonly ExecutionStream executions;
    private readonly BalanceStream balances;
    private readonly StandingOrders standing;
    private readonly Lock balanceGate = new();
    private readonly SemaphoreSlim statementWanted = new(0, 1);

    public KrakenAccount(int place, KrakenAccountOptions account, AccountParts parts)
    {
        this.place = place;
        this.account = account;
        this.parts = parts;
        clock = new VenueClock(parts.Time);
        children = new OpenChildren(parts.Sink);
        OrderDirectory orders = new(parts.Ids);
        entry = new OrderEntry(account, parts, children, orders, clock) { Refused = WantStatement }; // A statement measures the clock.
        rest = new KrakenRest(parts.Http, parts.Options.Rest, account.ApiKey, Convert.FromBase64String(account.ApiSecret), parts.Time);
        standing = new StandingOrders(rest, parts);
        statements = new StatementReader(rest, account, parts.Pairs, parts.Time);
        Instant earlier = new(parts.StartedAt.Nanoseconds + (parts.Options.OrderDeadline.Ticks * 100));
        queries = new ChildQueries(rest, children, orders, new QuerySettings(statements, earlier, clock, parts.Options.Reconnect, parts.Time), parts.Logger);
        TradeTimes trades = new();
        Dictionary<string, Instrument> symbols = parts.Options.Instruments.ToDictionary(instrument => instrument.Symbol, StringComparer.Ordinal);
        executions = new ExecutionStream(children, orders, trades, symbols, parts.Logger);
        balances = new BalanceStream(account.Subaccount, trades);
    }

    /// <summary>The subaccount.</summary>
    public SubaccountId Subaccount => account.Subaccount;

    /// <summary>Keeps the session alive until cancelled.</summary>
    public Task RunAsync(CancellationToken cancellation) =>
        new ReconnectLoop($"Kraken private socket of subaccount {account.Subaccount.Value}", parts.Options.Reconnect, parts.Time, parts.Logger)
            .RunAsync(SessionAsync, cancellation);

    /// <summary>Sends a child; runs to its first outcome.</summary>
    public Task SendAsync(SendChild command, OrderStanding standing, CancellationToken cancellation) => entry.SendAsync(command, standing, cancellation);

    /// <summary>Changes an order that stands.</summary>
    public Task<PlaceAnswer> ReplaceAsync(ChildOrderTerms terms, OrderChange change, CancellationToken cancellation) =>
        entry.ReplaceAsync(terms, change, cancellation);

    /// <summary>Cancels all orders in a pair; false when the venue did not grant it.</summary>
    public Task<bool> CancelAllAsync(Instrument instrument, CancellationToken cancellation) =>
        standing.CancelAsync(entry.Connection ?? throw new SocketClosedException("the private connection is down"), instrument, cancellation);

    /// <summary>The orders that stand in a pair.</summary>
    public Task<IReadOnlyList<OpenOrder>> OpenOrdersAsync(Instrument instrument, CancellationToken cancellation) =>
        standing.ReadAsync(instrument, cancellation);

    /// <summary>Asks for a cancel.</summary>
    public Task CancelAsync(CancelChild command, CancellationToken cancellation) => entry.CancelAsync(command, cancellation);

    /// <summary>Asks what became of a child until it is answered.</summary>
    public Task QueryAsync(QueryChild command, CancellationToken cancellation) =>
        queries.RunAsync(command, parts.InstrumentOf(command.Terms), parts.Ids.Format(command.Terms.Id), cancellation);

    /// <summary>The taker fees that the account pays on the adapter's pairs.</summary>
    public async Task<ImmutableArray<AccountTakerRate>> ReadFeesAsync(CancellationToken cancellation)
    {
        PairRules[] asked = [.. parts.Options.Instruments.Select(instrument => parts.Pairs[instrument.Symbol])];
        JsonElement answer = await rest.PrivateAsync(
            "TradeVolume", [new("pair", string.Join(',', asked.Select(pair => pair.Name)))], cancellation).ConfigureAwait(false);
        return [.. asked.Select(pair => new AccountTakerRate(pair.Instrument.Id, PairTerms.TakerRate(answer, pair)))];
    }

    /// <inheritdoc />
    public void Dispose()
    {
        rest.Dispose();
        statementWanted.Dispose();
    }

    private async Task SessionAsync(Action healthy, CancellationToken cancellation)
    {
        JsonElement granted = await rest.PrivateAsync("GetWebSocketsToken", [], cancellation).ConfigureAwait(false);
        SocketOptions limits = new(parts.Options.AnswerTimeout, parts.Options.LivenessLimit, parts.Options.LivenessLimit);
        await using SocketConnection socket = await SocketConnection
            .ConnectAsync(new Uri(parts.Options.PrivateSocket, "/v2"), limits, parts.Time, cancellation).ConfigureAwait(false);
        PrivateConnection session = new(socket, granted.RequiredText("token"), parts.Options.AnswerTimeout, parts.Time);
        using CancellationTokenSource ending = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        Task reading = ReadAsync(session, ending.Token);
        Task working = WorkAsync(session, healthy, ending.Token);
        Task guarding = GuardAsync(session, ending.Token);
        Task first = await Task.WhenAny(reading, working, guarding).ConfigureAwait(false);
        string reason = first.Exception?.InnerException?.Message ?? "stopped";
        entry.Connection = null;
        session.Fail(new SocketClosedException(reason));
        await ending.CancelAsync().ConfigureAwait(false);
        await Task.WhenAll(reading, working, guarding).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        children.LoseAll($"private connection lost: {reason}");
        parts.Gate.Account(place, false, reason);
        await first.ConfigureAwait(false);
    }

    private async Task ReadAsync(PrivateConnection session, CancellationToken cancellation)
    {
        ChannelSequence executionSequence = new("executions");
        ChannelSequence balanceSequence = new("balances");
        while (true)
        {
            ReadOnlyMemory<byte> bytes = await session.Socket.ReadAsync(cancellation).ConfigureAwait(false);
            Instant now = clock.Now;
            JsonElement frame = JsonElement.Parse(bytes.Span);
            switch (frame.Text("channel"))
            {
                case "executions":
                    executionSequence.Check(frame);
                    executions.Take(frame, now);
                    break;
                case "balances":
                    balanceSequence.Check(frame);
                    TakeBalances(frame);
                    break;
                case "status":
                    parts.Gate.SystemStatus(frame);
                    break;
                case null:
                    session.Answered(frame);
                    break;
            }

            children.LoseAcceptedBefore(new Instant(now.Nanoseconds - (parts.Options.EndTimeout.Ticks * 100)), "no end was reported in time");
        }
    }

    private void TakeBalances(JsonElement frame)
    {
        // The snapshot has no time; the statement over REST that follows has one.
        if (frame.Text("type") != "update")
            return;
        if (account.Margin)
        {
            WantStatement();
            return;
        }

        lock (balanceGate)
        {
            if (balances.Take(frame) is { } statement)
                parts.Sink.OnEvent(new AccountReported(statement));
        }
    }

    private async Task WorkAsync(PrivateConnection session, Action healthy, CancellationToken cancellation)
    {
        await session.RequireAsync(id => RequestFrames.Private("executions", session.Token, id), cancellation).ConfigureAwait(false);
        await session.RequireAsync(id => RequestFrames.Private("balances", session.Token, id), cancellation).ConfigureAwait(false);
        await KeepAliveAsync(session, cancellation).ConfigureAwait(false);
        await StateAsync(session, cancellation).ConfigureAwait(false);
        entry.Connection = session;
        healthy();
        LogReady(parts.Logger, account.Subaccount.Value);
        parts.Gate.Account(place, true, "ready");
        while (true)
        {
            await Task.Delay(parts.Options.StatementSpacing, parts.Time, cancellation).ConfigureAwait(false);
            await WaitForWishAsync(cancellation).ConfigureAwait(false);
            try
            {
                await StateAsync(session, cancellation).ConfigureAwait(false);
            }
            catch (Exception fault) when (fault is not SocketClosedException && ConnectionFault.IsTransient(fault, cancellation))
            {
                LogNoStatement(parts.Logger, account.Subaccount.Value, fault.Message);
                WantStatement();
            }
        }
    }

    /// <summary>Sets the dead man's switch again and again. A failure is told and tried again: should the switch fire, the stream tells it.</summary>
    private async Task GuardAsync(PrivateConnection session, CancellationToken cancellation)
    {
        TimeSpan wait = parts.Options.CancelAfter / RenewalsInTime ?? Timeout.InfiniteTimeSpan;
        while (true)
        {
            await Task.Delay(wait, parts.Time, cancellation).ConfigureAwait(false);
            try
            {
                await KeepAliveAsync(session, cancellation).ConfigureAwait(false);
            }
            catch (Exception fault) when (fault is not SocketClosedException && ConnectionFault.IsTransient(fault, cancellation))
            {
                LogKeepAliveFailed(parts.Logger, account.Subaccount.Value, fault.Message);
            }
        }
    }

    private async Task KeepAliveAsync(PrivateConnection session, CancellationToken cancellation)
    {
        if (parts.Options.CancelAfter is { } limit)
            await session.RequireAsync(id => RequestFrames.CancelAfter((int)limit.TotalSeconds, session.Token, id), cancellation).ConfigureAwait(false);
    }

    /// <summary>Waits until a statement is asked for or due; time already passed as spacing counts.</summary>
    private async Task WaitForWishAsync(CancellationToken cancellation)
    {
        TimeSpan rest = parts.Options.StatementInterval - parts.Options.StatementSpacing;
        if (rest <= TimeSpan.Zero)
            return;
        using CancellationTokenSource due = new(rest, parts.Time);
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, due.Token);
        try
        {
            await statementWanted.WaitAsync(either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            // Nobody asked: the statement is due by the clock.
        }
    }

    private void WantStatement()
    {
        try
        {
            statementWanted.Release();
        }
        catch (SemaphoreFullException)
        {
            // A statement is wanted already.
        }
    }

    private async Task StateAsync(PrivateConnection session, CancellationToken cancellation)
    {
        AccountSnapshot statement = await statements.ReadAsync(token => AskTimeAsync(session, token), cancellation).ConfigureAwait(false);
        lock (balanceGate)
        {
            balances.Rebase(statement);
            parts.Sink.OnEvent(new AccountReported(statement));
        }
    }

    /// <summary>The venue's time when it took our ping; our clock is set by it, unless the answer was so slow that it says little.</summary>
    private async Task<Instant> AskTimeAsync(PrivateConnection session, CancellationToken cancellation)
    {
        Instant asked = clock.Now;
        JsonElement pong = await session.RequireAsync(RequestFrames.Ping, cancellation).ConfigureAwait(false);
        Instant answered = clock.Now;
        Instant venueTime = pong.RequiredTime("time_in");
        if (answered.NanosecondsSince(asked) > LongestUsefulRoundTrip.Ticks * 100)
            throw new TimeoutException("the venue's time could not be read within a second");
        clock.Synchronise(asked, venueTime, answered);
        return venueTime;
    }
}
