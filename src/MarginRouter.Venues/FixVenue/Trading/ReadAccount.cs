using System.Text;
using MarginRouter.Core.Engine.Commands;
using MarginRouter.Core.Engine.Events;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Ledger;
using MarginRouter.Core.Orders;
using MarginRouter.Venues.Connectivity;
using MarginRouter.Venues.Trading;

namespace MarginRouter.Venues.FixVenue.Trading;

/// <summary>
/// An account whose statements, and answers about its orders, do not come over FIX: it is read as a whole at intervals and shortly after each
/// execution. An execution that was reported before is contained in what is read after it.
/// </summary>
internal sealed partial class ReadAccount : IDisposable
{
    private static readonly TimeSpan QuietTime = TimeSpan.FromMilliseconds(50);
    private readonly int place;
    private readonly SubaccountId subaccount;
    private readonly IAccountReader reader;
    private readonly ReadAccountParts parts;
    private readonly SemaphoreSlim changed = new(0, 1);
    private readonly TaskCompletionSource failure = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock gate = new();
    private readonly HashSet<ChildOrderId> asking = [];
    private volatile bool loggedOn;

    public ReadAccount(int place, SubaccountId subaccount, IAccountReader reader, ReadAccountParts parts)
    {
        this.place = place;
        this.subaccount = subaccount;
        this.reader = reader;
        this.parts = parts;
    }

    /// <summary>The account's reader.</summary>
    public IAccountReader Reader => reader;

    /// <summary>The order session is up.</summary>
    public void LoggedOn()
    {
        loggedOn = true;
        Changed();
    }

    /// <summary>The order session is down.</summary>
    public void LoggedOut(string reason)
    {
        loggedOn = false;
        parts.Readiness.Account(place, false, reason);
    }

    /// <summary>The account changed: it is read soon.</summary>
    public void Changed()
    {
        lock (gate)
        {
            if (changed.CurrentCount == 0)
                changed.Release();
        }
    }

    /// <summary>Reads the account until cancelled; ends also with a fault of our own in an answer about an order.</summary>
    public Task RunAsync(CancellationToken cancellation) => TaskGroup.RunAsync(cancellation, FollowAsync, token => failure.Task.WaitAsync(token));

    /// <summary>Asks about a child once, unless that is under way; the answer is an event, or the question is asked again later.</summary>
    public void Ask(QueryChild command, WireOrder? wire, Instrument instrument)
    {
        lock (gate)
        {
            if (!asking.Add(command.Terms.Id))
                return;
        }

        OrderNames names = new(instrument, wire?.Id, command.VenueOrderId ?? wire?.VenueOrderId, id => Is(command.Terms.Id, id));
        _ = Task.Run(() => AnswerAsync(command.Terms, names));
    }

    public void Dispose()
    {
        changed.Dispose();
        reader.Dispose();
    }

    private bool Is(ChildOrderId child, string clientOrderId) =>
        parts.Ids.TryParse(Encoding.Latin1.GetBytes(clientOrderId), out ChildOrderId read, out WireIdKind kind)
        && read == child && kind is WireIdKind.Order or WireIdKind.Replace;

    private async Task FollowAsync(CancellationToken cancellation)
    {
        while (true)
        {
            await changed.WaitAsync(parts.Options.StatementInterval, cancellation).ConfigureAwait(false);
            if (!loggedOn)
                continue;
            await Task.Delay(QuietTime, parts.Time, cancellation).ConfigureAwait(false);
            try
            {
                await ReportAsync(cancellation).ConfigureAwait(false);
            }
            catch (Exception fault) when (ConnectionFault.IsTransient(fault, cancellation))
            {
                LogNotRead(parts.Logger, subaccount.Value, fault.Message);
                await Task.Delay(parts.Options.Reconnect.FirstDelay, parts.Time, cancellation).ConfigureAwait(false);
                Changed();
            }
        }
    }

    private async Task ReportAsync(CancellationToken cancellation)
    {
        Instant? known = parts.Reports.LastExecution;
        AccountSnapshot snapshot = await reader.ReadAsync(cancellation).ConfigureAwait(false);
        if (!loggedOn)
            return;
        Instant asOf = known is { } last && last > snapshot.AsOf ? last : snapshot.AsOf;
        parts.Sink.OnEvent(new AccountReported(snapshot with { Subaccount = subaccount, AsOf = asOf }));
        parts.Readiness.Account(place, true, "ready");
    }

    private async Task AnswerAsync(ChildOrderTerms terms, OrderNames names)
    {
        try
        {
            Instant asked = parts.Clock.Now;
            FoundOrder? found = await reader.FindAsync(names, CancellationToken.None).ConfigureAwait(false);
            Report(terms, names.Instrument, found, asked);
        }
        catch (Exception fault) when (ConnectionFault.IsTransient(fault, CancellationToken.None))
        {
            LogNotAnswered(parts.Logger, terms.Id.ToString(), fault.Message);
        }
        catch (Exception fault)
        {
            failure.TrySetException(fault);
        }
        finally
        {
            lock (gate)
                asking.Remove(terms.Id);
        }
    }

    private void Report(ChildOrderTerms terms, Instrument instrument, FoundOrder? found, Instant asked)
    {
        if (found is null)
        {
            // "No such order" is believed only when the order could no longer arrive when it was said.
            Instant latest = parts.Children.LatestArrival(terms.Id) ?? parts.EarlierOrdersArriveUntil;
            if (asked > latest && parts.Questions.Close(terms.Id))
                parts.Children.StatusReported(new ChildStatusReported(terms.Id, VenueOrderState.NotFound, QuantityLots.Zero, null, null, asked));
            return;
        }

        if (!instrument.TryQuantity(found.Executed, out QuantityLots executed))
            throw new VenueProtocolException($"{instrument.Symbol}: {found.Executed} is no whole number of lots");
        if (found.State == VenueOrderState.Working && !parts.Children.Stands(terms.Id))
            return;
        if (parts.Questions.Close(terms.Id))
            parts.Children.StatusReported(new ChildStatusReported(terms.Id, found.State, executed, found.AveragePrice, found.Fee, found.Time));
        Changed();
    }
}
