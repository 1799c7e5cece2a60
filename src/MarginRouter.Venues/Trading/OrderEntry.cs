using System.Collections.Concurrent;
using System.Globalization;
using System.Threading.Channels;
using MarginRouter.Core.Engine.Commands;
using MarginRouter.Core.Engine.Events;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Orders;
using MarginRouter.Core.Orders.Quotes;
using MarginRouter.Venues.Connectivity;

namespace MarginRouter.Venues.Trading;

/// <summary>
/// Sends the orders and cancels of one account, begun in the order in which they were given, several on their way at once. The queue is
/// bounded: when it is full, an order is dropped, which its event says; a cancel is dropped too and the engine asks again.
/// </summary>
internal sealed class OrderEntry : IDisposable
{
    private readonly TradingAccount account;
    private readonly TradingContext context;
    private readonly Channel<(OutboundCommand Command, OrderStanding Standing)> queue;
    private readonly SemaphoreSlim places;
    private readonly ConcurrentDictionary<Task, byte> answers = new();
    private readonly TaskCompletionSource failure = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public OrderEntry(TradingAccount account, TradingContext context)
    {
        this.account = account;
        this.context = context;
        Budget = new OrderBudget(context.Options.OrdersPerWindow, context.Options.OrderWindow, context.Parts.Time);
        places = new SemaphoreSlim(context.Options.ConcurrentRequests);
        queue = Channel.CreateBounded<(OutboundCommand, OrderStanding)>(new BoundedChannelOptions(context.Options.OrderQueueCapacity)
        {
            FullMode = BoundedChannelFullMode.Wait,
            SingleReader = true,
        });
    }

    /// <summary>What is left of the venue's limit.</summary>
    public OrderBudget Budget { get; }

    /// <summary>Takes an order or a cancel without blocking.</summary>
    /// <param name="command">The command.</param>
    /// <param name="standing">How long an order stands.</param>
    public void Post(OutboundCommand command, OrderStanding standing = OrderStanding.Immediate)
    {
        if (!queue.Writer.TryWrite((command, standing)))
        {
            // The sink may block, and the caller must not.
            ThreadPool.UnsafeQueueUserWorkItem(
                static dropped => dropped.Entry.Drop(dropped.Command, "the account's order queue is full or closed"),
                (Entry: this, Command: command),
                preferLocal: false);
        }
    }

