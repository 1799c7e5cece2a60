using System.Collections.Immutable;
using MarginRouter.Core.Engine.Commands;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Orders;
using MarginRouter.Fix.Codec;
using MarginRouter.Fix.Session;
using MarginRouter.Venues.Connectivity;
using MarginRouter.Venues.Trading;

namespace MarginRouter.Venues.FixVenue.Trading;

/// <summary>Requests about orders that stand: changes, mass cancels and lists, each with an answer to wait for.</summary>
internal sealed class StandingDesk(StandingDeskParts parts)
{
    private readonly FixMessageWriter writer = new();
    private readonly Lock writing = new();

    /// <summary>Changes an order in place; an unknown outcome is asked about.</summary>
    public async Task<PlaceAnswer> ReplaceAsync(AddressedOrder order, OrderChange change, CancellationToken cancellation)
    {
        ChildOrderId child = order.Terms.Id;
        if (!parts.Options.Dialect.Orders.Replaces)
            return PlaceAnswer.Refused("unsupported", "the venue's FIX does not change orders in place");
        if (parts.Known(child) is not { } wire || parts.Ids.New(child, WireIdKind.Replace) is not { } id)
            return PlaceAnswer.Refused("unsent", "the venue's id of the order is not known");
        if (!parts.Budget.TryTake())
            return PlaceAnswer.Refused("unsent", "the venue's limit of orders is used up");
        parts.Standing.Changes.Begin(id);
        if (!Send(now => parts.Messages.Replace(writer, order, (wire, id), change, now)))
        {
            parts.Standing.Changes.Abandon(id);
            return PlaceAnswer.Refused("unsent", "the session is down");
        }

        PlaceAnswer answer;
        try
        {
            answer = await parts.Standing.Changes.WaitAsync(id, parts.Options.AnswerTimeout, cancellation).ConfigureAwait(false);
        }
        catch (Exception fault) when (ConnectionFault.IsTransient(fault, cancellation))
        {
            answer = PlaceAnswer.Unknown("", fault.Message);
        }

        if (answer.Outcome == PlaceOutcome.Unknown)
            parts.Query(new QueryChild(order.Terms, wire.VenueOrderId));
        else if (answer.Outcome == PlaceOutcome.Accepted && parts.Orders.Find(child) is { } changed)
            parts.Orders.Sent(child, changed with { Quantity = change.Quantity });
        return answer;
    }

    /// <summary>Cancels every order of an account in an instrument; false when the venue did not grant it or the session is down.</summary>
    public async Task<bool> CancelAllAsync(Instrument instrument, string account, CancellationToken cancellation)
    {
        if (parts.Options.Dialect.Orders.MassCancelBySymbol is null)
            throw new VenueProtocolException("the venue's FIX has no mass cancel");
        string id = RequestId();
        bool answers = parts.Options.Dialect.Orders.AnswersMassCancel;
        if (answers)
            parts.Standing.Cancels.Begin(id);
        if (!Send(now => parts.Messages.MassCancel(writer, id, (instrument, account), now)))
        {
            parts.Standing.Cancels.Abandon(id);
            return false;
        }

        return !answers || await parts.Standing.Cancels.WaitAsync(id, parts.Options.AnswerTimeout, cancellation).ConfigureAwait(false);
    }

    /// <summary>The orders of an account that stand in an instrument; throws <see cref="VenueProtocolException"/> when nobody can list them.</summary>
    public async Task<IReadOnlyList<OpenOrder>> OpenOrdersAsync(Instrument instrument, string account, CancellationToken cancellation)
    {
        if (!parts.Options.Dialect.Orders.ListsByMassStatus)
        {
            IReadOnlyList<ListedOrder> listed = await (parts.Reader ?? throw new VenueProtocolException("the venue's FIX lists no orders"))
                .OpenOrdersAsync(instrument, cancellation).ConfigureAwait(false);
            return [.. listed.Select(Own)];
        }

        string id = RequestId();
        parts.Standing.BeginList(id);
        try
        {
            if (!Send(_ => parts.Messages.MassStatus(writer, id, (instrument, account))))
                throw new VenueProtocolException("the session is down");
            ImmutableArray<OpenOrder> orders = await parts.Standing.Lists.WaitAsync(id, parts.Options.AnswerTimeout, cancellation).ConfigureAwait(false);
            return orders;
        }
        finally
        {
            parts.Standing.EndList(id);
        }
    }

    private OpenOrder Own(ListedOrder order)
    {
        bool ours = parts.Ids.TryParse(System.Text.Encoding.ASCII.GetBytes(order.ClientOrderId), out ChildOrderId child, out _);
        return new OpenOrder(ours ? child : null, order.VenueOrderId, order.Side, order.Price, order.Quantity, order.Executed);
    }

    /// <summary>Ids of requests about no single order are those of a child that no parent has.</summary>
    private string RequestId() => parts.Ids.New(default, WireIdKind.Request)!;

    private bool Send(Func<Instant, FixMessageWriter> write)
    {
        if (parts.Session() is not { } open)
            return false;
        lock (writing)
            return open.Send(write(parts.Clock.Now)) == FixSendResult.Sent;
    }
}
