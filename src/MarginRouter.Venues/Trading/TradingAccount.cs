using System.Collections.Immutable;
using MarginRouter.Core.Engine.Commands;
using MarginRouter.Core.Engine.Events;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Ledger;
using MarginRouter.Core.Margin.Live;
using MarginRouter.Core.Margin.Reconciliation;
using MarginRouter.Core.Orders;
using MarginRouter.Venues.Connectivity;

namespace MarginRouter.Venues.Trading;

/// <summary>
/// One account: its private stream and its statement come up together, go down together, and are built anew with back-off. The account is
/// ready when events flow and the first whole statement has been reported. After each change the account is read as a whole.
/// </summary>
internal sealed partial class TradingAccount : IDisposable
{
    private const int RenewalsInTime = 3;
    private static readonly TimeSpan SweepInterval = TimeSpan.FromMilliseconds(500);
    private readonly int place;
    private readonly SubaccountId subaccount;
    private readonly TradingContext context;
    private readonly OrderEntry entry;
    private readonly OrderQueries queries;
    private readonly WhatIfSchedule whatIfs;
    private readonly SemaphoreSlim changed = new(0, 1);
    private readonly ClockKeeper clockKeeper;
    private volatile bool isReady;

    /// <param name="place">The account's place among the adapter's accounts.</param>
    /// <param name="subaccount">Whose account it is.</param>
    /// <param name="protocol">The venue's own part.</param>
    /// <param name="context">What the accounts share.</param>
    public TradingAccount(int place, SubaccountId subaccount, AccountProtocol protocol, TradingContext context)
    {
        this.place = place;
        this.subaccount = subaccount;
        this.context = context;
        Protocol = protocol;
        Children = new OpenChildren(context.Parts.Sink);
        Events = new AccountEvents(Children, context.Instruments, context.Clock, SignalChange);
        entry = new OrderEntry(this, context);
        queries = new OrderQueries(this, context);
        whatIfs = new WhatIfSchedule(context);
        clockKeeper = new ClockKeeper(RemeasureClockAsync, context.Options.ClockInterval, context.Options.StatementSpacing, context.Parts.Time);
    }

    /// <summary>The venue's own part.</summary>
    public AccountProtocol Protocol { get; }

    /// <summary>What it has at the venue.</summary>
    public OpenChildren Children { get; }

    /// <summary>Where reports about its orders go.</summary>
    public AccountEvents Events { get; }

    /// <summary>Orders that it may still send now.</summary>
    public int OrdersLeft => entry.Budget.Left;

    /// <summary>True while orders may go out.</summary>
    public bool IsReady => isReady;

    private string Name => $"{context.Options.Feed.Name} account {subaccount.Value}";

    /// <summary>Takes a command without blocking.</summary>
    /// <param name="command">The command.</param>
    /// <param name="standing">How long an order stands.</param>
    public void Post(OutboundCommand command, OrderStanding standing = OrderStanding.Immediate)
    {
        if (command is SendChild order)
            whatIfs.Note(order.Terms);
        if (command is QueryChild query)
            queries.Post(query);
        else
            entry.Post(command, standing);
    }

    /// <summary>Says that the venue refused something which a wrong clock would explain: it is measured again soon.</summary>
    public void DoubtClock() => clockKeeper.Doubt();

    /// <summary>Changes an order that stands.</summary>
    public Task<PlaceAnswer> ReplaceAsync(ChildOrderTerms terms, OrderChange change, CancellationToken cancellation) =>
        entry.ReplaceAsync(terms, change, cancellation);

    /// <summary>Keeps the account connected until cancelled.</summary>
    public Task RunAsync(CancellationToken cancellation)
    {
        ReconnectLoop loop = new(Name, context.Options.Feed.Reconnect, context.Parts.Time, context.Parts.Logger);
        return TaskGroup.RunAsync(cancellation, entry.RunAsync, queries.RunAsync, token => loop.RunAsync(RunSessionAsync, token));
    }

    public void Dispose()
    {
        changed.Dispose();
        clockKeeper.Dispose();
        queries.Dispose();
        entry.Dispose();
    }