    /// <summary>Sends until cancelled; what is still waiting then is dropped, and answers on the way are awaited.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        try
        {
            await TaskGroup.RunAsync(cancellation, SendAllAsync, token => failure.Task.WaitAsync(token)).ConfigureAwait(false);
        }
        finally
        {
            queue.Writer.TryComplete();
            while (queue.Reader.TryRead(out (OutboundCommand Command, OrderStanding Standing) waiting))
                Drop(waiting.Command, "the adapter stopped before the order was sent");

            await Task.WhenAll(answers.Keys).ConfigureAwait(false);
        }
    }

    public void Dispose() => places.Dispose();

    private async Task SendAllAsync(CancellationToken cancellation)
    {
        await foreach ((OutboundCommand command, OrderStanding standing) in queue.Reader.ReadAllAsync(cancellation).ConfigureAwait(false))
        {
            try
            {
                await places.WaitAsync(cancellation).ConfigureAwait(false);
            }
            catch (OperationCanceledException)
            {
                Drop(command, "the adapter stopped before the order was sent");
                throw;
            }

            Track(SendAsync(command, standing, cancellation));
        }
    }

    private async Task SendAsync(OutboundCommand command, OrderStanding standing, CancellationToken cancellation)
    {
        try
        {
            await (command switch
            {
                SendChild order => PlaceAsync(order, standing, cancellation),
                CancelChild cancel => CancelAsync(cancel, cancellation),
                RequestQuotes request => RequestQuotesAsync(request, cancellation),
                EndQuoteRequest end => account.Protocol.EndQuotesAsync(end, cancellation),
                _ => throw new InvalidOperationException($"{command.GetType().Name} does not go through order entry"),
            }).ConfigureAwait(false);
        }
        finally
        {
            places.Release();
        }
    }

    /// <summary>Tells of what certainly did not leave; a lost cancel is asked for again.</summary>
    private void Drop(OutboundCommand command, string reason)
    {
        if (command is SendChild order)
            account.Children.Dropped(order.Terms.Id, reason);
        else if (command is RequestQuotes request)
            context.Parts.Sink.OnEvent(new QuoteRequestEnded(request.Id, null, QuoteRequestEnding.Lost, reason));
    }

    private async Task RequestQuotesAsync(RequestQuotes request, CancellationToken cancellation)
    {
        if (context.Instruments.Find(request.Instrument) is not { } instrument || !account.IsReady)
            Drop(request, "the instrument is unknown or the account's connection is down");
        else if (!await account.Protocol.RequestQuotesAsync(request, instrument, cancellation).ConfigureAwait(false))
            context.Parts.Sink.OnEvent(new QuoteRequestEnded(request.Id, null, QuoteRequestEnding.Refused, "quotes are not configured at this venue"));
    }

    private async Task PlaceAsync(SendChild order, OrderStanding standing, CancellationToken cancellation)
    {
        ChildOrderTerms terms = order.Terms;
        Instrument? instrument = context.Instruments.Find(terms.Instrument);
        string? objection = instrument is null ? $"its instrument is not one of {context.Options.Feed.Name}"
            : context.Clock.Now > order.Deadline ? "its deadline passed before it could be sent"
            : account.Protocol.Objection(terms, instrument) ?? account.Protocol.Objection(standing)
            ?? (account.IsReady ? null : "the account's connection is down");
        if (objection is null && !Budget.TryTake())
            objection = $"the venue's limit of {context.Options.OrdersPerWindow} orders in {context.Options.OrderWindow.TotalSeconds} s is used up";
        if (objection is not null || instrument is null)
        {
            account.Children.Dropped(terms.Id, objection ?? "");
            return;
        }

        account.Events.Expect(terms);
        account.Children.Sent(terms, context.LatestArrival(context.Clock.Now), standing is OrderStanding.Resting or OrderStanding.PostOnly);
        try
        {
            Report(terms.Id, await account.Protocol.PlaceAsync(terms, instrument, standing, cancellation).ConfigureAwait(false));
        }
        catch (VenueHttpException fault) when (fault.IsTurnedAway)
        {
            Report(terms.Id, PlaceAnswer.Refused(((int)fault.Status).ToString(CultureInfo.InvariantCulture), fault.Message));
        }
        catch (Exception fault) when (ConnectionFault.IsTransient(fault, CancellationToken.None))
        {
            account.Children.Unanswered(terms.Id, fault is TimeoutException ? "no answer in time" : fault.Message);
        }
    }

    /// <summary>
    /// Changes an order that stands. A larger size counts before the request leaves and a smaller one after it is granted, so that no fill
    /// seems to complete the child too early; without an answer the child is lost, and is asked about.
    /// </summary>
    public async Task<PlaceAnswer> ReplaceAsync(ChildOrderTerms terms, OrderChange change, CancellationToken cancellation)
    {
        if (context.Instruments.Find(terms.Instrument) is not { } instrument || !account.IsReady)
            return PlaceAnswer.Refused("unsent", "the instrument is unknown or the account's connection is down");
        if (!Budget.TryTake())
            return PlaceAnswer.Refused("unsent", "the venue's limit of orders is used up");
        long larger = change.Quantity.Value - terms.Quantity.Value;
        account.Events.Resize(terms.Id, Math.Max(0L, larger));
        PlaceAnswer answer;
        try
        {
            answer = await account.Protocol.ReplaceAsync(terms, instrument, change, cancellation).ConfigureAwait(false);
        }
        catch (Exception fault) when (ConnectionFault.IsTransient(fault, CancellationToken.None))
        {
            answer = PlaceAnswer.Unknown("", fault.Message);
        }

        if (answer.Outcome == PlaceOutcome.Refused)
            account.Events.Resize(terms.Id, -Math.Max(0L, larger));
        else if (answer.Outcome == PlaceOutcome.Accepted)
            account.Events.Resize(terms.Id, Math.Min(0L, larger));
        else
            account.Post(new QueryChild(terms, null));
        return answer;
    }

    private void Report(ChildOrderId child, PlaceAnswer answer)
    {
        switch (answer.Outcome)
        {
            case PlaceOutcome.Accepted:
                account.Events.Accepted(child, answer.VenueOrderId);
                break;
            case PlaceOutcome.Refused:
                account.DoubtClock();
                account.Events.Refused(child, answer.Code, answer.Message);
                break;
            case PlaceOutcome.Unknown:
                account.Children.Unanswered(child, $"{answer.Code} {answer.Message}");
                break;
            case PlaceOutcome.Unsent:
                account.Events.Dropped(child, answer.Message);
                break;
            default:
                throw new InvalidOperationException($"{answer.Outcome} is no outcome");
        }
    }

    /// <summary>Whatever happens to a cancel, the truth about the child is its state at the venue.</summary>
    private async Task CancelAsync(CancelChild cancel, CancellationToken cancellation)
    {
        try
        {
            if (account.IsReady
                && context.Instruments.Find(cancel.Terms.Instrument) is { } instrument
                && await account.Protocol.CancelAsync(cancel.Terms, instrument, cancellation).ConfigureAwait(false))
                return;
        }
        catch (Exception fault) when (ConnectionFault.IsTransient(fault, CancellationToken.None))
        {
            account.Children.Unanswered(cancel.Terms.Id, $"the cancel was not answered: {fault.Message}");
        }

        account.Post(new QueryChild(cancel.Terms, cancel.VenueOrderId));
    }

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
