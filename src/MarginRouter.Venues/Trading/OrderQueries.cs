using System.Collections.Concurrent;
using MarginRouter.Core.Engine.Commands;
using MarginRouter.Core.Engine.Events;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Orders;
using MarginRouter.Venues.Connectivity;

namespace MarginRouter.Venues.Trading;

/// <summary>
/// Finds out what became of children. A query is repeated until the venue has answered: "no such order" is believed only when it was given
/// after the order's request could no longer arrive, a working order is asked again, unless it may rest, because an immediate-or-cancel order ends at once, and
/// executions are listed before the state is reported.
/// </summary>
internal sealed partial class OrderQueries(TradingAccount account, TradingContext context) : IDisposable
{
    private const int PatientAttempts = 10;
    private readonly ConcurrentDictionary<ChildOrderId, Task> running = new();
    private readonly TaskCompletionSource failure = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource stop = new();

    /// <summary>Begins a query unless one about the same child is under way.</summary>
    public void Post(QueryChild query)
    {
        if (stop.IsCancellationRequested)
            return;
        TaskCompletionSource finished = new(TaskCreationOptions.RunContinuationsAsynchronously);
        if (running.TryAdd(query.Terms.Id, finished.Task))
            _ = Task.Run(() => RunOneAsync(query, finished));
    }

    /// <summary>Waits until cancelled, then for the queries under way to stop. A query that fails by a mistake of ours ends it.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        try
        {
            await failure.Task.WaitAsync(cancellation).ConfigureAwait(false);
        }
        finally
        {
            await stop.CancelAsync().ConfigureAwait(false);
            await Task.WhenAll(running.Values).ConfigureAwait(false);
        }
    }

    public void Dispose() => stop.Dispose();

    private async Task RunOneAsync(QueryChild query, TaskCompletionSource finished)
    {
        try
        {
            for (int attempt = 1; !await TryAnswerAsync(query.Terms, attempt, stop.Token).ConfigureAwait(false); attempt++)
                await Task.Delay(context.Options.QueryInterval, context.Parts.Time, stop.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The adapter stops; the engine asks again after the next start.
            return;
        }
        catch (Exception fault)
        {
            failure.TrySetException(fault);
        }
        finally
        {
            running.TryRemove(query.Terms.Id, out _);
            finished.SetResult();
        }
    }

    /// <summary>One attempt; true when the answer was reported.</summary>
    private async Task<bool> TryAnswerAsync(ChildOrderTerms terms, int attempt, CancellationToken cancellation)
    {
        if (!account.IsReady)
            return false;
        Instrument instrument = context.Instruments.Find(terms.Instrument)
            ?? throw new VenueConfigurationException($"instrument {terms.Instrument.Value} is not one of {context.Options.Feed.Name}");
        try
        {
            Instant asked = context.Clock.Now;
            OrderFinding? found = await account.Protocol.FindAsync(terms, instrument, cancellation).ConfigureAwait(false);
            if (found is not null)
                return TryReport(terms, instrument, found, attempt);
            if (asked <= (account.Children.LatestArrival(terms.Id) ?? context.LatestArrival(context.StartedAt)))
                return false;
            account.Children.StatusReported(new ChildStatusReported(
                terms.Id, VenueOrderState.NotFound, QuantityLots.Zero, null, null, context.Clock.VenueNow));
            return true;
        }
        catch (Exception fault) when (ConnectionFault.IsTransient(fault, cancellation))
        {
            LogFailed(context.Parts.Logger, context.Options.Feed.Name, terms.Id, fault.Message);
            return false;
        }
    }

    private bool TryReport(ChildOrderTerms terms, Instrument instrument, OrderFinding found, int attempt)
    {
        decimal listed = found.Executions.Sum(execution => execution.Quantity);
        bool isEarly = found.State == VenueOrderState.Working && !account.Children.Stands(terms.Id);
        if ((isEarly || listed < found.Executed) && attempt < PatientAttempts)
            return false;
        foreach (OwnExecution execution in found.Executions)
            account.Events.Executed(terms.Id, instrument.Symbol, execution);
        bool isPriced = listed == found.Executed && found.Executions.Count > 0
            && found.Executions.All(execution => execution.FeeAsset == instrument.Settlement.Code);
        account.Children.StatusReported(new ChildStatusReported(
            terms.Id,
            found.State,
            context.Instruments.Lots(instrument.Symbol, found.Executed),
            found.AveragePrice,
            isPriced ? found.Executions.Sum(execution => execution.Fee) : null,
            found.Time));
        return true;
    }
}
