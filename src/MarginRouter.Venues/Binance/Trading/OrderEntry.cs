using System.Collections.Concurrent;
using System.Globalization;
using System.Threading.Channels;
using MarginRouter.Core.Engine.Commands;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Orders;
using MarginRouter.Venues.Connectivity;

namespace MarginRouter.Venues.Binance.Trading;

/// <summary>
/// Sends the orders and cancels of one account in the order in which they were given, one writer at a time, without waiting for the answer
/// of one before writing the next. The queue is bounded: when it is full, an order is dropped, which its event says; a cancel is dropped too
/// and the engine asks again.
/// </summary>
internal sealed class OrderEntry
{
    private readonly AccountSession session;
    private readonly OrderQueries queries;
    private readonly ClockKeeper clockKeeper;
    private readonly Channel<OutboundCommand> queue;
    private readonly ConcurrentDictionary<Task, byte> answers = new();
    private readonly TaskCompletionSource failure = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public OrderEntry(AccountSession session, OrderQueries queries, ClockKeeper clockKeeper)
    {
        this.session = session;
        this.clockKeeper = clockKeeper;
        this.queries = queries;
        queue = Channel.CreateBounded<OutboundCommand>(new BoundedChannelOptions(session.Options.OrderQueueCapacity)
        {
            FullMode = BoundedChannelFullMode.Wait,
            SingleReader = true,
        });
    }

    /// <summary>Takes an order or a cancel without blocking.</summary>
    public void Post(OutboundCommand command)
    {
        if (queue.Writer.TryWrite(command) || command is not SendChild order)
            return;

        // The sink may block, and the caller must not.
        ThreadPool.UnsafeQueueUserWorkItem(
            static dropped => dropped.Children.Dropped(dropped.Child, "the account's order queue is full or closed"),
            (session.Children, Child: order.Terms.Id),
            preferLocal: false);
    }