    private async Task RunSessionAsync(Action healthy, CancellationToken cancellation)
    {
        await MeasureClockAsync(cancellation).ConfigureAwait(false);
        TaskCompletionSource opened = new(TaskCreationOptions.RunContinuationsAsynchronously);
        string reason = "the adapter stops";
        try
        {
            await TaskGroup.RunAsync(
                cancellation,
                token => Protocol.RunStreamAsync(() => opened.TrySetResult(), Events, token),
                token => StartAsync(opened.Task, healthy, token)).ConfigureAwait(false);
        }
        catch (Exception fault) when (ConnectionFault.IsTransient(fault, cancellation))
        {
            reason = fault.Message;
            throw;
        }
        finally
        {
            isReady = false;
            Children.LoseAll(reason);
            context.Readiness.Account(place, false, $"{Name}: {reason}");
        }
    }

    private async Task StartAsync(Task opened, Action healthy, CancellationToken cancellation)
    {
        await opened.WaitAsync(context.Options.AnswerTimeout, context.Parts.Time, cancellation).ConfigureAwait(false);
        await ReportAccountAsync(cancellation).ConfigureAwait(false);
        await ReportTablesAsync(cancellation).ConfigureAwait(false);
        if (context.Options.CancelAfter is { } limit)
            await Protocol.KeepAliveAsync(limit, cancellation).ConfigureAwait(false);
        isReady = true;
        context.Readiness.Account(place, true, Name);
        healthy();
        await TaskGroup.RunAsync(cancellation, FollowAsync, SweepAsync, RefreshTablesAsync, clockKeeper.RunAsync, KeepAliveAsync).ConfigureAwait(false);
    }

    private async Task MeasureClockAsync(CancellationToken cancellation)
    {
        Instant asked = context.Clock.Now;
        Instant venueTime = await Protocol.ReadTimeAsync(cancellation).ConfigureAwait(false);
        context.Clock.Synchronise(asked, venueTime, context.Clock.Now);
    }

    private async Task RemeasureClockAsync(CancellationToken cancellation)
    {
        try
        {
            await MeasureClockAsync(cancellation).ConfigureAwait(false);
        }
        catch (Exception fault) when (ConnectionFault.IsTransient(fault, cancellation))
        {
            LogRefreshFailed(context.Parts.Logger, Name, fault.Message);
        }
    }

    /// <summary>Reads and reports the whole account. An execution that was reported before is contained in what is read after it.</summary>
    private async Task ReportAccountAsync(CancellationToken cancellation)
    {
        Instant? known = Events.LastExecution;
        AccountStatement statement = await Protocol.ReadAccountAsync(cancellation).ConfigureAwait(false);
        Instant asOf = known is { } last && last > statement.AsOf ? last : statement.AsOf;
        AccountSnapshot held = Snapshot(statement, asOf);
        context.Parts.Sink.OnEvent(new AccountReported(held));
        await AskAsync(statement, held, cancellation).ConfigureAwait(false);
    }

    /// <summary>Asks the venue's what-if call when that is due. An answer that cannot be read is told and asked for again; trading goes on.</summary>
    private async Task AskAsync(AccountStatement statement, AccountSnapshot held, CancellationToken cancellation)
    {
        if (whatIfs.Next(statement, entry.Budget) is not { } question)
            return;
        try
        {
            IReadOnlyList<WhatIfAnswer> answers = await Protocol.AskAsync(held, question, cancellation).ConfigureAwait(false);

            // Its price is counted in steps: what was asked in another step than today's would be read as another price.
            if (context.Instruments.Find(question.Instrument.Id)?.TickSize != question.Instrument.TickSize)
                return;
            foreach (WhatIfAnswer answer in answers)
                context.Parts.Sink.OnEvent(new WhatIfReported(answer));
        }
        catch (Exception fault) when (ConnectionFault.IsTransient(fault, cancellation))
        {
            LogWhatIfFailed(context.Parts.Logger, Name, question.Text, fault.Message);
        }
    }

