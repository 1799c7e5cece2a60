using System.Text.Json;
using MarginRouter.Core.Engine.Commands;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Orders;
using MarginRouter.Venues.Connectivity;
using MarginRouter.Venues.Kraken.Wire;
using MarginRouter.Venues.Trading;

namespace MarginRouter.Venues.Kraken.Trading;

/// <summary>Orders and cancels of one account over its private socket; answers are matched by req_id.</summary>
internal sealed partial class OrderEntry(
    KrakenAccountOptions account, AccountParts parts, OpenChildren children, OrderDirectory orders, VenueClock clock)
{
    private volatile PrivateConnection? connection;

    /// <summary>Called when the venue refuses an order, before that is reported: a wrong clock may be the reason.</summary>
    public Action Refused { get; init; } = () => { };

    /// <summary>The connection that takes orders; null while there is none.</summary>
    public PrivateConnection? Connection
    {
        get => connection;
        set => connection = value;
    }

    /// <summary>Sends a child; runs to its first outcome.</summary>
    public async Task SendAsync(SendChild command, OrderStanding standing, CancellationToken cancellation)
    {
        ChildOrderTerms terms = command.Terms;
        if (connection is not { } session)
        {
            children.Dropped(terms.Id, "the private connection is down");
            return;
        }

        if (clock.Now > command.Deadline)
        {
            children.Dropped(terms.Id, "its deadline passed before it could leave");
            return;
        }

        if (!session.TryBegin(out long id))
        {
            children.Dropped(terms.Id, "the private connection takes no more requests");
            return;
        }

        Instant deadline = new(clock.VenueNow.Nanoseconds + (parts.Options.OrderDeadline.Ticks * 100));
        children.Sent(terms, deadline, standing is OrderStanding.Resting or OrderStanding.PostOnly);
        orders.Sent(terms);
        try
        {
            byte[] frame = RequestFrames.AddOrder(Frame(terms, standing, deadline, session.Token), id);
            Answer(terms.Id, await session.AskAsync(id, frame, cancellation).ConfigureAwait(false));
        }
        catch (Exception fault) when (ConnectionFault.IsTransient(fault, cancellation))
        {
            children.Unanswered(terms.Id, fault.Message);
        }
        catch (OperationCanceledException)
        {
            children.Unanswered(terms.Id, "the adapter stopped before the answer");
        }
    }

    /// <summary>Asks for a cancel; a refusal is only noted, because the child's end is reported by itself.</summary>
    public async Task CancelAsync(CancelChild command, CancellationToken cancellation)
    {
        string ours = parts.Ids.Format(command.Terms.Id);
        if (connection is not { } session || !session.TryBegin(out long id))
        {
            LogCancel(parts.Logger, ours, "the private connection is down");
            return;
        }

        try
        {
            byte[] frame = RequestFrames.CancelOrder(command.VenueOrderId ?? orders.OrderId(command.Terms.Id), ours, session.Token, id);
            JsonElement answer = await session.AskAsync(id, frame, cancellation).ConfigureAwait(false);
            if (Answers.Error(answer) is { } error)
                LogCancel(parts.Logger, ours, error);
        }
        catch (Exception fault) when (ConnectionFault.IsTransient(fault, cancellation))
        {
            LogCancel(parts.Logger, ours, fault.Message);
        }
    }

    /// <summary>
    /// Changes an order that stands. A larger size counts before the request leaves and a smaller one after it is granted, so that no fill
    /// seems to complete the child too early.
    /// </summary>
    public async Task<PlaceAnswer> ReplaceAsync(ChildOrderTerms terms, OrderChange change, CancellationToken cancellation)
    {
        if (connection is not { } session || !session.TryBegin(out long id))
            return PlaceAnswer.Refused("unsent", "the private connection is down");
        Instrument instrument = parts.InstrumentOf(terms);
        long larger = change.Quantity.Value - terms.Quantity.Value;
        orders.Resize(terms.Id, Math.Max(0L, larger));
        PlaceAnswer answer;
        try
        {
            byte[] frame = RequestFrames.AmendOrder(
                parts.Ids.Format(terms.Id), (instrument.Quantity(change.Quantity), instrument.Price(change.LimitPrice)), session.Token, id);
            answer = Amended(await session.AskAsync(id, frame, cancellation).ConfigureAwait(false));
        }
        catch (Exception fault) when (ConnectionFault.IsTransient(fault, cancellation))
        {
            answer = PlaceAnswer.Unknown("", fault.Message);
        }

        if (answer.Outcome == PlaceOutcome.Refused)
            orders.Resize(terms.Id, -Math.Max(0L, larger));
        else if (answer.Outcome == PlaceOutcome.Accepted)
            orders.Resize(terms.Id, Math.Min(0L, larger));
        return answer;
    }

    private static PlaceAnswer Amended(JsonElement answer) => Answers.Error(answer) is not { } error
        ? PlaceAnswer.Accepted(answer.GetProperty("result").RequiredText("order_id"))
        : Answers.LeavesOrderOpen(error) ? PlaceAnswer.Unknown(Answers.Code(error), error)
        : PlaceAnswer.Refused(Answers.Code(error), error);

    private OrderFrame Frame(ChildOrderTerms terms, OrderStanding standing, Instant deadline, string token)
    {
        Instrument instrument = parts.InstrumentOf(terms);
        bool margin = account.Margin && parts.Pairs[instrument.Symbol].MaximumLeverage is not null;
        return new OrderFrame(terms, instrument, parts.Ids.Format(terms.Id), margin, deadline, token)
        {
            Standing = standing,
            SelfTradePrevention = parts.Options.SelfTradePrevention,
        };
    }

    private void Answer(ChildOrderId child, JsonElement answer)
    {
        if (Answers.Error(answer) is { } error)
        {
            if (Answers.LeavesOrderOpen(error))
                children.Unanswered(child, error);
            else
                Refuse(child, error);
            return;
        }

        string orderId = answer.GetProperty("result").RequiredText("order_id");
        orders.Named(child, orderId);
        children.Accepted(child, orderId, clock.Now);
    }

    private void Refuse(ChildOrderId child, string error)
    {
        Refused();
        children.Refused(child, Answers.Code(error), error);
    }
}
