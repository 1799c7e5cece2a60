using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using MarginRouter.Core.Engine.Commands;
using MarginRouter.Core.Engine.Events;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Ledger;
using MarginRouter.Core.Orders;
using MarginRouter.Venues.Connectivity;

namespace MarginRouter.Venues.Binance.Trading;

/// <summary>
/// Finds out what became of children. A query is repeated until the venue has answered: "no such order" (-2013) is believed only when it was
/// given after the order's request could no longer arrive, a working order is asked again because an immediate-or-cancel order ends at once,
/// and executions are listed before the state is reported.
/// </summary>
internal sealed partial class OrderQueries(AccountSession session) : IDisposable
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
        TaskCompletionSource placed = new(TaskCreationOptions.RunContinuationsAsynchronously);
        if (running.TryAdd(query.Terms.Id, placed.Task))
            _ = Task.Run(() => RunOneAsync(query, placed));
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
            for (int attempt = 1; !await TryAnswerAsync(query, attempt, stop.Token).ConfigureAwait(false); attempt++)
                await Task.Delay(session.Options.QueryInterval, session.Context.Time, stop.Token).ConfigureAwait(false);
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
    private async Task<bool> TryAnswerAsync(QueryChild query, int attempt, CancellationToken cancellation)
    {
        if (session.Current is not { } api)
            return false;
        try
        {
            Instrument instrument = session.InstrumentOf(query.Terms);
            Instant asked = session.Context.Clock.Now;
            ApiParameters parameters = new ApiParameters()
                .Add("symbol", instrument.Symbol)
                .Add("origClientOrderId", session.ClientOrderId(query.Terms));
            ApiAnswer answer = await api.AskAsync("order.status", parameters, cancellation).ConfigureAwait(false);
            if (answer.IsSuccess)
                return await TryReportAsync(api, query.Terms, instrument, answer.Result, attempt, cancellation).ConfigureAwait(false);
            if (answer.ErrorCode == -2013)
                return asked > LatestArrival(query.Terms.Id) && Report(query.Terms, VenueOrderState.NotFound);
            if (answer.ErrorCode == -2026)
                return Report(query.Terms, VenueOrderState.Ended);
            LogRefused(session.Context.Logger, session.ClientOrderId(query.Terms), answer.Code, answer.ErrorMessage);
            return false;
        }
        catch (Exception fault) when (fault is RequestNotSentException || ConnectionFault.IsTransient(fault, cancellation))
        {
            LogFailed(session.Context.Logger, session.ClientOrderId(query.Terms), fault.Message);
            return false;
        }
    }

    private async Task<bool> TryReportAsync(
        ApiConnection api, ChildOrderTerms terms, Instrument instrument, JsonElement order, int attempt, CancellationToken cancellation)
    {
        VenueOrderState state = StateOf(order.Text("status"));
        decimal executed = order.Number("executedQty");
        if (state == VenueOrderState.Working && attempt < PatientAttempts)
            return false;
        IReadOnlyList<OwnTrade> trades = executed == 0m
            ? []
            : await session.Protocol.ReadTradesAsync(api, instrument.Symbol, order.Integer("orderId"), cancellation).ConfigureAwait(false);
        decimal listed = trades.Sum(trade => trade.Quantity);
        if (listed < executed && attempt < PatientAttempts)
            return false;
        foreach (OwnTrade trade in trades)
            session.Children.Filled(FillOf(terms.Id, instrument, trade), complete: false);
        session.Children.StatusReported(new ChildStatusReported(
            terms.Id,
            state,
            UserEvents.Lots(instrument, executed),
            AveragePrice(order, executed),
            FeeOf(trades, instrument, listed == executed),
            VenueTimeOf(order)));
        return true;
    }

    /// <summary>Reports a state with nothing filled.</summary>
    private bool Report(ChildOrderTerms terms, VenueOrderState state)
    {
        session.Children.StatusReported(new ChildStatusReported(
            terms.Id, state, QuantityLots.Zero, null, null, session.Context.Clock.VenueNow));
        return true;
    }

    private Instant LatestArrival(ChildOrderId child)
    {
        if (session.Children.LatestArrival(child) is { } known)
            return known;
        TimeSpan reach = session.Options.ReceiveWindow + session.Options.ArrivalSlack;
        return session.StartedAt.PlusMilliseconds((long)reach.TotalMilliseconds);
    }

    private static VenueOrderState StateOf(string status) => status switch
    {
        "NEW" or "PENDING_NEW" or "PARTIALLY_FILLED" or "PENDING_CANCEL" => VenueOrderState.Working,
        "FILLED" => VenueOrderState.Filled,
        "CANCELED" or "EXPIRED" or "EXPIRED_IN_MATCH" => VenueOrderState.Ended,
        "REJECTED" => VenueOrderState.Refused,
        _ => throw new VenueProtocolException($"the order status {status} is not known"),
    };

    /// <summary>Futures state the average; for spot it is the quote amount over the size.</summary>
    private static decimal? AveragePrice(JsonElement order, decimal executed)
    {
        if (executed == 0m)
            return null;
        if (order.NumberOrNull("avgPrice") is { } average)
            return average;
        return order.NumberOrNull("cummulativeQuoteQty") is { } amount && amount >= 0m ? amount / executed : null;
    }

    private static decimal? FeeOf(IReadOnlyList<OwnTrade> trades, Instrument instrument, bool complete) =>
        complete && trades.Count > 0 && trades.All(trade => trade.CommissionAsset == instrument.Settlement.Code)
            ? trades.Sum(trade => trade.Commission)
            : null;

    private static Instant VenueTimeOf(JsonElement order) =>
        order.Milliseconds(order.TryGetProperty("updateTime", out _) ? "updateTime" : "time");

    private static Fill FillOf(ChildOrderId child, Instrument instrument, OwnTrade trade) => new(
        child,
        trade.Id.ToString(CultureInfo.InvariantCulture),
        UserEvents.Lots(instrument, trade.Quantity),
        trade.Price,
        trade.Commission,
        new Asset(trade.CommissionAsset),
        trade.Time);
}