    /// <summary>Writes orders until cancelled; what is still waiting then is dropped, and answers on the way are awaited.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        try
        {
            await TaskGroup.RunAsync(cancellation, WriteAllAsync, token => failure.Task.WaitAsync(token)).ConfigureAwait(false);
        }
        finally
        {
            queue.Writer.TryComplete();
            while (queue.Reader.TryRead(out OutboundCommand? command))
            {
                if (command is SendChild order)
                    session.Children.Dropped(order.Terms.Id, "the adapter stopped before the order was sent");
            }

            await Task.WhenAll(answers.Keys).ConfigureAwait(false);
        }
    }

    private async Task WriteAllAsync(CancellationToken cancellation)
    {
        await foreach (OutboundCommand command in queue.Reader.ReadAllAsync(cancellation).ConfigureAwait(false))
            await WriteAsync(command, cancellation).ConfigureAwait(false);
    }

    private async Task WriteAsync(OutboundCommand command, CancellationToken cancellation)
    {
        switch (command)
        {
            case SendChild order:
                await PlaceAsync(order, cancellation).ConfigureAwait(false);
                break;
            case CancelChild cancel:
                await CancelAsync(cancel, cancellation).ConfigureAwait(false);
                break;
            default:
                throw new InvalidOperationException($"{command.GetType().Name} does not go through order entry");
        }
    }

    private async Task PlaceAsync(SendChild order, CancellationToken cancellation)
    {
        ChildOrderTerms terms = order.Terms;
        if (session.Context.Clock.Now > order.Deadline)
        {
            session.Children.Dropped(terms.Id, "its deadline passed before it could be sent");
            return;
        }

        string? objection = session.Instruments.Find(terms.Instrument) is null
            ? $"its instrument is not one of {session.Options.Name}"
            : session.Protocol.Objection(terms);
        if (session.Current is not { } api)
            objection ??= "the order connection is down";
        else if (objection is null)
            await PlaceAsync(api, terms, cancellation).ConfigureAwait(false);
        if (objection is not null)
            session.Children.Dropped(terms.Id, objection);
    }

    private async Task PlaceAsync(ApiConnection api, ChildOrderTerms terms, CancellationToken cancellation)
    {

        ApiRequest request;
        try
        {
            request = api.Prepare("order.place", Parameters(terms));
        }
        catch (RequestNotSentException fault)
        {
            session.Children.Dropped(terms.Id, fault.Message);
            return;
        }

        session.Children.Sent(terms, request.LatestArrival);
        try
        {
            await api.WriteAsync(request, cancellation).ConfigureAwait(false);
        }
        catch (Exception fault) when (ConnectionFault.IsTransient(fault, CancellationToken.None))
        {
            session.Children.Unanswered(terms.Id, $"the connection broke while the order was written: {fault.Message}");
            return;
        }

        Track(AwaitPlacedAsync(api, request, terms, cancellation));
    }

    private async Task AwaitPlacedAsync(ApiConnection api, ApiRequest request, ChildOrderTerms terms, CancellationToken cancellation)
    {
        try
        {
            ApiAnswer answer = await api.AnswerAsync(request, cancellation).ConfigureAwait(false);
            if (answer.IsSuccess)
            {
                string venueOrderId = answer.Result.Integer("orderId").ToString(CultureInfo.InvariantCulture);
                session.Children.Accepted(terms.Id, venueOrderId, session.Context.Clock.Now);
            }
            else if (answer.IsUnknownOutcome)
            {
                session.Children.Unanswered(terms.Id, $"{answer.Code} {answer.ErrorMessage}");
            }
            else
            {
                clockKeeper.Doubt();
                session.Children.Refused(terms.Id, answer.Code, answer.ErrorMessage ?? "");
            }
        }
        catch (Exception fault) when (ConnectionFault.IsTransient(fault, CancellationToken.None))
        {
            session.Children.Unanswered(terms.Id, fault is TimeoutException ? "no answer in time" : fault.Message);
        }
    }

    private async Task CancelAsync(CancelChild cancel, CancellationToken cancellation)
    {
        // Whatever happens to a cancel, the truth about the child is its state at the venue.
        try
        {
            if (session.Current is not { } api)
                throw new RequestNotSentException("the order connection is down");
            ApiParameters parameters = new ApiParameters()
                .Add("symbol", session.InstrumentOf(cancel.Terms).Symbol)
                .Add("origClientOrderId", session.ClientOrderId(cancel.Terms));
            ApiRequest request = api.Prepare("order.cancel", parameters);
            await api.WriteAsync(request, cancellation).ConfigureAwait(false);
            Track(AwaitCanceledAsync(api, request, cancel, cancellation));
        }
        catch (Exception fault) when (fault is RequestNotSentException || ConnectionFault.IsTransient(fault, CancellationToken.None))
        {
            queries.Post(new QueryChild(cancel.Terms, cancel.VenueOrderId));
        }
    }

    private async Task AwaitCanceledAsync(ApiConnection api, ApiRequest request, CancelChild cancel, CancellationToken cancellation)
    {
        try
        {
            ApiAnswer answer = await api.AnswerAsync(request, cancellation).ConfigureAwait(false);
            if (answer.IsSuccess)
                return;
        }
        catch (Exception fault) when (ConnectionFault.IsTransient(fault, CancellationToken.None))
        {
            session.Children.Unanswered(cancel.Terms.Id, $"the cancel was not answered: {fault.Message}");
        }

        queries.Post(new QueryChild(cancel.Terms, cancel.VenueOrderId));
    }

    private ApiParameters Parameters(ChildOrderTerms terms)
    {
        Instrument instrument = session.InstrumentOf(terms);
        ApiParameters parameters = new ApiParameters()
            .Add("symbol", instrument.Symbol)
            .Add("side", SideText(terms.Side))
            .Add("type", "LIMIT")
            .Add("timeInForce", "IOC")
            .Add("quantity", instrument.Quantity(terms.Quantity))
            .Add("price", instrument.Price(terms.LimitPrice))
            .Add("newClientOrderId", session.ClientOrderId(terms))
            .Add("newOrderRespType", "RESULT");
        return terms.ReduceOnly ? parameters.Add("reduceOnly", "true") : parameters;
    }

    private static string SideText(Side side) => side switch
    {
        Side.Buy => "BUY",
        Side.Sell => "SELL",
    };

    /// <summary>Remembers a task until it ends so that stopping can wait for it.</summary>
    private void Track(Task answer)
    {
        answers.TryAdd(answer, 0);
        _ = answer.ContinueWith(Forget, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
    }

    private void Forget(Task answer)
    {
        answers.TryRemove(answer, out _);
        if (answer.Exception is { } fault)
            failure.TrySetException(fault.InnerExceptions);
    }
}