    /// <summary>
    /// Reports the account once changes have been quiet for a moment, as they were pushed or read again, and reads it now and then without any.
    /// </summary>
    private async Task FollowAsync(CancellationToken cancellation)
    {
        TimeProvider time = context.Parts.Time;
        long readAt = time.GetTimestamp();
        while (true)
        {
            TimeSpan left = context.Options.StatementInterval - (Protocol.PushesChanges ? time.GetElapsedTime(readAt) : TimeSpan.Zero);
            if (left > TimeSpan.Zero && await changed.WaitAsync(left, cancellation).ConfigureAwait(false))
            {
                await Task.Delay(context.Options.AccountQuietTime, time, cancellation).ConfigureAwait(false);
                if (Protocol.PushesChanges)
                {
                    if (Protocol.TakePushed() is { } pushed)
                        context.Parts.Sink.OnEvent(new AccountReported(Snapshot(pushed, pushed.AsOf)));
                    continue;
                }
            }

            try
            {
                await ReportAccountAsync(cancellation).ConfigureAwait(false);
                readAt = time.GetTimestamp();
            }
            catch (Exception fault) when (ConnectionFault.IsTransient(fault, cancellation))
            {
                LogRefreshFailed(context.Parts.Logger, Name, fault.Message);
                DoubtClock();
                SignalChange();
            }

            await Task.Delay(context.Options.StatementSpacing, time, cancellation).ConfigureAwait(false);
        }
    }

    private AccountSnapshot Snapshot(AccountStatement statement, Instant asOf) =>
        new(subaccount, asOf, [.. statement.Balances], [.. statement.Positions]) { Margin = statement.Margin };

    /// <summary>Reports the account's margin tables, where they are wanted and the market has any.</summary>
    private async Task ReportTablesAsync(CancellationToken cancellation)
    {
        if (!context.Options.ReadsMarginTables)
            return;
        ImmutableArray<InstrumentTiers> tables = await Protocol.ReadTablesAsync(cancellation).ConfigureAwait(false);
        if (!tables.IsEmpty)
            context.Parts.Sink.OnEvent(new MarginTablesReceived(subaccount, tables));
    }

    private async Task RefreshTablesAsync(CancellationToken cancellation)
    {
        while (true)
        {
            await Task.Delay(context.Options.MarginTableRefresh, context.Parts.Time, cancellation).ConfigureAwait(false);
            try
            {
                await ReportTablesAsync(cancellation).ConfigureAwait(false);
            }
            catch (Exception fault) when (ConnectionFault.IsTransient(fault, cancellation))
            {
                LogRefreshFailed(context.Parts.Logger, Name, fault.Message);
            }
        }
    }

    /// <summary>Sets the venue's dead man's switch again and again. A failure is told and tried again: should the switch fire, the stream tells it.</summary>
    private async Task KeepAliveAsync(CancellationToken cancellation)
    {
        TimeSpan? limit = context.Options.CancelAfter;
        while (true)
        {
            await Task.Delay(limit / RenewalsInTime ?? Timeout.InfiniteTimeSpan, context.Parts.Time, cancellation).ConfigureAwait(false);
            try
            {
                if (limit is { } set)
                    await Protocol.KeepAliveAsync(set, cancellation).ConfigureAwait(false);
            }
            catch (Exception fault) when (ConnectionFault.IsTransient(fault, cancellation))
            {
                LogKeepAliveFailed(context.Parts.Logger, Name, fault.Message);
            }
        }
    }

    /// <summary>Children whose end is overdue are lost, so that the engine asks about them.</summary>
    private async Task SweepAsync(CancellationToken cancellation)
    {
        while (true)
        {
            await Task.Delay(SweepInterval, context.Parts.Time, cancellation).ConfigureAwait(false);
            Instant limit = new(context.Clock.Now.Nanoseconds - (context.Options.EndTimeout.Ticks * 100));
            Children.LoseAcceptedBefore(limit, "the end of an immediate-or-cancel order was not reported in time");
        }
    }

    private void SignalChange()
    {
        lock (changed)
        {
            if (changed.CurrentCount == 0)
                changed.Release();
        }
    }
}
